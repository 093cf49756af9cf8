import { expect } from "chai";
import { UsageError } from "../../../cli/errors";
import { endpointsFrom } from "../../../cli/google/endpoints";

describe("endpoints", () => {
  it("are Google's by default", () => {
    const endpoints = endpointsFrom({});
    expect(endpoints.bigquery).to.equal("https://bigquery.googleapis.com");
    expect(endpoints.token).to.equal("https://oauth2.googleapis.com");
  });

  it("move all at once, and one by one", () => {
    const endpoints = endpointsFrom({
      SEGMENT_BIGQUERY_GOOGLE_ENDPOINT: "http://127.0.0.1:8080/",
      SEGMENT_BIGQUERY_ENDPOINT_BIGQUERY: "https://bigquery-acme.p.googleapis.com",
    });
    expect(endpoints.iam).to.equal("http://127.0.0.1:8080");
    expect(endpoints.bigquery).to.equal("https://bigquery-acme.p.googleapis.com");
  });

  it("reject every address that would send a token in the clear or that is none, all at once", () => {
    const read = (): unknown =>
      endpointsFrom({
        SEGMENT_BIGQUERY_GOOGLE_ENDPOINT: "http://proxy.acme.example",
        SEGMENT_BIGQUERY_ENDPOINT_IAM: "iam",
        SEGMENT_BIGQUERY_ENDPOINT_BIGQUERY: "https://user:secret@acme.example",
      });
    expect(read)
      .to.throw(UsageError)
      .with.property(
        "message",
        'SEGMENT_BIGQUERY_GOOGLE_ENDPOINT is "http://proxy.acme.example": it must begin with https://, since access tokens are sent there (http:// only for loopback).\n' +
          "SEGMENT_BIGQUERY_ENDPOINT_BIGQUERY: it may hold no user, password, query or fragment.\n" +
          'SEGMENT_BIGQUERY_ENDPOINT_IAM is "iam": it is not an address such as https://bigquery.googleapis.com.',
      );
  });
});
