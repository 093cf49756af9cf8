import { type HereDocument, readAnsi, readHereDocument, readMarker, readParameter } from "./expansions";
import { ShellFrame, type SimpleCommand } from "./frame";
import { HOLE } from "./hole";

/** Values of variables; whatever is not among them becomes a HOLE. */
export type Variables = ReadonlyMap<string | undefined, string>;

/** What the readers of a script, and of the texts within it, find together. */
export interface Found {
  readonly commands: SimpleCommand[];
  broken: boolean;
  /** How many characters the values of variables may yet have together. */
  left: number;
}

const deepest = 20;

/** Reads a text that ends with a line break. */
export class ShellReader {
  private at = 0;
  private documents: HereDocument[] = [];
  constructor(
    private readonly text: string,
    private readonly variables: Variables,
    private readonly found: Found,
  ) {}

  /** Reads up to the end, or past the sign that closes a substitution. */
  commandsUntil(close: ")" | undefined, depth: number): void {
    if (depth > deepest) return this.breakOff();
    const frame = new ShellFrame(this.found.commands);
    let parentheses = 0;
    while (this.at < this.text.length) {
      const char = this.text.charAt(this.at);
      if (this.text.startsWith("\\\n", this.at)) this.at += 2;
      else if (this.text.startsWith("\\\r\n", this.at)) this.at += 3;
      else if (char === " " || char === "\t" || char === "\r") {
        frame.endWord();
        this.at++;
      } else if (char === "#" && frame.word === undefined) this.at = this.text.indexOf("\n", this.at);
      else if (char === "\n") {
        frame.endCommand();
        this.at++;
        this.readDocuments(depth);
      } else if (this.text.startsWith("&>", this.at)) {
        frame.endWord();
        this.at++;
      } else if (char === "<" || char === ">") this.redirection(frame, depth);
      else if (";&|()".includes(char)) {
        const either = this.text.startsWith("||", this.at);
        frame.endCommand(char === "|" && !either);
        this.at += either ? 2 : 1;
        if (char === "(") parentheses++;
        else if (char === ")" && parentheses > 0) parentheses--;
        else if (char === close) return;
      } else this.wordPart(frame, depth);
    }
    frame.endCommand();
    if (close !== undefined) this.breakOff();
  }

  private breakOff(): void {
    this.found.broken = true;
    this.at = this.text.length;
  }

  private redirection(frame: ShellFrame, depth: number): void {
    if (this.text[this.at + 1] === "(") {
      this.at += 2;
      this.commandsUntil(")", depth + 1);
      return frame.append(HOLE);
    }
    frame.endDescriptor();
    if (this.text.startsWith("<<<", this.at)) {
      this.at += 3;
      frame.redirect = (word, command) => {
        command.input = word;
      };
    } else if (this.text.startsWith("<<", this.at)) {
      const { indented, quoted, next } = readMarker(this.text, this.at + 2);
      this.at = next;
      frame.redirect = (end, command) => {
        command.input = "";
        this.documents.push({ end, indented, quoted, command });
      };
    } else {
      this.at += "&|".includes(this.text.charAt(this.at + 1)) ? 2 : 1;
      frame.redirect = file;
    }
  }

  private readDocuments(depth: number): void {
    for (const document of this.documents.splice(0)) {
      const read = readHereDocument(this.text, this.at, document);
      if (read === undefined) return this.breakOff();
      this.at = read.next;
      document.command.input = document.quoted ? read.body : this.expanded(read.body, depth);
    }
  }

  /** The lines of an unquoted here-document with its variables filled in. */
  private expanded(body: string, depth: number): string {
    const frame = new ShellFrame([]);
    new ShellReader(body, this.variables, this.found).quotedText(frame, depth + 1, "");
    return frame.word ?? "";
  }

  private value(name: string | undefined): string {
    const value = this.variables.get(name) ?? HOLE;
    this.found.left -= value.length;
    return this.found.left < 0 ? HOLE : value;
  }

  private wordPart(frame: ShellFrame, depth: number): void {
    const char = this.text.charAt(this.at);
    if (char === "'") this.singleQuoted(frame);
    else if (char === '"') {
      frame.append("");
      this.at++;
      this.quotedText(frame, depth, '"');
    } else if (char === "$") this.dollar(frame, depth, false);
    else if (char === "`") this.backticks(frame, depth);
    else if (char === "\\") {
      frame.append(this.text.charAt(this.at + 1));
      this.at += 2;
    } else {
      frame.append(char);
      this.at++;
    }
  }

  private singleQuoted(frame: ShellFrame): void {
    const start = this.at + 1;
    const end = this.text.indexOf("'", start);
    if (end < start) return this.breakOff();
    frame.append(this.text.slice(start, end));
    this.at = end + 1;
  }

  /** Text with variables and substitutions in it, past the sign that ends it; with none, up to the end. */
  private quotedText(frame: ShellFrame, depth: number, end: '"' | "}" | ""): void {
    if (depth > deepest) return this.breakOff();
    while (this.at < this.text.length) {
      const char = this.text.charAt(this.at);
      if (char === end) {
        this.at++;
        return;
      }
      if (char === "$") this.dollar(frame, depth, true);
      else if (char === "`") this.backticks(frame, depth);
      else if (char === "\\" && `$\`\\\n${end}`.includes(this.text.charAt(this.at + 1))) {
        if (this.text[this.at + 1] !== "\n") frame.append(this.text.charAt(this.at + 1));
        this.at += 2;
      } else {
        frame.append(char);
        this.at++;
      }
    }
    if (end !== "") this.breakOff();
  }

  private dollar(frame: ShellFrame, depth: number, quoted: boolean): void {
    const after = this.text[this.at + 1];
    const parameter = readParameter(this.text, this.at);
    if (parameter !== undefined) {
      this.at = parameter.next;
      const value = this.value(parameter.name);
      if (quoted) frame.append(value);
      else frame.appendFields(value);
    } else if (after === "{") {
      this.at += 2;
      this.quotedText(new ShellFrame([]), depth + 1, "}");
      frame.append(HOLE);
    } else if (after === "(") {
      const arithmetic = this.text.startsWith("$((", this.at);
      this.at += 2;
      if (arithmetic) this.arithmetic(depth + 1);
      else this.commandsUntil(")", depth + 1);
      frame.append(HOLE);
    } else if (after === "'" && !quoted) {
      const ansi = readAnsi(this.text, this.at + 2);
      if (ansi === undefined) return this.breakOff();
      this.at = ansi.next;
      frame.append(ansi.text);
    } else {
      // `$"…"` is a text to translate.
      if (after !== '"' || quoted) frame.append("$");
      this.at++;
    }
  }

  /** Past the parentheses of `$((…))`, in which there may be substitutions. */
  private arithmetic(depth: number): void {
    if (depth > deepest) return this.breakOff();
    const frame = new ShellFrame([]);
    for (let open = 1; open > 0;) {
      const char = this.text.charAt(this.at);
      if (char === "") return this.breakOff();
      if (char === "$") this.dollar(frame, depth, true);
      else if (char === "`") this.backticks(frame, depth);
      else this.at++;
      if (char === "(") open++;
      if (char === ")") open--;
    }
  }

  private backticks(frame: ShellFrame, depth: number): void {
    const inside: string[] = [];
    let at = this.at + 1;
    for (; this.text[at] !== "`"; at++) {
      if (at === this.text.length) return this.breakOff();
      if (this.text[at] === "\\" && "$`\\".includes(this.text.charAt(at + 1))) at++;
      inside.push(this.text.charAt(at));
    }
    this.at = at + 1;
    new ShellReader(`${inside.join("")}\n`, this.variables, this.found).commandsUntil(undefined, depth + 1);
    frame.append(HOLE);
  }
}

/** What is read from or written to a file is not in the script. */
const file = (): void => undefined;
