import { createRequire } from "node:module";
import type { ErrorObject, ValidateFunction } from "ajv";
import { likelyMeant } from "../../../policy/stack/text";
import { isWireObject, type WireObject, type WireValue } from "../wire/wireValue";

const load = createRequire(__filename);

/** JSON schemas of a policy's configuration, by key. */
export interface ConfigSchema {
  properties: WireObject;
  required: string[];
}

/** Compiling a schema takes far longer than checking with it. */
const compiled = new WeakMap<ConfigSchema, ValidateFunction>();

function compile(schema: ConfigSchema): ValidateFunction {
  const { Ajv } = load("ajv") as typeof import("ajv");
  const validate = new Ajv({
    allErrors: true,
    // Strict mode would refuse schemas that the engine takes.
    strict: false,
    logger: false,
    verbose: true,
    validateFormats: false,
  }).compile({ type: "object", ...schema });
  compiled.set(schema, validate);
  return validate;
}

/**
 * What is wrong with a policy's configuration against its schema, as the engine judges it.
 *
 * Stricter than the engine in one thing: a key that the schema does not know is refused, not dropped.
 */
export function schemaProblems(config: WireObject, schema: ConfigSchema): string[] {
  if (Object.keys(config).length === 0 && schema.required.length === 0) return [];
  const validate = compiled.get(schema) ?? compile(schema);
  validate(config);
  const errors = validate.errors ?? [];
  const mistyped = new Set(
    errors.filter(({ keyword }) => keyword === "type").map(({ instancePath }) => instancePath),
  );
  const known = Object.keys(schema.properties);
  return [
    ...Object.keys(config)
      .filter((key) => !known.includes(key))
      .map((key) => unknownKey("", key, known, ["enforcementLevel"])),
    ...new Set(
      errors
        .filter(({ keyword, instancePath }) => keyword === "type" || !mistyped.has(instancePath))
        .flatMap((error) => problemOf(error)),
    ),
  ];
}

function problemOf({ keyword, instancePath, params, parentSchema, data, message }: ErrorObject): string[] {
  const path = pathOf(instancePath);
  const value = data as WireValue;
  const { missingProperty, additionalProperty, allowedValues, type } = params as {
    missingProperty?: string;
    additionalProperty?: string;
    allowedValues?: WireValue[];
    type?: string | string[];
  };
  switch (keyword) {
    case "required":
      return [`${path === "" ? "" : `${path}.`}${missingProperty ?? ""} is missing`];
    case "additionalProperties":
      return [unknownKey(path, additionalProperty ?? "", Object.keys(propertiesOf(parentSchema)))];
    case "type":
      return [`${path} must be of type ${[type ?? []].flat().join(" or ")}, not ${typeName(value)}`];
    case "enum":
      return [
        `${path} is ${JSON.stringify(value)}; allowed are ${(allowedValues ?? []).map((one) => JSON.stringify(one)).join(", ")}`,
      ];
    default:
      return [`${path} is ${JSON.stringify(value)}; it ${message ?? "is not allowed"}`];
  }
}

/** @param beside other keys that are allowed there, though they are not settings */
function unknownKey(
  path: string,
  key: string,
  known: readonly string[],
  beside: readonly string[] = [],
): string {
  const meant = likelyMeant(key, [...known, ...beside]);
  const where = path === "" ? "there is no setting" : `${path} has no field`;
  return `${where} ${JSON.stringify(key)}; ${meant === undefined ? `there are ${known.join(", ") || "none"}` : `did you mean "${meant}"?`}`;
}

function propertiesOf(schema: unknown): WireObject {
  const { properties } = (schema ?? {}) as { properties?: WireValue };
  return isWireObject(properties) ? properties : {};
}

/** `/exemptions/0/until` as `exemptions[0].until`. */
function pathOf(pointer: string): string {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce(
      (path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === "" ? part : `${path}.${part}`),
      "",
    );
}

function typeName(value: WireValue): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
