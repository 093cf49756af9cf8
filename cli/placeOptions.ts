import type { Declaration, SourceRef } from "../policy/access/declaration";
import { datasetFrom, sourceFrom } from "../policy/access/readDeclaration";
import { type Arguments, collect } from "./arguments";
import { Option } from "commander";
import { isProduct, type ProductName, productNames } from "../policy/facts/products";
import { projectId } from "./sharedOptions";

const dataset = /^[A-Za-z0-9_]{1,1024}$/;
const table = /^[^`.\\\p{Cc}]{1,1024}$/u;

/** The places that `--source` names. */
export function sourcesOf(args: Arguments): SourceRef[] {
  return args.texts("source").flatMap((written) => {
    const source = readPlace(written);
    if (!source) args.complainOf("source", written, "project, project.dataset or project.dataset.table");
    return source ?? [];
  });
}

/** The state dataset, where it is given and good. @param home the project of a dataset without one */
export function stateDatasetOf(args: Arguments, home: string): Declaration["stateDataset"] | undefined {
  const written = args.given("state-dataset");
  if (written === undefined) return undefined;
  const state = datasetFrom(written, home);
  if (dataset.test(state.dataset) && (state.project === home || projectId.test(state.project))) return state;
  args.complainOf("state-dataset", written, "dataset or project.dataset");
  return undefined;
}

/** A project, dataset or table; undefined for what is none, or would break out of a query or a command line. */
export function readPlace(written: string): SourceRef | undefined {
  const source = sourceFrom(written);
  if (!source || !projectId.test(source.project)) return undefined;
  if (source.dataset !== undefined && !dataset.test(source.dataset)) return undefined;
  if (source.table !== undefined && !table.test(source.table)) return undefined;
  return source;
}

/** `--product`, as every command has it that is told what the key is for. */
export function productOption(standard: string): Option {
  const words = `${productNames.join(", ")} (default: ${standard}); repeat for more`;
  return new Option("--product <product>", words).argParser(collect);
}

/** Segment's products that are named; undefined where none is. */
export function productsOf(args: Arguments): readonly ProductName[] | undefined {
  const written = args.texts("product");
  for (const word of written) if (!isProduct(word)) args.complainOf("product", word, productNames.join(", "));
  return written.length === 0 ? undefined : written.filter(isProduct);
}
