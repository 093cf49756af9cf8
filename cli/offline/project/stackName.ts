import { existsSync, readdirSync } from "node:fs";
import { UsageError } from "../../errors";
import type { Project } from "./project";

/** A stack as `--stack` names it: `dev`, `organization/dev` or `organization/project/dev`. */
export interface StackName {
  organization: string;
  stack: string;
}

const preferred = "dev";

/**
 * The stack to preview: the one asked for, else `dev`, else the only one that has a file.
 *
 * @throws UsageError when the stack asked for has no file while others have, or when there is a choice to make
 */
export function chooseStack(project: Project, asked: string | undefined): StackName {
  const parts = asked?.split("/") ?? [];
  const organization = parts.length > 1 ? (parts[0] ?? "") : "organization";
  const known = stacksOf(project.stackDirectory);
  const stack = parts.at(-1) ?? (known.includes(preferred) || known.length === 0 ? preferred : known[0]);
  if (stack === undefined || !/^[A-Za-z0-9_.-]+$/.test(stack)) {
    throw new UsageError(
      `"${asked ?? ""}" is not a stack's name: letters, digits, "_", "." and "-" are allowed.`,
    );
  }
  if (asked === undefined && !known.includes(preferred) && known.length > 1) {
    throw new UsageError(`Which stack? Pass --stack with one of: ${known.join(", ")}.`);
  }
  // Where no stack has a file, any name will do: the program may need no configuration.
  if (known.length > 0 && !known.includes(stack)) {
    throw new UsageError(
      `There is no Pulumi.${stack}.yaml in ${project.stackDirectory}. Its stacks: ${known.join(", ")}.`,
    );
  }
  return { organization, stack };
}

function stacksOf(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .map((name) => /^Pulumi\.(.+)\.(?:yaml|yml|json)$/.exec(name)?.[1])
    .filter((name) => name !== undefined)
    .sort();
}
