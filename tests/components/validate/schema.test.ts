import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import type { Shape } from "../../../components/validate/fields";
import { argsShape } from "../../../components/validate/schema";

const components = join(__dirname, "..", "..", "..", "components");

interface Declared {
  required: boolean;
  plain: boolean;
  list: boolean;
  /** Name of the nested interface. */
  nested?: string;
}

/** Members of the argument interfaces, by interface and name. */
function interfaces(): Map<string, Map<string, Declared>> {
  const found = new Map<string, Map<string, Declared>>();
  for (const file of ["args.ts", "data.ts", "key.ts", "secret.ts", "sinks.ts"]) {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(components, "args", file), "utf8"),
      ts.ScriptTarget.ES2022,
      true,
    );
    source.forEachChild((node) => {
      if (!ts.isInterfaceDeclaration(node)) return;
      const members = node.members.filter(ts.isPropertySignature).map((member): [string, Declared] => {
        const type = member.type?.getText() ?? "";
        return [
          member.name.getText(),
          {
            required: member.questionToken === undefined,
            plain: !type.includes("pulumi.Input"),
            list: type.endsWith("[]"),
            nested: /^([A-Z]\w+)(\[\])?$/.exec(type)?.[1],
          },
        ];
      });
      found.set(node.name.text, new Map(members));
    });
  }
  // A type that is not an interface here is an enum.
  for (const members of found.values())
    for (const member of members.values())
      if (member.nested !== undefined && !found.has(member.nested)) delete member.nested;
  return found;
}

describe("shape of the arguments that the checks know", () => {
  const declared = interfaces();

  function compare(name: string, shape: Shape): void {
    const members = declared.get(name);
    if (!members) throw new Error(`no interface ${name}`);
    it(`is that of ${name}`, () => {
      expect(Object.keys(shape).sort()).to.deep.equal([...members.keys()].sort());
      for (const [key, { required, plain, list, nested }] of members) {
        const member = shape[key];
        expect(member?.required ?? false, `${key}: required`).to.equal(required);
        expect(member?.many === "list", `${key}: a list`).to.equal(list);
        expect(member?.shape !== undefined, `${key}: nested`).to.equal(nested !== undefined);
        if (nested === undefined) expect(member?.plain ?? false, `${key}: plain`).to.equal(plain);
      }
    });
    for (const [key, { nested }] of members) if (nested) compare(nested, shape[key]?.shape ?? {});
  }
  compare("SegmentBigQueryArgs", argsShape(false));
});
