import { expect } from "chai";
import { gsutilGrants } from "../../../../policy/iam/commands/bq";
import type { CommandGrant, CommandGrants } from "../../../../policy/iam/commands/commandGrant";
import { HOLE } from "../../../../policy/parsers/shell";
import { UNKNOWN } from "../../../../policy/stack/plain";

const nothing: CommandGrants = { grants: [], keyCreations: [], unreadable: false };

type Known = CommandGrant["grantees"];

const made = (grantees: Known, roles: Known, path: Known = ["gs://b"]): CommandGrant => ({
  roles,
  on: { kind: "other", path, type: "storage buckets" },
  grantees,
});

const read = (command: string) => gsutilGrants(command.split(" "));

describe("gsutilGrants", () => {
  describe("finds the bindings of", () => {
    const table: readonly [string, CommandGrant[]][] = [
      [
        "iam ch user:eve@acme.com:objectViewer gs://b",
        [made(["user:eve@acme.com"], ["roles/storage.objectViewer"])],
      ],
      [
        "-m iam ch -r allUsers:legacyBucketReader gs://b",
        [made(["allUsers"], ["roles/storage.legacyBucketReader"])],
      ],
      [
        "iam ch group:a@acme.com:admin,projects/acme/roles/x allUsers:roles/y gs://b gs://c",
        [
          made(["group:a@acme.com"], ["roles/storage.admin", "projects/acme/roles/x"], ["gs://b", "gs://c"]),
          made(["allUsers"], ["roles/y"], ["gs://b", "gs://c"]),
        ],
      ],
      [
        "iam ch -d user:old@acme.com:admin user:new@acme.com:admin gs://b",
        [made(["user:new@acme.com"], ["roles/storage.admin"])],
      ],
      [`iam ch user:${HOLE}:${HOLE} gs://${HOLE}`, [made([UNKNOWN], [UNKNOWN], [UNKNOWN])]],
      ["iam ch :admin gs://b", [made([UNKNOWN], ["roles/storage.admin"])]],
      [`iam ch ${HOLE} gs://b`, [made([UNKNOWN], [UNKNOWN])]],
    ];
    for (const [command, grants] of table) {
      it(JSON.stringify(command), () => expect(read(command)).to.deep.equal({ ...nothing, grants }));
    }
  });

  describe("finds the key of", () => {
    const table: readonly [string, CommandGrant["grantees"][number]][] = [
      ["hmac create etl@acme.iam.gserviceaccount.com", "etl@acme.iam.gserviceaccount.com"],
      ["-q hmac create -p acme etl@acme.iam.gserviceaccount.com", "etl@acme.iam.gserviceaccount.com"],
      [`hmac create ${HOLE}`, UNKNOWN],
      ["hmac create", UNKNOWN],
    ];
    for (const [command, account] of table) {
      it(JSON.stringify(command), () =>
        expect(read(command)).to.deep.equal({ ...nothing, keyCreations: [{ account, how: "hmac" }] }),
      );
    }
  });

  it("cannot read a whole policy", () =>
    expect(read("iam set policy.json gs://b")).to.deep.equal({ ...nothing, unreadable: true }));

  describe("finds nothing in", () => {
    const table = [
      "",
      "create etl@acme.iam.gserviceaccount.com",
      "ch allUsers:admin gs://b",
      "set policy.json gs://b",
      "ls gs://iam",
      "iam get gs://b policy:json",
      "iam create etl@acme.iam.gserviceaccount.com",
      "hmac list -u etl@acme.iam.gserviceaccount.com",
      "hmac ch allUsers:admin gs://b",
      "hmac set policy.json",
      "acl ch -u allUsers:R gs://b",
    ];
    for (const command of table) {
      it(JSON.stringify(command), () => expect(read(command)).to.deep.equal(nothing));
    }
  });
});
