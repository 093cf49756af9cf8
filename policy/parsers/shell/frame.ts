/** One program with its arguments, quotes taken off; leading words may be keywords and assignments. */
export interface SimpleCommand {
  readonly words: readonly string[];
  /** What a here-document or here-string gives it to read. */
  readonly input?: string;
  /** The command whose output it reads; without words where a group of commands writes it. */
  readonly from?: SimpleCommand;
}

/** A command that is being read: a here-document's text comes only after the command. */
export interface OpenCommand {
  words: string[];
  input?: string;
  from?: SimpleCommand;
}

/** `NAME=` or `NAME+=` at the beginning of a word. */
export const assignment = /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=/;

/** What a redirection does with the word behind its sign. */
type Redirect = (word: string, command: OpenCommand) => void;

/** The command that is being read. */
export class ShellFrame {
  word: string | undefined;
  redirect: Redirect | undefined;
  /** Whether the word is known to be an assignment: looking at a long word each time would take too long. */
  private assigning = false;
  private command: OpenCommand = { words: [] };
  constructor(private readonly commands: SimpleCommand[]) {}

  append(text: string): void {
    this.word = (this.word ?? "") + text;
  }

  /** A value outside quotes: blanks in it end a word, except in an assignment and behind a redirection. */
  appendFields(text: string): void {
    if (this.redirect !== undefined) return this.append(text);
    if (text === "") return;
    if (!/[ \t\n]/.test(text)) return this.append(text);
    this.assigning ||= assignment.test(String(this.word));
    if (this.assigning) return this.append(text);
    for (const [at, field] of text.split(/[ \t\n]/).entries()) {
      if (at > 0) this.endWord();
      if (field !== "") this.append(field);
    }
  }

  endWord(): void {
    if (this.word === undefined) return;
    if (this.redirect === undefined) this.command.words.push(this.word);
    else this.redirect(this.word, this.command);
    this.word = undefined;
    this.redirect = undefined;
    this.assigning = false;
  }

  /** Before `>` a number is no word but names a file descriptor. */
  endDescriptor(): void {
    if (/^[0-9]+$/.test(String(this.word))) this.word = undefined;
    this.endWord();
  }

  /** @param piped whether the next command reads what this one writes, or the group that this one ended */
  endCommand(piped = false): void {
    this.endWord();
    const ended = this.command;
    const empty = ended.words.length === 0 && ended.input === undefined;
    if (!empty) this.commands.push(ended);
    if (piped) this.command = { words: [], from: ended };
    // A line may end behind a pipe: then the command is still to come.
    else if (!empty) this.command = { words: [] };
  }
}
