import { isList, isObject, type Plain } from "../../stack/plain";
import { decodings, hasKeyShape, isReadable, keyFileAccount, plainCharacters } from "./decodings";
import { knownKeys, type KnownKeys, shortestContained } from "./knownKeys";

/** Where a private key was found; never the key itself. */
export interface KeyTrace {
  /** Path of the property, such as `data["key.json"]` or `env[2].value`; empty where the value itself is one. */
  readonly path: string;
  /** By its value, a key of the stack; by its shape, some private key. */
  readonly how: "value" | "shape";
  /** Of the stack's keys the one found, counted from 0. */
  readonly key?: number;
  /** Lower-case email of a key file found by its shape. */
  readonly account?: string;
}

type Found = Omit<KeyTrace, "path">;

/**
 * Finds private keys in values: those given, encoded, decoded, wrapped or in part (20 characters or more), and any in PEM or
 * in a service account's key file. Public keys, certificates and placeholders are none.
 *
 * Takes time in proportion to the value's size. Prepare it once and use it for every resource.
 *
 * @param known values of `privateKey` of the stack's keys
 */
export function keyMaterialFinder(known: readonly string[]): (value: Plain) => KeyTrace | undefined {
  let keys: KnownKeys | undefined;
  return (value) => findIn(value, (keys ??= knownKeys(known)));
}

/** `keyMaterialFinder` for one value. */
export function scanForSecrets(value: Plain, known: readonly string[]): KeyTrace | undefined {
  return keyMaterialFinder(known)(value);
}

interface Node {
  readonly value: Plain;
  readonly parent?: Node;
  readonly name: string | number;
}

function findIn(root: Plain, keys: KnownKeys): KeyTrace | undefined {
  const open: Node[] = [{ value: root, name: 0 }];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const found = inNode(node, keys);
    if (found !== undefined) return { path: pathOf(node, keys), ...found };
    const children = isList(node.value)
      ? [...node.value.entries()]
      : isObject(node.value)
        ? Object.entries(node.value)
        : [];
    for (const [name, value] of children.reverse()) open.push({ value, parent: node, name });
  }
  return undefined;
}

function inNode({ value, name }: Node, keys: KnownKeys): Found | undefined {
  if (typeof value === "string") return inText(value, keys, 0) ?? inName(name, keys);
  if (isList(value) && value.length > 1 && value.every((part) => typeof part === "string"))
    return inText(value.join(""), keys, 0) ?? inName(name, keys);
  return inName(name, keys);
}

function inName(name: string | number, keys: KnownKeys): Found | undefined {
  return typeof name === "string" ? inText(name, keys, 0) : undefined;
}

/** Encodings within encodings: a ConfigMap's binary data holds base64 of base64. */
const deepest = 3;

function inText(text: string, keys: KnownKeys, depth: number): Found | undefined {
  if (text.length < keys.shortest) return undefined;
  const plain = plainCharacters(text);
  const key = wholeIn(plain, keys) ?? keys.fragments.find(plain);
  if (key !== undefined) return { how: "value", key };
  const shape = hasKeyShape(plain) ? ({ how: "shape", account: keyFileAccount(text) } as const) : undefined;
  // One of the stack's keys may stand there in another form than the stack holds it in.
  if (depth >= deepest || shape?.account !== undefined) return shape;
  for (const decoded of decodings(plain)) {
    const part = keys.fragments.find(decoded);
    const found =
      part !== undefined ? ({ how: "value", key: part } as const) : inDecoded(decoded, keys, depth);
    if (found !== undefined) return found;
  }
  return shape;
}

function wholeIn(plain: string, { wholes }: KnownKeys): number | undefined {
  for (const { text, key } of wholes) {
    if (text.length >= shortestContained ? plain.includes(text) : plain === text) return key;
  }
  return undefined;
}

function inDecoded(decoded: string, keys: KnownKeys, depth: number): Found | undefined {
  return isReadable(decoded) ? inText(decoded, keys, depth + 1) : undefined;
}

/** Nobody reads a path that goes deeper. */
const longestPath = 20;

function pathOf(node: Node, keys: KnownKeys): string {
  const names: (string | number)[] = [];
  for (let at: Node = node; at.parent !== undefined; at = at.parent) names.push(at.name);
  const parts = names
    .reverse()
    .slice(0, longestPath)
    .map((name) => partOf(name, keys));
  return parts.join("").replace(/^\./, "") + (names.length > longestPath ? "…" : "");
}

/** A property's name may be the secret. */
function partOf(name: string | number, keys: KnownKeys): string {
  const written = String(name);
  if (written.length > 80 || inName(name, keys) !== undefined) return "[…]";
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(written) ? `.${written}` : `[${JSON.stringify(name)}]`;
}
