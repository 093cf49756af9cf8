import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { StackResource } from "../offline/engine/stackResource";

/** Where the program declares a resource. */
export interface Place {
  /** Relative to the directory in which the preview was started, if it is below it. */
  file: string;
  line: number;
  column?: number;
}

/** Where a resource is declared; of one that a component makes elsewhere, where the component is. */
export function placeOf(urn: string, resources: ReadonlyMap<string, StackResource>): Place | undefined {
  for (let at = resources.get(urn); at !== undefined; at = resources.get(at.parent ?? "")) {
    const place = ownPlace(at);
    if (place) return place;
  }
  return undefined;
}

/**
 * A loader that compiles in memory may leave the positions of what it has compiled: a frame counts only where the source
 * makes something there, and otherwise the one line that holds the resource's name.
 */
function ownPlace({ name, frames = [] }: StackResource): Place | undefined {
  for (const { file, line, column } of frames)
    if (/\bnew\b/.test(linesOf(file)[line - 1] ?? "")) return { file: shown(file), line, column };
  for (const file of new Set(frames.map((frame) => frame.file))) {
    const lines = linesOf(file);
    const named = lines.flatMap((text, index) =>
      ['"', "'", "`"].some((quote) => text.includes(`${quote}${name}${quote}`)) ? [index + 1] : [],
    );
    if (named.length === 1 && named[0] !== undefined) return { file: shown(file), line: named[0] };
  }
  return undefined;
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}

function shown(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path.replaceAll("\\", "/");
}
