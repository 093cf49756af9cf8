import { expect } from "chai";
import type { CommandGrant, CommandGrants, KeyCreation } from "../../../../policy/iam/commands/commandGrant";
import { gcloudGrants } from "../../../../policy/iam/commands/gcloud";
import { HOLE } from "../../../../policy/parsers/shell";
import { UNKNOWN } from "../../../../policy/stack/plain";

const member = "user:eve-1@acme.com";

const made = (over: Partial<CommandGrant> = {}): CommandGrant => ({
  roles: ["roles/viewer"],
  on: { kind: "project", path: ["acme"] },
  grantees: [member],
  ...over,
});

const other = (type: string, ...path: CommandGrant["on"]["path"]) =>
  made({ on: { kind: "other", path, type } });

const found = (...grants: CommandGrant[]): CommandGrants => ({ grants, keyCreations: [], unreadable: false });

const keys = (...keyCreations: KeyCreation[]): CommandGrants => ({
  grants: [],
  keyCreations,
  unreadable: false,
});

const nothing = found();

const words = (text: string, ...others: string[]) => [...text.split(" "), ...others];

const flags = ["--member", member, "--role=roles/viewer"];

describe("gcloudGrants", () => {
  describe("reads", () => {
    const table: readonly [string, string[], CommandGrants][] = [
      [
        "flags that take no value",
        words("--quiet projects --async add-iam-policy-binding -q acme", ...flags),
        found(made()),
      ],
      [
        "flags that say no",
        words("--no-user-output-enabled projects add-iam-policy-binding acme", ...flags),
        found(made()),
      ],
      [
        "a flag whose value ends like one that says no",
        words("--configuration no- projects add-iam-policy-binding acme", ...flags),
        found(made()),
      ],
      [
        "a flag that ends like one that says no",
        words("--casino- x projects add-iam-policy-binding acme", ...flags),
        found(made()),
      ],
      ["two dashes by themselves", words("projects add-iam-policy-binding -- acme", ...flags), found(made())],
      [
        "a value with another =",
        words("projects add-iam-policy-binding acme --role=a=b --member=x"),
        found(made({ roles: ["a=b"], grantees: ["x"] })),
      ],
      [
        "the last of equal flags",
        words("projects add-iam-policy-binding acme --role=x", ...flags),
        found(made()),
      ],
      [
        "a value of a negative number",
        words("projects add-iam-policy-binding acme --member x --role -1"),
        found(made({ roles: ["-1"], grantees: ["x"] })),
      ],
      ["an alpha track", words("alpha projects add-iam-policy-binding acme", ...flags), found(made())],
      ["a preview track", words("preview projects add-iam-policy-binding acme", ...flags), found(made())],
      [
        "an invoker's binding",
        words("functions add-invoker-policy-binding f --member", member),
        found({ ...other("functions", "f"), roles: ["roles/run.invoker"] }),
      ],
      [
        "the full name of a secret",
        words("secrets add-iam-policy-binding projects/acme/secrets/s", ...flags),
        found(other("secrets", "projects/acme/secrets/s")),
      ],
      [
        "a folder of a bucket",
        words("storage managed-folders add-iam-policy-binding gs://b/folders/f", ...flags),
        found(other("storage managed-folders", "gs://b/folders/f")),
      ],
      [
        "the prefix of an organization",
        words("organizations add-iam-policy-binding organizations/42", ...flags),
        found(made({ on: { kind: "organization", path: ["42"] } })),
      ],
    ];
    for (const [what, args, expected] of table) {
      it(what, () => expect(gcloudGrants(args)).to.deep.equal(expected));
    }
  });

  describe("cannot tell", () => {
    const table: readonly [string, string[], CommandGrants][] = [
      [
        "a resource that is not there",
        words("projects add-iam-policy-binding", ...flags),
        found(made({ on: { kind: "project", path: [UNKNOWN] } })),
      ],
      [
        "a role that is not there",
        words("projects add-iam-policy-binding acme --member", member),
        found(made({ roles: [UNKNOWN] })),
      ],
      [
        "a role without a value",
        words("projects add-iam-policy-binding acme --role --member", member),
        found(made({ roles: [UNKNOWN] })),
      ],
      [
        "a role without a value before a short flag",
        words("projects add-iam-policy-binding acme --role -q --member", member),
        found(made({ roles: [UNKNOWN] })),
      ],
      [
        "an empty role",
        words("projects add-iam-policy-binding acme --role= --member", member),
        found(made({ roles: [UNKNOWN] })),
      ],
      [
        "a condition without a value",
        words("projects add-iam-policy-binding acme", ...flags, "--condition"),
        found(made({ condition: { expression: UNKNOWN } })),
      ],
      [
        "a condition from a file",
        words("projects add-iam-policy-binding acme", ...flags, "--condition-from-file", "c"),
        found(made({ condition: UNKNOWN })),
      ],
      [
        "a whole policy",
        words("projects set-iam-policy acme policy.json"),
        { ...nothing, unreadable: true, whole: true },
      ],
      [
        "what an unknown command grants on",
        words("add-iam-policy-binding acme", ...flags),
        { ...nothing, unreadable: true },
      ],
      [
        "the kind of a resource",
        words(`${HOLE} add-iam-policy-binding acme`, ...flags),
        { ...nothing, unreadable: true },
      ],
      [
        "flags in a file",
        words("projects add-iam-policy-binding acme --flags-file f"),
        { ...nothing, unreadable: true },
      ],
    ];
    for (const [what, args, expected] of table) {
      it(what, () => expect(gcloudGrants(args)).to.deep.equal(expected));
    }
  });

  describe("reads the condition", () => {
    const table: readonly [string, CommandGrant["condition"]][] = [
      ["expression=true,title=t,description=d", { expression: "true", title: "t", description: "d" }],
      ["title=t, description=d", { title: "t", description: "d" }],
      ['expression=x in ["a","title=b"],title=t', { expression: 'x in ["a","title=b"]', title: "t" }],
      ['expression=x.matches("^a^"),title=t', { expression: 'x.matches("^a^")', title: "t" }],
      ["^::^title=a,b::expression=x == ^", { title: "a,b", expression: "x == ^" }],
      ["^:^title=^a^:expression=x", { title: "^a^", expression: "x" }],
      ["title=a,title=b,c", { title: "b,c" }],
      [HOLE, { expression: UNKNOWN }],
      [`expression=${HOLE},title=t`, { expression: UNKNOWN, title: "t" }],
      ["true,title=t", { expression: "true", title: "t" }],
    ];
    for (const [written, condition] of table) {
      it(JSON.stringify(written), () =>
        expect(
          gcloudGrants(words("projects add-iam-policy-binding acme", ...flags, "--condition", written)),
        ).to.deep.equal(found(made({ condition }))),
      );
    }

    it("of none in any case", () => {
      for (const none of ["None", "none", "NONE"])
        expect(
          gcloudGrants(words("projects add-iam-policy-binding acme", ...flags, `--condition=${none}`)),
        ).to.deep.equal(found(made()));
    });
  });

  describe("finds the key of", () => {
    const table: readonly [string, string, KeyCreation][] = [
      [
        "create",
        "iam service-accounts keys create k.json --iam-account=a@b",
        { account: "a@b", how: "create" },
      ],
      [
        "upload",
        "beta iam service-accounts keys upload c.pem --iam-account a@b",
        { account: "a@b", how: "upload" },
      ],
      ["hmac", "storage hmac create a@b --project=acme", { account: "a@b", how: "hmac" }],
      [
        "create without an account",
        "iam service-accounts keys create k.json",
        { account: UNKNOWN, how: "create" },
      ],
      ["hmac without an account", "storage hmac create", { account: UNKNOWN, how: "hmac" }],
    ];
    for (const [what, command, key] of table) {
      it(what, () => expect(gcloudGrants(words(command))).to.deep.equal(keys(key)));
    }
  });

  describe("finds nothing in", () => {
    const table: readonly string[] = [
      "",
      "projects get-iam-policy acme",
      "projects remove-iam-policy-binding acme --member=x --role=y",
      "projects re-add-iam-policy-binding acme --member=x --role=y",
      "projects add-iam-policy-bindings acme --member=x --role=y",
      "iam service-accounts keys delete k --iam-account=a@b",
      "iam service-accounts create etl",
      "storage hmac delete a@b",
      "compute storage hmac create a@b",
    ];
    for (const command of table) {
      it(JSON.stringify(command), () => expect(gcloudGrants(words(command))).to.deep.equal(nothing));
    }
  });
});
