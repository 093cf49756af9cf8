import { type ProductName, products as facts } from "../../policy/facts/products";
import { UsageError } from "../errors";

/** What stands for BigQuery in Segment: a source that products read, or a warehouse that products write. */
export type Side = "source" | "warehouse";

/**
 * The one side that the products are on.
 *
 * @throws UsageError where there are two, or none
 */
export function sideOf(products: readonly ProductName[], testsModel: boolean): Side {
  const named = (does: "reads" | "writes"): ProductName[] => products.filter((name) => facts[name][does]);
  const [read, written] = [named("reads"), named("writes")];
  if (read.length > 0 && written.length > 0)
    throw new UsageError(
      `${[...read, ...written].join(" and ")} are a source and a warehouse in Segment: connect one at a time, with --product ${read[0]} or --product ${written[0]}.`,
    );
  if (read.length === 0 && written.length === 0)
    throw new UsageError(
      `Nothing in Segment's API connects ${products.join(", ")}. Give --product ${Object.keys(facts)
        .filter((name) => !products.includes(name as ProductName))
        .join(" or ")}.`,
    );
  if (written.length > 0 && testsModel)
    throw new UsageError("--test-model is for a source: Segment itself tries a warehouse's connection.");
  return written.length > 0 ? "warehouse" : "source";
}
