import type { SourceRef } from "../../policy/access/declaration";
import type { Unread } from "./GoogleProject";

/**
 * Sources that lie in other projects: datasets, to be read beside the project, and what is too much to read.
 *
 * @param project the project that is read whole
 */
export function otherProjects(
  project: string,
  sources: readonly SourceRef[],
): { datasets: { project: string; dataset: string }[]; unread: Unread[] } {
  const elsewhere = sources.filter((source) => source.project !== project);
  const datasets = elsewhere.flatMap(({ project: owner, dataset }) =>
    dataset === undefined ? [] : [{ project: owner, dataset }],
  );
  const distinct = new Map(datasets.map((one) => [`${one.project}.${one.dataset}`, one]));
  const whole = elsewhere.filter(({ dataset }) => dataset === undefined);
  return {
    datasets: [...distinct.values()],
    unread: [...new Set(whole.map((source) => source.project))].map((owner) => ({
      subject: `project ${owner}`,
      reason: "it is a source as a whole, but only one project is read: what is granted there is not seen",
    })),
  };
}
