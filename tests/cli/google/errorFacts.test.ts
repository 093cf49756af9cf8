import { expect } from "chai";
import fc from "fast-check";
import { readErrorFacts } from "../../../cli/google/errors";

describe("what an error of Google's says", () => {
  it("is read from BigQuery's form", () => {
    const body = {
      error: {
        code: 403,
        message: "Access Denied",
        status: "PERMISSION_DENIED",
        errors: [{ message: "Access Denied", domain: "global", reason: "accessDenied" }],
      },
    };
    expect(readErrorFacts(403, body)).to.deep.equal({
      status: 403,
      message: "Access Denied",
      code: "PERMISSION_DENIED",
      reason: "accessDenied",
      info: undefined,
      metadata: {},
      violations: [],
    });
  });

  it("is read from the details of the other APIs", () => {
    const details = [
      {
        "@type": "type.googleapis.com/google.rpc.PreconditionFailure",
        violations: [{ type: "constraints/x", description: "no" }],
      },
      {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        reason: "SERVICE_DISABLED",
        metadata: { service: "iam.googleapis.com", count: 3 },
      },
    ];
    const facts = readErrorFacts(403, { error: { message: "disabled", details } });
    expect([facts.info, facts.metadata, facts.violations]).to.deep.equal([
      "SERVICE_DISABLED",
      { service: "iam.googleapis.com" },
      [{ type: "constraints/x", description: "no" }],
    ]);
  });

  it("is read from the token endpoint's form", () => {
    const facts = readErrorFacts(400, {
      error: "invalid_grant",
      error_description: "Invalid JWT Signature.",
    });
    expect([facts.reason, facts.message]).to.deep.equal(["invalid_grant", "Invalid JWT Signature."]);
  });

  it("is at least the status, whatever the body is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const facts = readErrorFacts(500, body);
        expect(facts.status).to.equal(500);
        expect(facts.message).to.be.a("string").and.not.equal("");
      }),
    );
    expect(readErrorFacts(502, undefined).message).to.equal("HTTP status 502");
    const hostile = {
      error: { message: 7, errors: "x", details: [null, 3, { "@type": 1, violations: [null, { type: 2 }] }] },
    };
    expect(readErrorFacts(400, hostile).violations).to.deep.equal([{ type: "", description: "" }]);
  });
});
