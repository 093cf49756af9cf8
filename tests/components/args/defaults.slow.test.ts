import { expect } from "chai";
import { resolve } from "node:path";
import { defaults } from "../../../components/args/defaults";
import * as enums from "../../../components/args/enums";
import { publicNames } from "../../../docs/generate/api/publicNames";

/** The defaults by the interface whose arguments they are. */
const { stateDataset, destination, key, aws, azure, vault, esc, ...own } = defaults;
const byInterface: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  SegmentBigQueryArgs: own,
  StateDataset: stateDataset,
  Destination: destination,
  Key: key,
  AwsSink: aws,
  AzureSink: azure,
  VaultSink: vault,
  EscSink: esc,
};

/** What `@default` says of an argument: a value, or nothing where it says it in words. */
function documented(text: string): unknown {
  const [, only] = /^\[(.*)\]$/.exec(text) ?? [];
  if (only !== undefined) return [documented(only)];
  const [, name = "", member = ""] = /^(\w+)\.(\w+)$/.exec(text) ?? [];
  const values = (enums as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[name];
  if (values !== undefined) return values[member];
  return /^("[^"]*"|true|false)$/.test(text) ? (JSON.parse(text) as unknown) : undefined;
}

describe("defaults of the arguments", function () {
  this.timeout(60_000);

  it("are those that the arguments' documentation states, and no others", () => {
    const all = ["args", "data", "key", "secret", "sinks"].flatMap((file) =>
      publicNames(resolve(__dirname, `../../../components/args/${file}.ts`)),
    );
    const stated = Object.fromEntries(
      all
        .map(({ name, members }) => {
          const values = members
            .map((member) => [member.name, documented(member.doc.byDefault ?? "")] as const)
            .filter(([, value]) => value !== undefined);
          return [name, Object.fromEntries(values)] as const;
        })
        .filter(([, values]) => Object.keys(values).length > 0),
    );
    expect(stated).to.deep.equal(byInterface);
  });
});
