import { type ProductName, products } from "../../../policy/facts/products";
import type { Style } from "../../terminal";
import type { Finding } from "../finding";
import type { PreviewResult, Verdict } from "../previewResult";

const headlines: Record<Verdict, string> = {
  accepted: "Accepted",
  rejected: "Rejected",
  incomplete: "Not judged in full",
  "nothing-to-judge": "Nothing to judge",
};

/** The verdict and the number of findings, in one line. */
export function headline({ verdict, violations, incomplete }: PreviewResult, style: Style): string {
  const paint = verdict === "accepted" ? style.green : verdict === "rejected" ? style.red : style.yellow;
  const open = incomplete.length === 0 ? "" : `, ${incomplete.length} undetermined`;
  return `${paint(style.bold(headlines[verdict]))}: ${counted(violations)}${open}`;
}

/** How many findings there are, by level. */
export function counted(findings: readonly Finding[]): string {
  const count = (level: Finding["level"]): string =>
    `${findings.filter((finding) => finding.level === level).length} ${level}`;
  return `${count("mandatory")}, ${count("advisory")}`;
}

/** The verdict, the counts, and what to do now. */
export function conclusion(result: PreviewResult, allowIncomplete: boolean): string {
  const { verdict, violations, incomplete, stack } = result;
  const counts = counted(violations);
  switch (verdict) {
    case "accepted":
      return `Accepted: ${counts}. Next: pulumi up --stack ${stack}, with the same policy pack.`;
    case "nothing-to-judge":
      return "Nothing to judge: no account of Segment's in this stack. Next: if there is one, name it with serviceAccounts in the policy config.";
    case "rejected":
      return `Rejected: ${counts}. Next: make the fixes above and preview again, or accept a finding with a reason and a date under exemptions in the policy config.`;
    case "incomplete": {
      const parts = `${incomplete.length} part${incomplete.length === 1 ? "" : "s"}`;
      const next = allowIncomplete
        ? "Let through by --allow-incomplete."
        : "Next: provide what is missing, or let it through with --allow-incomplete.";
      return `Not judged in full: ${counts} in what could be judged, but ${parts} could not. ${next}`;
    }
  }
}

/** Segment's products in one phrase: `Segment's Reverse ETL and Linked Events`. */
export function judgedFor(names: readonly ProductName[]): string {
  const titles = names.map((name) => products[name].title.replace(/^the /, ""));
  const last = titles.pop() ?? "";
  return `Segment's ${titles.length === 0 ? last : `${titles.join(", ")} and ${last}`}`;
}
