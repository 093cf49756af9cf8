import type { Assessment } from "../../../policy/model/assessment";
import type { AccountLine } from "../report";

/** Segment's accounts with what is declared for each. */
export function accountLines({ accounts }: Assessment): AccountLine[] {
  return accounts.map(({ subject: { member, account, declared } }) => ({
    member,
    disabled: account?.disabled === true,
    project: declared.project,
    profile: declared.profile,
    readApi: declared.readApi,
    sources:
      declared.sources?.map(({ project, dataset, table }) =>
        [project, dataset, table].filter((part) => part !== undefined).join("."),
      ) ?? null,
    stateDataset: `${declared.stateDataset.project}.${declared.stateDataset.dataset}`,
    segmentCreatesStateDataset: declared.segmentCreatesStateDataset,
    models: declared.models.map(({ project, dataset, operations }) => ({
      dataset: `${project}.${dataset}`,
      operations: [...operations],
    })),
  }));
}
