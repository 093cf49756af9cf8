import { expect } from "chai";
import {
  type Connection,
  findCredentialsSetting,
  sameSettings,
  sourceSettings,
} from "../../../cli/connect/settings";
import { ActionRefused } from "../../../cli/errors";
import type { CatalogOption } from "../../../cli/segment/api";

const option = (name: string, more: Partial<CatalogOption> = {}): CatalogOption => ({
  name,
  type: "string",
  required: true,
  ...more,
});
const found = (options: CatalogOption[], named?: string): string | undefined => {
  const result = findCredentialsSetting(options, named);
  return "option" in result ? result.option.name : undefined;
};

describe("connect: the setting that takes the key", () => {
  it("is the one whose name or label speaks of credentials", () => {
    expect(found([option("location"), option("x", { label: "Enter your credentials" })])).to.equal("x");
    expect(found([option("location"), option("serviceAccountKey")])).to.equal("serviceAccountKey");
  });

  it("is the one whose description does, where no label does", () => {
    expect(found([option("location"), option("y", { description: "Paste the JSON key here." })])).to.equal(
      "y",
    );
  });

  it("is not the reference to a shared credential", () => {
    expect(found([option("credential_id"), option("z", { label: "JSON key" })])).to.equal("z");
  });

  it("is not guessed among several", () => {
    const several = [option("a", { label: "Credentials" }), option("b", { label: "Service account" })];
    expect(findCredentialsSetting(several, undefined)).to.deep.equal({
      problem:
        '2 settings in Segment\'s catalog could be the key: a ("Credentials"), b ("Service account"). Name one with --credentials-setting.',
    });
    expect(found(several, "b")).to.equal("b");
  });

  it("is not invented where there is none", () => {
    expect(findCredentialsSetting([option("p"), option("q", { label: "Q" })], undefined)).to.deep.equal({
      problem:
        'No setting in Segment\'s catalog is recognizably the key: it has p, q ("Q"). Name it with --credentials-setting.',
    });
  });

  it("must be in the catalog where the user names it", () => {
    expect(findCredentialsSetting([option("p")], "nope")).to.deep.equal({
      problem: 'Segment\'s catalog has no setting "nope": it has p.',
    });
  });
});

describe("connect: settings of a source", () => {
  const connection: Connection = { project: "acme-prod", location: "EU", readApi: "REST" };
  const key = '{"type":"service_account"}';
  const settings = (options: CatalogOption[], more: Partial<Connection> = {}, readApi?: string) =>
    sourceSettings(options, { ...connection, ...more }, key, { readApi }, undefined);

  it("hold the key as text or as an object, by the setting's type", () => {
    expect(settings([option("credentials")]).secret).to.deep.equal({ credentials: key });
    const asObject = settings([option("credentials", { type: "object" })]).secret;
    expect(asObject).to.deep.equal({ credentials: { type: "service_account" } });
  });

  it("are not made where the setting's type fits no key", () => {
    expect(() => settings([option("credentials", { type: "number" })])).to.throw(
      ActionRefused,
      'The setting credentials is of type "number", and a key is text or an object.',
    );
  });

  it("say nothing of the REST API where the catalog does not", () => {
    expect(settings([option("credentials")])).to.deep.include({ visible: { location: "EU" }, left: [] });
  });

  it("leave the Storage API to be chosen by hand where the catalog does not tell how", () => {
    const { visible, left } = settings([option("credentials")], { readApi: "STORAGE" });
    expect(visible).to.deep.equal({ location: "EU" });
    expect(left).to.deep.equal([
      "Choose the STORAGE API for reading in the connection's settings. No setting in Segment's catalog is recognizably the API for reading: it has credentials. Name it with --read-api-setting.",
    ]);
  });

  it("want the value where the setting is not a switch", () => {
    const options = [option("credentials"), option("mode", { label: "Read API" })];
    const { left } = settings(options, { readApi: "STORAGE" });
    expect(left[0]).to.include("--read-api-setting mode=VALUE");
    expect(settings(options, { readApi: "STORAGE" }, "mode=storage").visible).to.deep.equal({
      location: "EU",
      mode: "storage",
    });
  });
});

describe("connect: settings that Segment shows", () => {
  it("are the same where all that was sent is there, whatever else is", () => {
    expect(sameSettings({ location: "EU" }, { location: "EU", more: 1 })).to.equal(true);
    expect(sameSettings({ location: "EU" }, { location: "US" })).to.equal(false);
    expect(sameSettings({ location: "EU" }, {})).to.equal(false);
  });
});
