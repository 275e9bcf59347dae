/**
 * A small validator of JSON Schema 2020-12: the keywords docs/flow.schema.json uses. A keyword it does not know is an error, so
 * that no rule of a schema is passed over in silence.
 */

type Schema = Readonly<Record<string, unknown>>;
type Rule = (given: unknown, value: unknown, at: Place) => string[];

interface Place {
  readonly root: Schema;
  readonly path: string;
  /** The schema the rule stands in. */
  readonly schema: Schema;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asSchema = (value: unknown): Schema => {
  if (!isObject(value)) throw new Error(`no schema: ${JSON.stringify(value)}`);
  return value;
};

const asList = (value: unknown): readonly unknown[] => {
  if (!Array.isArray(value)) throw new Error(`no list: ${JSON.stringify(value)}`);
  return value;
};

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
};

const failure = (ok: boolean, { path }: Place, text: string): string[] => (ok ? [] : [`${path}: ${text}`]);
const faults = (schema: unknown, value: unknown, at: Place, step = ''): string[] =>
  validate(asSchema(schema), value, { root: at.root, path: `${at.path}${step}` });
const fits = (schema: unknown, value: unknown, at: Place): boolean => faults(schema, value, at).length === 0;
const annotation: Rule = () => [];

const rules: Readonly<Record<string, Rule>> = {
  $schema: annotation,
  $id: annotation,
  $defs: annotation,
  title: annotation,
  description: annotation,
  contentEncoding: annotation,
  $ref(given, value, at) {
    const name = String(given).replace('#/$defs/', '');
    return faults(asSchema(at.root['$defs'])[name], value, at);
  },
  allOf: (given, value, at) => asList(given).flatMap((each) => faults(each, value, at)),
  anyOf: (given, value, at) =>
    failure(
      asList(given).some((each) => fits(each, value, at)),
      at,
      `${JSON.stringify(value)} fits nothing of ${JSON.stringify(given).slice(0, 200)}`,
    ),
  not: (given, value, at) => failure(!fits(given, value, at), at, `fits ${JSON.stringify(given)}`),
  type: (given, value, at) =>
    failure(types[String(given)]?.(value) === true, at, `${JSON.stringify(value)} is no ${String(given)}`),
  const: (given, value, at) => failure(given === value, at, `${JSON.stringify(value)} is not ${String(given)}`),
  enum: (given, value, at) => failure(asList(given).includes(value), at, `${JSON.stringify(value)} is no known word`),
  pattern: (given, value, at) =>
    failure(
      typeof value !== 'string' || new RegExp(String(given)).test(value),
      at,
      `${String(value)}: ${String(given)}`,
    ),
  minimum: (given, value, at) => failure(typeof value !== 'number' || value >= Number(given), at, 'too small'),
  maximum: (given, value, at) => failure(typeof value !== 'number' || value <= Number(given), at, 'too large'),
  minItems: (given, value, at) => failure(!Array.isArray(value) || value.length >= Number(given), at, 'empty'),
  minProperties: (given, value, at) =>
    failure(!isObject(value) || Object.keys(value).length >= Number(given), at, 'empty'),
  required: (given, value, at) =>
    asList(given).flatMap((name) =>
      failure(!isObject(value) || Object.hasOwn(value, String(name)), at, `no ${String(name)}`),
    ),
  items: (given, value, at) =>
    Array.isArray(value) ? value.flatMap((item, index) => faults(given, item, at, `[${index}]`)) : [],
  properties(given, value, at) {
    if (!isObject(value)) return [];
    return Object.entries(asSchema(given)).flatMap(([name, each]) =>
      Object.hasOwn(value, name) ? faults(each, value[name], at, `.${name}`) : [],
    );
  },
  additionalProperties(given, value, at) {
    const known = asSchema(at.schema['properties'] ?? {});
    const others = isObject(value) ? Object.entries(value).filter(([name]) => !Object.hasOwn(known, name)) : [];
    if (given === false) return others.map(([name]) => `${at.path}: no property ${name} is known`);
    return others.flatMap(([name, each]) => faults(given, each, at, `.${name}`));
  },
};

/** Returns what is wrong with `value` by `schema`, each fault with its path; nothing when it is valid. */
export function validate(
  schema: Schema,
  value: unknown,
  { root = schema, path = '$' }: { readonly root?: Schema; readonly path?: string } = {},
): string[] {
  return Object.entries(schema).flatMap(([keyword, given]) => {
    const rule = rules[keyword];
    if (rule === undefined) throw new Error(`the validator does not know the keyword ${keyword}`);
    return rule(given, value, { root, path, schema });
  });
}
