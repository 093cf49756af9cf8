import { expect } from "chai";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { segmentAddress } from "../../../cli/segment/SegmentClient";
import { World } from "./world";

describe("connect: the token and the region", () => {
  let world: World;
  beforeEach(async () => (world = await World.start()));
  afterEach(() => world.stop());

  it("reads the token from a file", async () => {
    const { SEGMENT_API_TOKEN: token, ...env } = world.env();
    const file = join(world.directory, "token");
    await writeFile(file, `${token ?? ""}\n`);
    expect((await world.runPlain(["--token-file", file], { env })).code).to.equal(0);
  });

  it("says how to get a token where there is none", async () => {
    const env = { ...world.env(), SEGMENT_API_TOKEN: undefined };
    const { code, stderr } = await world.runPlain([], { env });
    expect(code).to.equal(2);
    expect(stderr).to.include("There is no Segment token: set SEGMENT_API_TOKEN, or give --token-file.");
    expect(stderr).to.include("Access Management > Tokens");
  });

  it("does not repeat what is no token", async () => {
    const env = { ...world.env(), SEGMENT_API_TOKEN: "two words of sixteen characters" };
    const { code, stderr } = await world.runPlain([], { env });
    expect(code).to.equal(2);
    expect(stderr).to.match(/^SEGMENT_API_TOKEN does not hold a token/);
    expect(stderr).to.not.include("sixteen");
  });

  it("says so where the file cannot be read", async () => {
    const { stderr } = await world.runPlain(["--token-file", join(world.directory, "nothing")]);
    expect(stderr).to.include("The file of --token-file cannot be read (ENOENT).");
  });

  it("calls the workspace's region", () => {
    expect(segmentAddress("us", {})).to.equal("https://api.segmentapis.com");
    expect(segmentAddress("eu", {})).to.equal("https://eu1.api.segmentapis.com");
  });

  it("sends the token to no address without https, or with a password in it", () => {
    for (const address of ["http://segment.example", "https://a:b@segment.example", "nonsense"])
      expect(() => segmentAddress("us", { SEGMENT_BIGQUERY_SEGMENT_ENDPOINT: address })).to.throw(
        /^SEGMENT_BIGQUERY_SEGMENT_ENDPOINT is not an address/,
      );
  });
});
