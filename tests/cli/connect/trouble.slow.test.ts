import { expect } from "chai";
import { World } from "./world";

describe("connect: what Segment may answer", () => {
  let world: World;
  beforeEach(async () => (world = await World.start()));
  afterEach(() => world.stop());

  it("waits as long as a limited request is told to, and goes on", async () => {
    world.segment.fault({ on: "POST /sources", answer: 429, times: 2, msBeforeNext: 20 });
    const { code } = await world.runPlain();
    expect(code).to.equal(0);
    expect(world.changes()).to.deep.equal(["POST /sources 429", "POST /sources 429", "POST /sources 201"]);
  });

  it("obeys Retry-After", async () => {
    world.segment.fault({ on: "GET /catalog", answer: 503, retryAfter: 0 });
    expect((await world.runPlain()).code).to.equal(0);
  });

  it("gives up where the wait would be longer than is reasonable", async () => {
    world.segment.fault({ on: "GET /catalog", answer: 429, msBeforeNext: 1_000_000 });
    const { code, stderr } = await world.runPlain();
    expect(code).to.equal(1);
    expect(stderr).to.include("(429): Too many requests");
    expect(stderr).to.include("wait a minute, and run the same again");
  });

  it("asks again after a failure of Segment, unless it could make a second source", async () => {
    world.segment.fault({ on: "GET /sources", answer: 500 });
    world.segment.fault({ on: "POST /sources", answer: 500 });
    const { code, stderr } = await world.runPlain();
    expect(code).to.equal(1);
    expect(stderr).to.include("it looks first at what is there");
    expect(world.changes()).to.deep.equal(["POST /sources 500"]);
  });

  it("looks for the source after a lost answer, and makes no second one", async () => {
    world.segment.fault({ on: "POST /sources", answer: "done, then cut" });
    const { code } = await world.runPlain();
    expect(code).to.equal(0);
    expect(world.segment.state.sources).to.have.length(1);
    expect(world.changes()).to.deep.equal(["POST /sources cut", "PATCH /sources/src1 200"]);
  });

  it("does not know what became of a request that was cut, and says so with exit code 2", async () => {
    world.segment.fault({ on: "POST /sources", answer: "cut" });
    const { code, stderr } = await world.runPlain();
    expect(code).to.equal(2);
    expect(stderr).to.match(/^POST http:\/\/127\.0\.0\.1:\d+\/sources got no answer: /);
  });

  it("ends a request that takes too long", async () => {
    world.segment.fault({ on: "GET /catalog", answer: "slow", delay: 400, times: 9 });
    const { code, stderr } = await world.runPlain(["--request-timeout", "0.05"]);
    expect(code).to.equal(2);
    expect(stderr).to.include("nothing came within 0.05 s");
  });

  it("updates the source that somebody else made in the meantime (409)", async () => {
    world.segment.fault({ on: "POST /sources", answer: "done, then 409" });
    const { code } = await world.runPlain();
    expect(code).to.equal(0);
    expect(world.changes()).to.deep.equal(["POST /sources 409", "PATCH /sources/src1 200"]);
  });

  it("stops at a 409 for a source that the token does not see", async () => {
    world.segment.fault({ on: "POST /sources", answer: 409, message: "slug is taken" });
    const { code, stderr } = await world.runPlain();
    expect(code).to.equal(1);
    expect(stderr).to.include(
      "Segment says that the source bigquery is there (409), but does not list it for this token: slug is taken",
    );
  });

  it("says that a token is unknown, or lacks the permission, or is of another region", async () => {
    const env = { ...world.env(), SEGMENT_API_TOKEN: "sgp_nobody_knows_this_one" };
    const { code, stderr } = await world.runPlain([], { env });
    expect(code).to.equal(1);
    expect(stderr).to.include("was refused (401): Unauthorized");
    expect(stderr).to.include("one that lacks the permission");
    expect(stderr).to.include("--region eu");
  });

  it("stops where the token may only read", async () => {
    const env = { ...world.env(), SEGMENT_API_TOKEN: world.segment.tokenFor("Read-only") };
    const { code, stderr } = await world.runPlain([], { env });
    expect({ code, changes: world.changes() }).to.deep.equal({ code: 1, changes: ["POST /sources 401"] });
    expect(stderr).to.include("use a token of a Workspace Owner, or one with access to sources");
  });

  it("names the setting that Segment refuses", async () => {
    world.segment.fault({ on: "POST /sources", answer: 422, message: '"location" is not a location' });
    const { code, stderr } = await world.runPlain();
    expect(code).to.equal(1);
    expect(stderr).to.include('(422): "location" is not a location');
    expect(stderr).to.include("--credentials-setting");
  });

  it("compares the id and the region where Segment finds nothing", async () => {
    const { code, stderr } = await world.runPlain(["--source-id", "src77"]);
    expect(code).to.equal(1);
    expect(stderr).to.include("(404): Nothing with the id src77.");
    expect(stderr).to.include("Compare the id with Segment, and the region");
  });

  it("never prints the key or the token, even where Segment quotes them", async () => {
    const env = world.env();
    const token = env["SEGMENT_API_TOKEN"] ?? "";
    const { private_key: privateKey } = JSON.parse(world.keyText) as { private_key: string };
    for (const more of [[], ["--json"]]) {
      world.segment.fault({
        on: "POST /sources",
        answer: 422,
        message: `${world.keyText} and Bearer ${token}`,
      });
      const { stdout, stderr } = await world.runPlain(more, { env });
      const all = stdout + stderr;
      expect(all).to.include("[secret]");
      expect(all).to.not.include(privateKey.slice(40, 60));
      expect(all).to.not.include(token);
    }
  });

  it("prints one JSON object where it stops, and where Segment does not answer", async () => {
    world.segment.fault({ on: "POST /sources", answer: 422, message: "no" });
    const stopped = JSON.parse((await world.runPlain(["--json"])).stdout) as { problem: string };
    expect(stopped).to.deep.include({ formatVersion: 1, exitCode: 1 });
    expect(stopped.problem).to.match(/\(422\): no$/);
    world.segment.fault({ on: "POST /sources", answer: "cut" });
    const silent = JSON.parse((await world.runPlain(["--json"])).stdout) as { problem: string };
    expect(silent).to.deep.include({ formatVersion: 1, exitCode: 2, next: [] });
  });
});
