import { expect } from "chai";
import { locateSdk } from "../../../cli/offline/hosts/sdkHost";
import { seamsOf } from "./support/seamsOf";

// Of the oldest SDK that the packages take; npm run test:matrix asks the newest.
describe("what the hosts load lazily, and what is changed inside a program", () => {
  for (const { file, text, isThere } of seamsOf(locateSdk(process.cwd())))
    it(`is in the SDK's ${file}: ${text}`, () => expect(isThere).to.equal(true));
});
