import type { SegmentAccount } from "../access/account";
import type { Assessment } from "../access/assessment";
import { entryFor } from "../access/config";
import { gaps } from "../access/gaps";
import { undeterminedPublicGrants } from "../access/publicAccess";
import { type Undetermined, undeterminedFacts } from "../access/undetermined";
import { defaultProducts, products } from "../facts/products";
import { scopeText, where } from "../iam/scope";
import { undeterminedPaths } from "../impersonation/outgoing";
import { unrestrictedPools } from "../impersonation/pools";
import { undeterminedImpersonators } from "../impersonation/undeterminedImpersonators";
import { abridged, joined, printable } from "../stack/text";
import { openIndirectAccesses } from "./hygiene/indirectAccess";
import { openAwsSecrets } from "./keys/awsSecretPolicies";
import { possibleLeaks } from "./keys/possibleLeaks";
import { lacking } from "./missing-permissions";
import { keyReaders } from "./secret-readers";
import type { Rule, Violation } from "./rule";
import { addressOf, named, type Naming, naming, roleText } from "./text";
import { factText, known, notJudged } from "./undeterminedText";

export const undetermined: Rule = {
  id: "undetermined",
  title: "Nothing is left unjudged",
  description:
    "Lists what cannot be judged before more is known: values of a first preview, and scopes that Segment may or may not read, because nobody has declared it.",
  level: "advisory",
  severity: "low",
  tags: ["iam", "preview"],
  remediation: "Declare `sources` in the config; the update judges what is unknown before it.",
  url: "https://www.pulumi.com/docs/iac/concepts/inputs-outputs/",
  find: (assessment) => {
    const names = naming(assessment);
    const all =
      assessment.accounts.length === 0
        ? []
        : [...ofGrants(assessment, names), ...ofActing(assessment, names), ...ofReading(assessment, names)];
    return [...ofAccounts(assessment), ...all];
  },
};

const unknownAddress = {
  why: "Its address is unknown, so what it holds is not judged.",
  fix: "give it an id that is known, or name it in serviceAccounts",
};

const unknownDataset = {
  why: "It holds a role on a dataset whose id is unknown, which may be the one of Segment's state.",
  fix: known,
};

/** Which accounts are Segment's, for which product, and which places may hold their keys. */
function ofAccounts(assessment: Assessment): Violation[] {
  const possible = assessment.possible.map(({ urn, name, unknown }) => ({
    urn,
    text: () => ({
      what: `Whether ${named(name)} is Segment's account is unknown until the update.`,
      ...(unknown === "address" ? unknownAddress : unknownDataset),
    }),
  }));
  const judgedAs = assessment.accounts
    .filter(({ segment }) => segment.component === undefined && !isConfigured(assessment, segment))
    .filter(({ segment }) => segment.declared.products !== defaultProducts)
    .map(({ segment }) => ({
      urn: segment.account?.urn,
      account: addressOf(segment),
      text: () => ({
        what: `${printable(segment.member)} is judged as ${joined(segment.declared.products.map((name) => products[name].title))}.`,
        why: "Its name says so, and no setting does.",
        fix: "set products in the pack's config",
      }),
    }));
  if (assessment.accounts.length === 0) return possible;
  const leaks = possibleLeaks(assessment).map(({ urn, what, keys }) => ({
    urn,
    text: () => ({
      what: `Whether ${what} holds the private key of ${keys} is unknown until the update.`,
      why: "Its value is unknown, and may come from the key.",
      fix: known,
    }),
  }));
  return [...judgedAs, ...possible, ...leaks];
}

/** What the accounts hold and lack. */
function ofGrants(assessment: Assessment, names: Naming): Violation[] {
  return [
    ...undeterminedFacts(assessment).map((open) => ({
      urn: resourceOf(open),
      text: () => factText(open, names),
    })),
    ...assessment.unreadable
      .filter(({ unknown }) => unknown)
      .map(({ urn, property, resourceType, resourceName }) => ({
        urn,
        text: () => ({
          what: `What ${printable(resourceType)} ${named(resourceName)} grants to whom is unknown until the update.`,
          why: notJudged([property]),
          fix: known,
        }),
      })),
    ...undeterminedPublicGrants(assessment).map(({ segment, grant, member }) => ({
      urn: grant.urn,
      account: addressOf(segment),
      role: roleText(grant.role),
      text: () => ({
        what: `Whether ${named(grant.resourceName)}, which grants ${member} ${roleText(grant.role)} on ${where(grant.scope)}, opens what ${names.who(segment)} works on is unknown until the update.`,
        why: notJudged(grant.unknown),
        fix: known,
      }),
    })),
    ...gaps(assessment)
      .filter(({ open }) => open)
      .map((gap) => ({
        urn: gap.access.segment.account?.urn,
        account: addressOf(gap.access.segment),
        scope: scopeText(gap.scope),
        permissions: lacking(gap),
        text: () => ({
          what: `Whether ${names.who(gap.access.segment)} has ${abridged(lacking(gap))} on ${where(gap.scope)} is unknown until the update.`,
          why: "A grant that may hold them has parts that are unknown.",
          fix: known,
        }),
      })),
  ];
}

/** Who can act as whom. */
function ofActing(assessment: Assessment, names: Naming): Violation[] {
  return [
    ...undeterminedImpersonators(assessment).map(({ segment, grant, property, target }) => ({
      urn: grant.urn,
      account: addressOf(segment),
      text: () => {
        const ours = names.account(segment);
        const whom = target === undefined ? ours : `${printable(target.member)}, which can act as ${ours},`;
        return {
          what: `Who can act as ${whom} by ${named(grant.resourceName)} is unknown until the update.`,
          why: notJudged([property]),
          fix: known,
        };
      },
    })),
    ...undeterminedPaths(assessment).map(({ segment, account, grant, property }) => ({
      urn: grant.urn,
      account: addressOf(segment),
      text: () => ({
        what: `Whom ${names.who(segment)} can act as through ${printable(account.member)} by ${named(grant.resourceName)} is unknown until the update.`,
        why: notJudged([property]),
        fix: known,
      }),
    })),
    ...unrestrictedPools(assessment)
      .filter(({ unknown }) => unknown)
      .map(({ segment, provider, pool }) => ({
        urn: provider.urn,
        account: addressOf(segment),
        text: () => ({
          what: `Whether everybody can enter workload identity pool ${printable(pool)}, which can act as ${names.account(segment)}, is unknown until the update.`,
          why: `The attributeCondition of ${named(provider.name)} is unknown, so it is not judged yet.`,
          fix: known,
        }),
      })),
  ];
}

/** Who reads the secret with the key, and which datasets Segment reads by what is authorized there. */
function ofReading(assessment: Assessment, names: Naming): Violation[] {
  const readers = [
    ...keyReaders(assessment).map(({ grant, secret, unknown }) => ({
      urn: grant.urn,
      by: grant.resourceName,
      secret: secret.name,
      owner: secret.owner,
      unknown,
    })),
    ...openAwsSecrets(assessment),
  ];
  return [
    ...readers.flatMap(({ urn, by, secret, owner, unknown }) =>
      unknown === undefined
        ? []
        : [
            {
              urn,
              account: owner.identity,
              text: () => ({
                what: `Whether ${named(by)} lets everybody read the secret ${named(secret)} with the key of ${names.account(owner)} is unknown until the update.`,
                why: notJudged([unknown]),
                fix: known,
              }),
            },
          ],
    ),
    ...openIndirectAccesses(assessment).map(({ segment, open: { urn, name, on, what, property } }) => ({
      urn,
      account: addressOf(segment),
      scope: scopeText(on),
      text: () => ({
        what: `Whether ${names.who(segment)} reads ${where(on)} through the authorized ${what} of ${named(name)} is unknown until the update.`,
        why: notJudged([property]),
        fix: known,
      }),
    })),
  ];
}

/** Whether the config says the products of the account. */
function isConfigured({ config }: Assessment, { identity, account }: SegmentAccount): boolean {
  const { products: configured } = entryFor(config, { identity, uniqueId: account?.uniqueId }) ?? config;
  return configured !== undefined;
}

function resourceOf(open: Undetermined): string {
  if (open.kind === "membership") return open.membership.resource.urn;
  return "grant" in open ? open.grant.urn : open.effective.grant.urn;
}
