import { expandText, readHereDocument, readMarker, type HereDocument } from "./hereDocuments";
import { readParameter, unescapeAnsi } from "./shellExpansions";
import { HOLE } from "./hole";
import { ShellFrame, type SimpleCommand } from "./shellFrame";

/** `broken` where a quote, a parenthesis or a here-document does not end. */
export interface ShellScript {
  readonly commands: readonly SimpleCommand[];
  readonly broken: boolean;
}

/** Values of variables; whatever is not among them becomes a HOLE. */
export type Variables = ReadonlyMap<string, string>;

const deepest = 20;

/**
 * Every program that a shell script may run, in branches, loops and substitutions too, whether it comes to run or not.
 *
 * See https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
 */
export function shellCommands(text: string, variables: Variables): ShellScript {
  const reader = new ShellReader(text.replaceAll(HOLE, "\uFFFD"), variables);
  reader.commandsUntil(undefined, 0);
  return { commands: reader.commands, broken: reader.broken };
}

class ShellReader {
  readonly commands: SimpleCommand[] = [];
  broken = false;
  private left = 1_000_000;
  private at = 0;
  private documents: HereDocument[] = [];
  constructor(
    private readonly text: string,
    private readonly variables: Variables,
  ) {}

  /** Reads up to the end, or past the sign that closes a substitution. */
  commandsUntil(close: ")" | undefined, depth: number): void {
    if (depth > deepest) return this.breakOff();
    const frame = new ShellFrame(this.commands);
    let parentheses = 0;
    while (this.at < this.text.length) {
      const char = this.text[this.at] as string;
      if (this.text.startsWith("\\\n", this.at)) this.at += 2;
      else if (this.text.startsWith("\\\r\n", this.at)) this.at += 3;
      else if (char === " " || char === "\t" || char === "\r") {
        frame.endWord();
        this.at++;
      } else if (char === "#" && frame.word === undefined) this.skipComment();
      else if (char === "\n") {
        frame.endCommand(false);
        this.at++;
        this.readDocuments();
      } else if (char === "<" || char === ">") this.redirection(frame, depth);
      else if (";&|()".includes(char)) {
        const double = this.text[this.at + 1] === char;
        const piped = char === "|" && !double;
        frame.endCommand(piped);
        this.at +=
          double && char !== "(" && char !== ")" ? 2 : piped && this.text[this.at + 1] === "&" ? 2 : 1;
        if (char === "(") parentheses++;
        else if (char === ")" && parentheses-- === 0) {
          if (close === ")") return;
          parentheses = 0;
        }
      } else this.wordPart(frame, depth);
    }
    frame.endCommand(false);
    if (close !== undefined || this.documents.length > 0) this.breakOff();
  }

  private breakOff(): void {
    this.broken = true;
    this.at = this.text.length;
    this.documents = [];
  }

  private skipComment(): void {
    const end = this.text.indexOf("\n", this.at);
    this.at = end < 0 ? this.text.length : end;
  }

  private redirection(frame: ShellFrame, depth: number): void {
    const sign = this.text[this.at] as string;
    if (this.text[this.at + 1] === "(") {
      this.at += 2;
      this.commandsUntil(")", depth + 1);
      return frame.append(HOLE);
    }
    frame.endDescriptor();
    if (this.text.startsWith("<<<", this.at)) {
      this.at += 3;
      frame.redirect = { kind: "text" };
    } else if (this.text.startsWith("<<", this.at)) {
      this.at += 2;
      const { indented, quoted, next } = readMarker(this.text, this.at);
      this.at = next;
      const begin = (end: string, command: HereDocument["command"]) =>
        this.documents.push({ end, indented, quoted, command });
      frame.redirect = { kind: "document", begin };
    } else {
      this.at += this.text[this.at + 1] === sign || this.text[this.at + 1] === "&" ? 2 : 1;
      frame.redirect = { kind: "file" };
    }
  }

  private readDocuments(): void {
    for (const document of this.documents.splice(0)) {
      const found = readHereDocument(this.text, this.at, document);
      if (found === undefined) return this.breakOff();
      this.at = found.next;
      document.command.input = document.quoted
        ? found.body
        : expandText(found.body, (name) => this.value(name));
    }
  }

  /** A variable's value, as long as the values together stay short: they may double each other. */
  private value(name: string | undefined): string {
    const value = this.variables.get(name ?? "") ?? HOLE;
    this.left -= value.length;
    return this.left < 0 ? HOLE : value;
  }

  private wordPart(frame: ShellFrame, depth: number): void {
    const char = this.text[this.at] as string;
    if (char === "'") frame.append(this.upTo("'", this.at + 1));
    else if (char === '"') this.doubleQuoted(frame, depth);
    else if (char === "$") this.dollar(frame, depth, false);
    else if (char === "`") this.backticks(frame, depth);
    else if (char === "\\") {
      frame.append(this.text[this.at + 1] ?? "");
      this.at += 2;
    } else {
      const plain = /[^\s'"$`\\;&|()<>]+/y;
      plain.lastIndex = this.at;
      const letters = plain.exec(this.text)?.[0] ?? char;
      frame.append(letters);
      this.at += letters.length;
    }
  }

  /** The text from `start` to before the sign, which is skipped. */
  private upTo(sign: string, start: number): string {
    const end = this.text.indexOf(sign, start);
    if (end < 0) {
      this.breakOff();
      return "";
    }
    this.at = end + sign.length;
    return this.text.slice(start, end);
  }

  private doubleQuoted(frame: ShellFrame, depth: number): void {
    frame.append("");
    this.at++;
    while (this.at < this.text.length) {
      const char = this.text[this.at] as string;
      const after = this.text[this.at + 1] ?? "";
      if (char === '"') {
        this.at++;
        return;
      }
      if (char === "$") this.dollar(frame, depth, true);
      else if (char === "`") this.backticks(frame, depth);
      else if (char === "\\" && '$`"\\\n'.includes(after)) {
        frame.append(after === "\n" ? "" : after);
        this.at += 2;
      } else {
        frame.append(char);
        this.at++;
      }
    }
    this.breakOff();
  }

  private dollar(frame: ShellFrame, depth: number, quoted: boolean): void {
    const after = this.text[this.at + 1] ?? "";
    if (after === "(") {
      const arithmetic = this.text.startsWith("$((", this.at);
      this.at += 2;
      if (arithmetic) this.upTo("))", this.at);
      else this.commandsUntil(")", depth + 1);
      return frame.append(HOLE);
    }
    if (after === "'" && !quoted) {
      const ansi = unescapeAnsi(this.text, this.at + 2);
      if (ansi === undefined) return this.breakOff();
      this.at = ansi.next;
      return frame.append(ansi.text);
    }
    if (after === '"' && !quoted) {
      this.at++;
      return;
    }
    const parameter = readParameter(this.text, this.at);
    if (parameter === undefined) return this.breakOff();
    this.at = parameter.next;
    frame.append(parameter.text ?? this.value(parameter.name));
  }

  private backticks(frame: ShellFrame, depth: number): void {
    const inside: string[] = [];
    let at = this.at + 1;
    for (; at < this.text.length && this.text[at] !== "`"; at++) {
      if (this.text[at] === "\\" && "$`\\".includes(this.text[at + 1] ?? " ")) at++;
      inside.push(this.text[at] as string);
    }
    if (at >= this.text.length || depth >= deepest) return this.breakOff();
    this.at = at + 1;
    const inner = new ShellReader(inside.join(""), this.variables);
    inner.commandsUntil(undefined, depth + 1);
    for (const command of inner.commands) this.commands.push(command);
    this.broken ||= inner.broken;
    frame.append(HOLE);
  }
}
