/**
 * Makes the JSON Schema (2020-12) of one line of `observe -o json`, from the same descriptor the printer reads.
 *
 *   node scripts/flow-schema.mjs           writes docs/flow.schema.json
 *   node scripts/flow-schema.mjs --check   writes nothing; exits 1 when the file is not what it would write
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { messageSchema } from '../src/flow/codec/schema.ts';

const path = new URL('../docs/flow.schema.json', import.meta.url);
const lineMessage = 'observer.GetFlowsResponse';
const extensionMessage = 'observed.v1.FlowExtension';
const extensionUrl = `type.googleapis.com/${extensionMessage}`;

/** What a number JSON has no form for is printed as. */
const double = { anyOf: [{ type: 'number' }, { enum: ['NaN', 'Infinity', '-Infinity'] }] };

/** protobuf's JSON mapping of the scalars. 64-bit integers are strings: a JSON number would lose their digits. */
const scalars = {
  bool: { type: 'boolean' },
  string: { type: 'string' },
  bytes: { type: 'string', contentEncoding: 'base64' },
  double,
  float: double,
  int32: { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  uint32: { type: 'integer', minimum: 0, maximum: 2 ** 32 - 1 },
  int64: { type: 'string', pattern: '^-?\\d{1,19}$' },
  uint64: { type: 'string', pattern: '^\\d{1,20}$' },
};

const timestamp = {
  description: 'RFC 3339 in UTC with 0, 3, 6 or 9 digits below the second',
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.(?:\\d{3}|\\d{6}|\\d{9}))?Z$',
};

/** An Any holds our own extension or, as other servers have it, any message of theirs. */
const any = {
  type: 'object',
  properties: { '@type': { type: 'string' } },
  anyOf: [
    { not: { properties: { '@type': { const: extensionUrl } }, required: ['@type'] } },
    { $ref: `#/$defs/${extensionMessage}` },
  ],
};

const definitionOf = (message) => ({ $ref: `#/$defs/${message.name}` });

/** An enum is printed by name, a number no name is known for as it is. */
function enumType({ codes }) {
  return { anyOf: [{ enum: [...codes.keys()] }, { type: 'integer' }] };
}

function valueType(value) {
  if (value.kind === 'message') return definitionOf(value.message);
  if (value.kind === 'enum') return { $ref: `#/$defs/${value.enum.name}` };
  return scalars[value.type];
}

/** What is empty is left out, so a list or map that is there has something in it. */
function fieldType({ cardinality, value }) {
  const type = valueType(value);
  if (cardinality === 'repeated') return { type: 'array', items: type, minItems: 1 };
  if (cardinality === 'map') return { type: 'object', additionalProperties: type, minProperties: 1 };
  return type;
}

/** Returns the groups of fields of which a message has at most one, each as its names in the order of the schema. */
function oneofs(message) {
  const groups = new Map();
  for (const { name, rivals } of message.fields) {
    if (rivals.length === 0) continue;
    const members = message.fields
      .map((field) => field.name)
      .filter((other) => other === name || rivals.includes(other));
    groups.set(members.join(), members);
  }
  return [...groups.values()];
}

/** Returns that at most one of `members` is there; of two members at most one is what JSON Schema says shortest. */
function atMostOne(members) {
  const pairs = members.flatMap((one, at) => members.slice(at + 1).map((other) => ({ required: [one, other] })));
  return { not: pairs.length === 1 ? pairs[0] : { anyOf: pairs } };
}

function fieldsType(message) {
  const properties = Object.fromEntries(message.fields.map((field) => [field.name, fieldType(field)]));
  const rivals = oneofs(message).map(atMostOne);
  const tagged = message.name === extensionMessage ? { '@type': { const: extensionUrl } } : {};
  return {
    type: 'object',
    properties: { ...tagged, ...properties },
    additionalProperties: false,
    ...(rivals.length === 0 ? {} : { allOf: rivals }),
  };
}

function messageType(message) {
  switch (message.form) {
    case 'timestamp':
      return timestamp;
    case 'any':
      return any;
    case 'field-mask':
      return { type: 'string' };
    case 'wrapper':
      return fieldType(message.fields[0]);
    default:
      return fieldsType(message);
  }
}

/** Adds the definition of a message and of everything it is made of. */
function define(message, definitions) {
  if (definitions.has(message.name)) return;
  definitions.set(message.name, undefined);
  for (const { value } of message.form === 'fields' ? message.fields : []) {
    if (value.kind === 'message') define(value.message, definitions);
    if (value.kind === 'enum') definitions.set(value.enum.name, enumType(value.enum));
  }
  definitions.set(message.name, messageType(message));
}

function makeSchema() {
  const definitions = new Map();
  define(messageSchema(lineMessage), definitions);
  define(messageSchema(extensionMessage), definitions);
  const members = messageSchema(lineMessage).fields.filter(({ rivals }) => rivals.length > 0);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'flow.schema.json',
    title: 'A line of observe -o json and -o jsonpb',
    description:
      'A response of GetFlows in protobuf’s JSON mapping: a flow, a lost event, or (on stderr) a node status. Fields with the value 0, false or nothing are left out. With HUBBLE_COMPAT=legacy-json-output a line is $defs/flow.Flow or $defs/flow.LostEvent.',
    ...definitionOf({ name: lineMessage }),
    anyOf: members.map(({ name }) => ({ required: [name] })),
    $defs: Object.fromEntries([...definitions].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function current() {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const wanted = `${JSON.stringify(makeSchema(), undefined, 2)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(path, wanted);
} else if (current() !== wanted) {
  process.stderr.write('docs/flow.schema.json is not what proto/ says: run node scripts/flow-schema.mjs\n');
  process.exitCode = 1;
}
