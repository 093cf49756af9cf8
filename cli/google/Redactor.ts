/** The shortest run of a secret's characters that is taken out of a text. */
const shortest = 16;

/**
 * Keeps secrets out of a text that comes from elsewhere, such as an error message that quotes what was sent.
 *
 * It looks for any 16 characters in a row of a secret: as it is, without line breaks, in base64, hex or URL encoding.
 */
export class Redactor {
  private readonly known = new Set<string>();
  private readonly runs = new Set<string>();

  /** Adds a secret; one shorter than 16 characters is too short to be looked for. */
  add(secret: string): void {
    if (this.known.has(secret)) return;
    this.known.add(secret);
    const bare = secret.replace(/\s+/g, "");
    const body = bare.replace(/-----[A-Z]+-----/g, "");
    const bytes = Buffer.from(secret);
    const forms = [
      body,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      bytes.toString("hex"),
      bytes.toString("base64"),
      bytes.toString("base64url"),
      Buffer.from(bare).toString("base64"),
    ];
    for (const form of forms) {
      for (let start = 0; start + shortest <= form.length; start++)
        this.runs.add(form.slice(start, start + shortest));
    }
  }

  /** The text with each run of a secret replaced by `[secret]`. */
  redact(text: string): string {
    if (this.runs.size === 0) return text;
    const parts: string[] = [];
    let kept = 0;
    for (let at = 0; at + shortest <= text.length; at++) {
      const end = this.endOfSecret(text, at);
      if (end === at) continue;
      parts.push(text.slice(kept, at), "[secret]");
      kept = end;
      at = end - 1;
    }
    return parts.join("") + text.slice(kept);
  }

  /** The same for a text to be shown: control characters become spaces, so that it cannot steer a terminal. */
  clean(text: string): string {
    const printable = text.replace(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
      " ",
    );
    return this.redact(printable);
  }

  private endOfSecret(text: string, start: number): number {
    let end = start;
    for (let at = start; this.runs.has(text.slice(at, at + shortest)); at++) end = at + shortest;
    return end;
  }
}
