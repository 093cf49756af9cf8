import { isWireObject, type WireObject, type WireValue } from "../wire/wireValue";

/** What is wrong with a policy's configuration against its schema: types, allowed values, missing keys. */
export function schemaProblems(
  config: WireObject,
  schema: { properties: WireObject; required: string[] },
): string[] {
  const missing = schema.required
    .filter((key) => config[key] === undefined)
    .map((key) => `${key} is missing`);
  const wrong = Object.entries(config).flatMap(([key, value]) =>
    valueProblems(key, value, schema.properties[key]),
  );
  return [...missing, ...wrong];
}

function valueProblems(path: string, value: WireValue, schema: WireValue | undefined): string[] {
  if (!isWireObject(schema)) return [];
  const types = texts(Array.isArray(schema.type) ? schema.type : [schema.type]);
  if (types.length > 0 && !types.some((type) => hasType(value, type))) {
    return [`${path} must be of type ${types.join(" or ")}, not ${typeName(value)}`];
  }
  const allowed = schema.enum;
  if (Array.isArray(allowed) && !allowed.some((item) => JSON.stringify(item) === JSON.stringify(value))) {
    return [
      `${path} is ${JSON.stringify(value)}; allowed are ${allowed.map((item) => JSON.stringify(item)).join(", ")}`,
    ];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => valueProblems(`${path}[${index}]`, item, schema.items));
  }
  if (!isWireObject(value) || !isWireObject(schema.properties)) return [];
  const required = Array.isArray(schema.required) ? texts(schema.required) : [];
  return [
    ...required.filter((key) => value[key] === undefined).map((key) => `${path}.${key} is missing`),
    ...Object.entries(value).flatMap(([key, part]) =>
      valueProblems(`${path}.${key}`, part, (schema.properties as WireObject)[key]),
    ),
  ];
}

function texts(values: (WireValue | undefined)[]): string[] {
  return values.filter((value) => typeof value === "string");
}

function typeName(value: WireValue): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function hasType(value: WireValue, type: string): boolean {
  return type === "integer" ? Number.isInteger(value) : typeName(value) === type;
}
