/** Up to the five dashes, here pluses, of the next line that begins or ends a key. */
const pem = /BEGIN[A-Z0-9]{0,20}PRIVATEKEY(?:BLOCK)?\+{0,5}((?:[A-Za-z0-9/]|\+(?!\+{4})){0,4000})/g;
const jsonKey = /"private\/key":"([A-Za-z0-9+/]{40,4000})/g;

/**
 * Whether the text holds a private key in PEM, or a service account's key file.
 *
 * A placeholder in their place is none: a key begins as all of them do, or looks random.
 *
 * @param plain as `plainCharacters` gives it
 */
export function hasKeyShape(plain: string): boolean {
  for (const [, body = ""] of plain.matchAll(pem)) if (isKeyBody(body)) return true;
  if (!plain.includes('"service/account"')) return false;
  for (const [, value = ""] of plain.matchAll(jsonKey))
    if (!value.includes("PRIVATEKEY") && isRandom(value)) return true;
  return false;
}

function isKeyBody(body: string): boolean {
  return (body.startsWith("MII") && body.length >= 8) || isRandom(body);
}

function isRandom(text: string): boolean {
  return (
    text.length >= 40 &&
    /[a-z]/.test(text) &&
    /[A-Z]/.test(text) &&
    /[0-9]/.test(text) &&
    new Set(text).size >= 16
  );
}

/** The account of a key file, where the text is one. */
export function keyFileAccount(text: string): string | undefined {
  return /"client_email\\*"\s{0,20}:\s{0,20}\\*"([^"\\\s]{1,200}@[^"\\\s]{1,200})\\*"/
    .exec(text)?.[1]
    ?.toLowerCase();
}
