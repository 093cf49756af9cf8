import { expect } from "chai";
import { judgeClock, judgeTokenRefusal } from "../../../cli/check/checkKey";
import { readErrorFacts } from "../../../cli/google/errors";

const email = "segment@acme-prod.iam.gserviceaccount.com";

describe("why a key is not taken", () => {
  const names = { email, keyId: "abc123", project: "acme-prod" };
  const said = (error_description: string, skew = 0): string =>
    judgeTokenRefusal(readErrorFacts(400, { error: "invalid_grant", error_description }), names, skew)
      .message;

  it("names the key, the account or the clock", () => {
    expect(said("Invalid JWT Signature.")).to.equal(
      `Google does not know the key abc123 of ${email}: it is disabled, deleted, or was altered in copying.`,
    );
    expect(said("Invalid grant: account not found")).to.equal(
      `Google does not find the account ${email}: it is disabled or deleted (an account can be undeleted for 30 days).`,
    );
    expect(said("Check your iat and exp values in the JWT claim.", -900)).to.equal(
      "Google does not take the token request's times: this machine's clock is 15 min behind Google's.",
    );
    expect(said("something new")).to.equal("Google answered 400 (invalid_grant): something new");
  });

  it("tells a clock that is a little wrong from one that is refused", () => {
    expect(judgeClock(0.4, false)).to.deep.equal({
      outcome: "ok",
      message: "This machine's clock is right, as far as Google's answers tell.",
    });
    expect(judgeClock(90, false)).to.deep.equal({
      outcome: "ok",
      message: "This machine's clock is 90 s ahead of Google's.",
      remedy: { advice: "Set this machine's clock by NTP." },
    });
    expect(judgeClock(-900, true).outcome).to.equal("failed");
    expect(judgeClock(undefined, false).outcome).to.equal("undetermined");
  });
});
