import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { UsageError } from "../../../cli/errors";
import { World } from "./world";

describe("check: where the key comes from", () => {
  let world: World;
  beforeEach(async () => void (world = await World.start()));
  afterEach(() => world.stop());

  it("reads the key from a file, standard input or Secret Manager", async () => {
    const directory = await mkdtemp(join(tmpdir(), "segment-check-"));
    try {
      const file = join(directory, "key.json");
      await writeFile(file, world.keyText);
      expect((await world.run(["--key-file", file], { stdin: "" })).code).to.equal(0);
    } finally {
      await rm(directory, { recursive: true });
    }
    world.acme.policy.bindings.push({ role: "roles/owner", members: ["user:ann@acme.example"] });
    world.acme.secrets.set("segment", {
      id: "segment",
      resource: { name: "projects/111111111111/secrets/segment" },
      policy: { bindings: [], version: 1 },
      versions: [
        { number: 1, state: "ENABLED", data: Buffer.from(world.keyText).toString("base64"), createTime: 0 },
      ],
    });
    const env = {
      ...world.google.env(),
      GOOGLE_OAUTH_ACCESS_TOKEN: world.google.tokenFor("user:ann@acme.example"),
    };
    const secret = ["--key-secret", "projects/acme-prod/secrets/segment"];
    expect((await world.run(secret, { stdin: "", env })).code).to.equal(0);
    expect(
      world.google.state.requests.filter(({ path }) => path.endsWith(":access")).map(({ caller }) => caller),
    ).to.deep.equal(["user:ann@acme.example"]);
  });

  it("reads a person's application default credentials for Secret Manager", async () => {
    const directory = await mkdtemp(join(tmpdir(), "segment-check-"));
    try {
      const file = join(directory, "adc.json");
      const credentials = {
        type: "authorized_user",
        client_id: "id",
        client_secret: "s",
        refresh_token: "refresh:user:ann@acme.example",
      };
      await writeFile(file, JSON.stringify(credentials));
      const env = { ...world.google.env(), GOOGLE_APPLICATION_CREDENTIALS: file };
      const { code, stderr } = await world.run(["--key-secret", "projects/acme-prod/secrets/segment"], {
        stdin: "",
        env,
      });
      expect(code).to.equal(2);
      expect(stderr).to.match(
        /^The key could not be fetched: .*Permission 'secretmanager\.versions\.access' denied/,
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it("says what a person who has no credentials can do", async () => {
    const env = { ...world.google.env(), CLOUDSDK_CONFIG: join(tmpdir(), "no-such-directory") };
    const error: unknown = await world
      .run(["--key-secret", "projects/acme-prod/secrets/segment"], { env })
      .catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(UsageError);
    expect((error as Error).message).to.match(
      /^There are no Google credentials .*gcloud auth application-default login/,
    );
  });

  it("refuses a file that is not there, and a key where a file's name belongs", async () => {
    const failure = async (file: string): Promise<string> =>
      world.run(["--key-file", file]).then(
        () => "ran",
        (error: Error) => error.message,
      );
    expect(await failure("no/such/key.json")).to.equal(
      "The key file no/such/key.json cannot be read: there is no such file.",
    );
    expect(await failure(world.keyText)).to.equal(
      "--key-file is something that looks like a key: give the name of a file.",
    );
  });
});
