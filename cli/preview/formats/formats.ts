import { lineWidth, styleFor } from "../../terminal";
import type { CommandIo } from "../../command";
import type { Format, PreviewOptions } from "../options";
import type { PreviewResult } from "../previewResult";
import { renderText } from "../print/text";
import { renderGithub } from "./github";
import { renderJunit } from "./junit";
import { renderMarkdown } from "./markdown";
import { renderSarif } from "./sarif";

/** A preview in one of the formats; colors and the terminal's width are for standard output alone. */
export function render(
  format: Format,
  result: PreviewResult,
  options: PreviewOptions,
  io: Pick<CommandIo, "isTTY" | "env" | "columns">,
): string {
  switch (format) {
    case "text": {
      const { quiet, verbose, allowIncomplete } = options;
      const text = renderText(result, {
        ...{ quiet, verbose, allowIncomplete },
        style: styleFor(io.isTTY, io.env),
        width: lineWidth(io.columns),
      });
      return text === "" ? "" : `${text}\n`;
    }
    case "json":
      return `${JSON.stringify(result, undefined, 2)}\n`;
    case "sarif":
      return renderSarif(result);
    case "junit":
      return renderJunit(result);
    case "github":
      return renderGithub(result);
    case "markdown":
      return renderMarkdown(result);
  }
}
