import { expect } from "chai";
import { IncompleteList } from "../../../cli/offline/incomplete";
import { loadProject } from "../../../cli/offline/project/project";
import { loadStackConfig, type StackConfig } from "../../../cli/offline/project/stackConfig";
import { answers, readValues } from "../../../cli/offline/project/values";
import { secret } from "../../../cli/offline/wire/wireValue";
import { directoryOf, removeDirectories } from "../../support/hosts/projectDirectory";

const values = (content: string) => readValues(`${directoryOf({ "values.yaml": content })}/values.yaml`);

function configWith(stackFile: string, content: string): StackConfig {
  const directory = directoryOf({
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    "Pulumi.dev.yaml": stackFile,
  });
  return loadStackConfig(loadProject(directory), "dev", new IncompleteList(), values(content));
}

describe("a file of values", () => {
  after(removeDirectories);

  it("gives settings, outputs of stacks and results of functions", () => {
    const read = values(
      "config: { shop:token: hunter2, plain: { secret: hushhush } }\n" +
        "stackReferences: { acme/base/prod: { projectId: acme, token: { secret: hunter3 } } }\n" +
        "functions: [{ token: a:b:c, args: { x: 1 }, result: { y: [2] } }]\n",
    );
    expect([...read.settings]).to.deep.equal([
      ["shop:token", { value: "hunter2", secret: false }],
      ["plain", { value: "hushhush", secret: true }],
    ]);
    expect([...read.stackReferences]).to.deep.equal([
      ["acme/base/prod", { projectId: "acme", token: secret("hunter3") }],
    ]);
    expect(read.functions).to.deep.equal([{ token: "a:b:c", args: { x: 1 }, result: { y: [2] } }]);
    expect(read.opensEnvironment).to.equal(false);
  });

  it("rejects what it does not understand, all at once, and quotes no value", () => {
    expect(() =>
      values(
        "configs: {}\nconfig: hunter2\nstackReferences: { a: hunter2 }\nfunctions: [{ tokens: hunter2, args: 1 }, 7]\n",
      ),
    ).to.throw(
      /^.*values\.yaml: there is no section "configs"; there are config, stackReferences, functions, pulumiConfig; config must be an object, not a string; stackReferences\.a must be an object of outputs, not a string; functions\[0\]: there is no field "tokens"; there are token, args, result; functions\[0\]\.token must be a text; functions\[0\]\.result must be an object; functions\[0\]\.args must be an object, not a number; functions\[1\]\.token must be a text; functions\[1\]\.result must be an object\.$/,
    );
  });

  it("answers a function's calls that have the arguments named, whatever else they have", () => {
    const given = { token: "a:b:c", args: { x: { z: [1] } }, result: {} };
    expect(answers(given, "a:b:c", { x: { z: [1] }, y: 2 })).to.equal(true);
    expect(answers(given, "a:b:c", { x: { z: [2] } })).to.equal(false);
    expect(answers(given, "a:b:d", { x: { z: [1] } })).to.equal(false);
    expect(answers({ token: "a:b:c", result: {} }, "a:b:c", { x: 3 })).to.equal(true);
  });

  it("takes the place of what is encrypted, which stays secret, and not of what the stack says", () => {
    const config = configWith(
      "config: { shop:token: { secure: AAAA }, shop:size: 3 }",
      "config: { token: hunter2, size: 4, more: x }",
    );
    expect(config.values).to.deep.equal({ "shop:token": "hunter2", "shop:size": "3", "shop:more": "x" });
    expect(config.secretKeys).to.deep.equal(["shop:token"]);
    expect(config.unknownKeys).to.deep.equal([]);
  });

  it("may be what pulumi env open prints, in which a setting's name tells what is secret", () => {
    const config = configWith(
      "environment: [acme/dev]",
      '{ "environmentVariables": {}, "pulumiConfig": { "gcp:project": "acme", "apiToken": "hunter2" } }',
    );
    expect(config.values).to.deep.equal({ "gcp:project": "acme", "shop:apiToken": "hunter2" });
    expect(config.secretKeys).to.deep.equal(["shop:apiToken"]);
    expect(config.openEnvironment).to.equal(false);
  });

  it("may be what pulumi env open --format detailed prints, which tells itself what is secret", () => {
    const config = configWith(
      "environment: { imports: [acme/dev, { acme/base: {} }] }",
      JSON.stringify({
        exprs: {},
        properties: {
          pulumiConfig: {
            value: { size: { value: 3 }, db: { value: { password: { value: "hunter2", secret: true } } } },
          },
        },
      }),
    );
    expect(config.values).to.deep.equal({ "shop:size": "3", "shop:db": '{"password":"hunter2"}' });
    expect(config.secretKeys).to.deep.equal(["shop:db"]);
    expect(config.environments).to.deep.equal(["acme/dev", "acme/base"]);
  });

  it("may be an environment that sets variables and values of its own besides", () => {
    const config = configWith(
      "environment: [acme/dev]",
      '{ "gcp": { "login": {} }, "environmentVariables": { "GOOGLE_PROJECT": "acme", "API_TOKEN": "hunter2" } }',
    );
    expect([config.openEnvironment, config.values]).to.deep.equal([false, {}]);
    expect(config.variables).to.deep.equal({ GOOGLE_PROJECT: "acme", API_TOKEN: "hunter2" });
    expect(config.secretVariables).to.deep.equal(["hunter2"]);
  });

  it("leaves an environment open that it does not hold", () => {
    const config = configWith("environment: [acme/dev]", "config: { gcp:project: acme }");
    expect(config.openEnvironment).to.equal(true);
    expect(config.values).to.deep.equal({ "gcp:project": "acme" });
  });
});

describe("an environment in the stack's own file", () => {
  after(removeDirectories);

  const open = (stated: string): StackConfig => configWith(stated, "{}");

  it("is known as far as it calls nobody, by its references too, and the stack's own settings go before it", () => {
    const config = open(
      "environment: { values: { name: acme, pulumiConfig: { gcp:project: '${name}', zone: 'eu-${name}', " +
        "token: { 'fn::secret': hunter2 }, size: 3 }, environmentVariables: { A: '${name}' } } }\nconfig: { size: 4 }",
    );
    expect(config.values).to.deep.equal({
      ...{ "shop:size": "4", "gcp:project": "acme", "shop:zone": "eu-acme", "shop:token": "hunter2" },
    });
    expect([config.secretKeys, config.variables]).to.deep.equal([["shop:token"], { A: "acme" }]);
    expect([config.openEnvironment, config.environments]).to.deep.equal([false, []]);
  });

  it("stays open where it imports, calls a function, refers to what is not there, or to itself", () => {
    for (const values of [
      "imports: [acme/base], values: { pulumiConfig: { a: 1 } }",
      "values: { pulumiConfig: { a: { 'fn::open::gcp-login': {} } } }",
      "values: { pulumiConfig: { a: { 'fn::secret': { ciphertext: AAAA } } } }",
      "values: { pulumiConfig: { a: '${elsewhere}' } }",
      "values: { b: '${b}', pulumiConfig: { a: '${b}' } }",
    ])
      expect(open(`environment: { ${values} }`).openEnvironment, values).to.equal(true);
    expect(open("environment: { values: { pulumiConfig: { a: '${b}' } } }").environments).to.deep.equal([
      "(in Pulumi.dev.yaml)",
    ]);
  });
});
