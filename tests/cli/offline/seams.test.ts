import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { locateSdk } from "../../../cli/offline/hosts/sdkHost";
import { seams } from "../../../cli/offline/inside/lazyModules";

const sdk = locateSdk(process.cwd());
const source = (file: string): string => readFileSync(join(sdk, file), "utf8");

describe("what the hosts load lazily, and what is changed inside a program", () => {
  for (const [file, requests] of Object.entries(seams)) {
    for (const request of requests) {
      it(`is asked for by the SDK's ${file}: ${request}`, () => {
        expect(source(file)).to.contain(`require("${request}")`);
      });
    }
  }

  for (const [file, names] of Object.entries({
    "runtime/debuggable.js": ["exports.debuggablePromise = debuggablePromise"],
    "runtime/invoke.js": [
      ...["exports.invoke = invoke", "exports.invokeSingle = invokeSingle"],
      ...["exports.invokeOutput = invokeOutput", "exports.invokeSingleOutput = invokeSingleOutput"],
    ],
    "runtime/rpc.js": [
      ...["exports.serializeResourceProperties = ", "exports.serializeProperties = "],
      "exports.serializePropertiesReturnDeps = ",
    ],
    "runtime/stack.js": ["exports.runInPulumiStack = runInPulumiStack"],
    "output.js": ["exports.output = output", "exports.all = all", "exports.unknown = "],
    "stackReference.js": ["async readOutputValue("],
  })) {
    for (const name of names)
      it(`is in the SDK's ${file}: ${name}`, () => expect(source(file)).to.contain(name));
  }
});
