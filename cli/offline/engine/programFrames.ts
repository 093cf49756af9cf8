import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

/** A position in one of the program's files, as far as the loader of the program maps what it compiles. */
export interface Frame {
  /** An absolute path. */
  file: string;
  line: number;
  column: number;
}

/** The frames in the program's own files of the stack trace that the SDK sends along, the innermost first. */
export function programFrames(request: RegisterResourceRequest, programDirectory: string): Frame[] {
  const frames = request.getStacktrace()?.getFramesList() ?? [];
  return frames.flatMap((frame) => {
    const position = frame.getPc();
    const file = fileOf(position?.getUri() ?? "");
    if (position === undefined || file === undefined) return [];
    if (!file.startsWith(`${programDirectory}${sep}`) || file.includes(`${sep}node_modules${sep}`)) return [];
    return { file, line: position.getLine(), column: position.getColumn() };
  });
}

function fileOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
