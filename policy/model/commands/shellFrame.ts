import type { HereDocument } from "./hereDocuments";

/** One program with its arguments, quotes taken off; leading words may be keywords and assignments. */
export interface SimpleCommand {
  readonly words: readonly string[];
  /** What a here-document or here-string gives it to read. */
  readonly input?: string;
  /** The command whose output it reads. */
  readonly from?: SimpleCommand;
}

type Redirect =
  | { readonly kind: "file" | "text" }
  | { readonly kind: "document"; readonly begin: (end: string, command: HereDocument["command"]) => void };

/** The command that is being read. */
export class ShellFrame {
  word: string | undefined;
  redirect: Redirect | undefined;
  private command: { words: string[]; input?: string; from?: SimpleCommand } = { words: [] };
  constructor(private readonly commands: SimpleCommand[]) {}

  append(text: string): void {
    this.word = (this.word ?? "") + text;
  }

  endWord(): void {
    if (this.word === undefined) return;
    if (this.redirect === undefined) this.command.words.push(this.word);
    else if (this.redirect.kind === "text") this.command.input = this.word;
    else if (this.redirect.kind === "document") this.redirect.begin(this.word, this.command);
    this.word = undefined;
    this.redirect = undefined;
  }

  /** Before `>` a number is no word but names a file descriptor. */
  endDescriptor(): void {
    if (this.word !== undefined && /^[0-9]$/.test(this.word)) this.word = undefined;
    this.endWord();
  }

  endCommand(piped: boolean): void {
    this.endWord();
    const ended = this.command;
    const empty = ended.words.length === 0 && ended.input === undefined;
    if (!empty) this.commands.push(ended);
    this.command = piped && !empty ? { words: [], from: ended } : { words: [] };
  }
}
