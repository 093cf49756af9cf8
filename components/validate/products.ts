import { isProduct, products as facts } from "../../policy/facts/products";
import type { SegmentBigQueryArgs } from "../args/args";
import type { Destination } from "../args/data";
import { defaults } from "../args/defaults";
import { ModelOperation, Product, Profile, ReadApi } from "../args/enums";
import { creates } from "../plan/declared";
import { productsOf } from "../plan/planFor";
import { isOutput } from "./formats";
import { type Problem, shown } from "./problem";

/** What the arguments ask for that the products do not do, and the other way round. */
export function productProblems(args: SegmentBigQueryArgs): Problem[] {
  const products = productsOf(args);
  if (products.length === 0)
    return [{ property: "products", reason: "is empty; give at least one, or leave it out" }];
  // Which products a word means that is none, nobody knows.
  if (!products.every(isProduct)) return modelProblems(args);
  return [
    ...soleProductProblems(args, products),
    ...unusedProblems(args, products),
    ...destinationProblems(args, products),
    ...modelProblems(args),
  ];
}

/** SQL Traits connects with its page's roles alone, so the account can be nobody else's. */
function soleProductProblems({ profile }: SegmentBigQueryArgs, products: readonly Product[]): Problem[] {
  if (!products.includes(Product.SqlTraits)) return [];
  const problems: Problem[] = [];
  if (products.length > 1)
    problems.push({
      property: "products",
      reason: `is ${shown(products)}, but with any role besides its page's, ${Product.SqlTraits} may not connect; give it a SegmentBigQuery of its own`,
    });
  if (profile === Profile.Minimal)
    problems.push({
      property: "profile",
      reason: `is "minimal", but ${Product.SqlTraits} may not connect without the roles of its page; give "documented", or leave it out`,
    });
  return problems;
}

const readers: readonly (keyof SegmentBigQueryArgs)[] = [
  "sources",
  "models",
  "connections",
  "exportBuckets",
  "stateDataset",
];

const writers: readonly (keyof SegmentBigQueryArgs)[] = ["destinations", "segmentCreatesDestinations"];

function unusedProblems(args: SegmentBigQueryArgs, products: readonly Product[]): Problem[] {
  const unused = (names: readonly (keyof SegmentBigQueryArgs)[], does: "reads" | "writes"): Problem[] => {
    if (products.some((product) => facts[product][does])) return [];
    const doing = Object.values(Product).filter((product) => facts[product][does]);
    const given = names.filter((name) => args[name] !== undefined && !isEmpty(args[name]));
    return given.map((property) => ({
      property,
      reason: `has no effect, because products is ${shown(products)}; leave it out, or add a product that ${does}: ${doing.join(", ")}`,
    }));
  };
  const readApi = args.readApi === ReadApi.Storage ? (["readApi"] as const) : [];
  return [...unused([...readers, ...readApi], "reads"), ...unused(writers, "writes")];
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function destinationProblems(args: SegmentBigQueryArgs, products: readonly Product[]): Problem[] {
  const { destinations = [], segmentCreatesDestinations } = args;
  const nowhere =
    segmentCreatesDestinations === false &&
    destinations.length === 0 &&
    products.some((product) => facts[product].writes);
  return [
    ...destinations.flatMap((one, i) => destinationProblem(args, one, i)),
    ...(nowhere
      ? [
          {
            property: "destinations",
            reason:
              "is empty and segmentCreatesDestinations is false, so Segment could write nowhere; give the datasets that it writes, or leave segmentCreatesDestinations out",
          },
        ]
      : []),
  ];
}

function destinationProblem(
  { destinations = [], stateDataset = {}, products }: SegmentBigQueryArgs,
  destination: Destination,
  i: number,
): Problem[] {
  const { dataset } = destination;
  const at = `destinations[${i}]`;
  const problems: Problem[] = [];
  const add = (property: string, reason: string) => problems.push({ property: `${at}.${property}`, reason });
  if (creates(destination) && isOutput(dataset))
    add(
      "dataset",
      'is another resource\'s output, but the dataset is created here, under a name that follows from its id; give a plain id, or set mode to "existing" where another resource creates it',
    );
  if (!creates(destination)) {
    if (isOutput(dataset) && destination.name === undefined)
      add(
        "name",
        "is missing; give one, because dataset is another resource's output and the grant's name is made of it",
      );
    for (const part of ["kmsKeyName", "labels", "protect"] as const)
      if (destination[part] !== undefined)
        add(part, 'has no effect, because mode is "existing"; leave it out, or set mode to "created"');
  }
  if (destinations.findIndex((other) => other.dataset === dataset) < i)
    add("dataset", `is ${shown(dataset)}, which is a destination already; leave one of the two out`);
  const { datasetId = defaults.stateDataset.datasetId } = stateDataset;
  if (dataset === datasetId && productsOf({ products }).some((product) => facts[product].reads))
    add(
      "dataset",
      `is ${shown(dataset)}, the dataset for the state of syncs; give another, or another stateDataset.datasetId`,
    );
  return problems;
}

const trains: readonly ModelOperation[] = [ModelOperation.Create, ModelOperation.Replace];

/** What models need besides themselves. */
function modelProblems(args: SegmentBigQueryArgs): Problem[] {
  const { sources = [], models = [], connections = [], exportBuckets = [] } = args;
  const problems: Problem[] = [];
  const trained = models.findIndex(({ operations }) => operations.some((one) => trains.includes(one)));
  if (trained >= 0 && sources.length === 0)
    problems.push({
      property: `models[${trained}].operations`,
      reason:
        "holds create or replace, which read the data that a model is trained on, but there are no sources; give that data in sources",
    });
  if (connections.length > 0 && models.length === 0)
    problems.push({
      property: "connections",
      reason: "has no effect, because there are no models to use them; leave it out, or give models",
    });
  const exports = models.some(({ operations }) => operations.includes(ModelOperation.Export));
  if (exportBuckets.length > 0 && !exports)
    problems.push({
      property: "exportBuckets",
      reason:
        "has no effect, because no models are exported; leave it out, or add export to the operations of models",
    });
  return problems;
}
