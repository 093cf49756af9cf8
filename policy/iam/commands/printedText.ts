import { unescaped } from "../../parsers/shell/expansions";

/** In characters: printf goes through its format again for each argument. */
const longest = 1_000_000;

/** What an `echo` or `printf` writes; undefined where that is not known, as for any other program. */
export function printedText([program, ...words]: readonly string[]): string | undefined {
  if (program === "echo") return echoed(words);
  return program === "printf" ? formatted(words) : undefined;
}

function echoed(words: readonly string[]): string {
  let start = 0;
  while (/^-[neE]+$/.test(String(words[start]))) start++;
  const text = words.slice(start).join(" ");
  return words.slice(0, start).some((option) => option.includes("e")) ? unescaped(text) : text;
}

/** `%s`, `%b` and `%%`. */
function formatted([format, ...args]: readonly string[]): string | undefined {
  if (format === undefined || format.startsWith("-") || format.length * args.length > longest)
    return undefined;
  const given = args.values();
  let known = true;
  let open = args.length;
  const once = () =>
    unescaped(format).replace(/%(.?)/gs, (_: string, specifier: string) => {
      if (specifier === "%") return "%";
      known &&= specifier === "s" || specifier === "b";
      open--;
      const value = given.next().value ?? "";
      return specifier === "b" ? unescaped(value) : value;
    });
  const passes = [once()];
  // The format serves again while there are arguments that it takes.
  for (let before = args.length; open > 0 && open < before;) {
    before = open;
    passes.push(once());
  }
  return known ? passes.join("") : undefined;
}
