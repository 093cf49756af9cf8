/** How long a fragment of a secret has to be to count as a leak. */
const shortest = 20;

/** Finds a secret, or any 20 characters of it, in whatever form it got into a text. */
export class LeakFinder {
  /** Form by fragment. */
  private readonly fragments = new Map<string, string>();

  /** @param lines the secret as base64 in lines, as in a PEM, or any text in lines */
  constructor(lines: readonly string[]) {
    const body = lines.join("");
    const bytes = Buffer.from(body, "base64");
    this.add("plain", body);
    this.add("base64url", body.replaceAll("+", "-").replaceAll("/", "_"));
    for (const piece of [...lines, body]) {
      for (let shift = 0; shift < 3; shift++) {
        const form = `base64 of the text, alignment ${shift}`;
        const encoded = base64At(Buffer.from(piece), shift);
        this.add(form, encoded);
        this.add(form, encoded.replaceAll("+", "-").replaceAll("/", "_"));
      }
      this.add("hex of the text", Buffer.from(piece).toString("hex"));
    }
    for (let shift = 1; shift < 3; shift++)
      this.add(`base64 of the bytes, alignment ${shift}`, base64At(bytes, shift));
    this.add("hex of the bytes", bytes.toString("hex"));
  }

  /** The forms in which the secret is in a text, each once; never a piece of it. */
  find(text: string): string[] {
    const found = new Set<string>();
    for (const [how, variant] of variants(text)) {
      for (let at = 0; at + shortest <= variant.length; at++) {
        const form = this.fragments.get(variant.slice(at, at + shortest));
        if (form !== undefined) found.add(how === "" ? form : `${form}, ${how}`);
      }
    }
    return [...found];
  }

  private add(form: string, text: string): void {
    for (let at = 0; at + shortest <= text.length; at++) {
      const fragment = text.slice(at, at + shortest);
      if (!this.fragments.has(fragment)) this.fragments.set(fragment, form);
    }
  }
}

/** Base64 of bytes that stand somewhere in a longer text: the characters that they alone decide. */
function base64At(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  return encoded.slice(shift === 0 ? 0 : shift + 1, -2);
}

/** The text as it is, and with what may stand between or for its characters undone. */
function variants(text: string): [string, string][] {
  const decoded = unescape(text);
  const all: [string, string][] = [
    ["", text],
    ["escaped", decoded],
    ["in lines", joined(text)],
    ["in lines and escaped", joined(decoded)],
    // Hex is written in capitals or with colons too.
    ["as hex", joined(decoded).toLowerCase().replaceAll(":", "")],
  ];
  return all.filter(([, variant], index) => all.findIndex(([, other]) => other === variant) === index);
}

/** Percent, JSON and HTML escapes undone, also where they stand in each other. */
function unescape(text: string): string {
  let before: string;
  let after = text;
  do {
    before = after;
    after = before
      .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
      .replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
      .replace(/&#x([0-9a-f]{1,4});/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
      .replace(/&#(\d{1,4});/g, (_, code: string) => String.fromCharCode(Number(code)))
      .replace(/&plus;/g, "+")
      .replace(/&sol;/g, "/")
      .replace(/&amp;/g, "&");
  } while (after !== before);
  return after;
}

/** Lines put together: breaks, indentation, quotes and the signs that join pieces are left out. */
function joined(text: string): string {
  const concatenated = text.replace(/["'`]\s*\+\s*["'`]/g, "");
  return concatenated.replace(/\\+[nrt]|["'`,|│\s]|<br ?\/?>/g, "");
}
