import * as pulumi from "@pulumi/pulumi";
import type { SegmentBigQueryArgs } from "../../../components/index";

/**
 * Components' arguments by name as JSON, from which `program.ts` makes them again: an output as `{ $output: value }`.
 *
 * A program of its own is needed because the stack files of this project name sources and nothing else, while edits
 * give names to sources, take ids from outputs and change accessors.
 */
export async function writeArguments(args: Record<string, SegmentBigQueryArgs>): Promise<string> {
  return JSON.stringify(await written(args));
}

async function written(value: unknown): Promise<unknown> {
  if (pulumi.Output.isInstance(value)) return { $output: await valueOf(value) };
  if (Array.isArray(value)) return Promise.all(value.map(written));
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(async ([key, field]) => [key, await written(field)] as const);
  return Object.fromEntries(await Promise.all(fields));
}

function valueOf(output: pulumi.Output<unknown>): Promise<unknown> {
  return new Promise((resolve) => output.apply(resolve));
}
