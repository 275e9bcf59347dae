/** Readers of protobuf's JSON mapping, compiled once for each message of the schema; the rules are Go's protojson's. */

import { BugError } from '../../base/errors.ts';
import { parseRfc3339 } from '../../base/time/rfc3339.ts';
import { parseFieldMaskJson } from './field-mask-json.ts';
import { JsonRejection } from './json-errors.ts';
import { schemaOfTypeUrl } from './json-printer.ts';
import { inexact, invalid, scalarReaders, type ScalarReading } from './json-scalar.ts';
import { setEntry, type PlainMessage } from './plain-message.ts';
import type { EnumSchema, FieldSchema, MessageForm, MessageSchema, ValueSchema } from './schema.ts';
import { wireScalar } from './wire-scalar.ts';
import { encodeBySchema } from './wire.ts';

/** What is found out about a text while it is read. */
export interface JsonReading {
  /** The names objects have twice, for a scanned tree. */
  readonly duplicates: ReadonlyMap<object, ReadonlySet<string>> | undefined;
  /** Set when a number was met that `JSON.parse` had rounded; what was read is then of no use. */
  inexact: boolean;
  /** The first thing that only `discardUnknown` passes over: a field or an enum name of another schema. */
  discarded: string | undefined;
  /** How deep in Any messages the reader is. */
  depth: number;
}

/** Returns the domain value of a JSON value, or undefined for one that is discarded. Throws a JsonRejection. */
export type JsonValueReader = (value: unknown, reading: JsonReading) => unknown;

/** Finds the reader of a message. */
export type JsonMessageReaders = (message: MessageSchema) => JsonValueReader;

type JsonObject = Readonly<Record<string, unknown>>;

/** Any messages may nest; Go stops at 10,000 levels, a JavaScript stack sooner. */
const deepestAny = 100;

function isObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.getPrototypeOf(value) === Object.prototype
  );
}

function requireObject(value: unknown, name: string): JsonObject {
  if (!isObject(value)) throw new JsonRejection(`${name} is no JSON object`);
  return value;
}

function discard(reading: JsonReading, what: string): undefined {
  reading.discarded ??= what;
}

function rejectDuplicate(object: JsonObject, key: string, reading: JsonReading): void {
  if (reading.duplicates?.get(object)?.has(key) === true) throw new JsonRejection(`duplicate field "${key}"`);
}

function checkedScalar(read: (value: unknown) => ScalarReading, what: string): JsonValueReader {
  return (value, reading) => {
    const scalar = read(value);
    if (scalar === invalid) throw new JsonRejection(`invalid value for ${what}: ${JSON.stringify(value)}`);
    if (scalar !== inexact) return scalar;
    reading.inexact = true;
    return undefined;
  };
}

function enumReader(schema: EnumSchema, what: string): JsonValueReader {
  const readCode = checkedScalar(scalarReaders.int32, what);
  return (value, reading) => {
    if (typeof value !== 'string') return readCode(value, reading);
    return schema.codes.get(value) ?? discard(reading, `invalid value for ${what}: ${JSON.stringify(value)}`);
  };
}

function valueReader(value: ValueSchema, name: string, readers: JsonMessageReaders): JsonValueReader {
  if (value.kind === 'message') return readers(value.message);
  if (value.kind === 'enum') return enumReader(value.enum, `enum field ${name}`);
  return checkedScalar(scalarReaders[value.type], `${value.type} field ${name}`);
}

function listReader(read: JsonValueReader, name: string): JsonValueReader {
  return (value, reading) => {
    if (!Array.isArray(value)) throw new JsonRejection(`${name} is no JSON array`);
    if (value.length === 0) return undefined;
    const list: unknown[] = [];
    for (const item of value) {
      const element = read(item, reading);
      if (element !== undefined) list.push(element);
    }
    return list.length === 0 ? undefined : list;
  };
}

function mapReader(read: JsonValueReader, name: string): JsonValueReader {
  return (value, reading) => {
    const map: Record<string, unknown> = {};
    let isEmpty = true;
    const object = requireObject(value, name);
    for (const [key, item] of Object.entries(object)) {
      rejectDuplicate(object, key, reading);
      const element = read(item, reading);
      if (element === undefined) continue;
      setEntry(map, key, element);
      isEmpty = false;
    }
    return isEmpty ? undefined : map;
  };
}

/** Reads what a field holds; undefined where proto3 has it absent. */
function fieldReader(field: FieldSchema, readers: JsonMessageReaders): JsonValueReader {
  const read = valueReader(field.value, field.name, readers);
  if (field.cardinality === 'repeated') return listReader(read, field.name);
  if (field.cardinality === 'map') return mapReader(read, field.name);
  const scalar = wireScalar(field.value);
  if (scalar === undefined || field.rivals.length > 0) return read;
  return (value, reading) => {
    const held = read(value, reading);
    return scalar.isZero(held) ? undefined : held;
  };
}

/** A field under one of its two spellings. */
interface NamedField {
  readonly field: FieldSchema;
  readonly read: JsonValueReader;
  /** The other spelling, when there is one. */
  readonly otherKey: string | undefined;
}

type NamedFields = ReadonlyMap<string, NamedField>;

function namedFields(message: MessageSchema, readers: JsonMessageReaders): NamedFields {
  const named = new Map<string, NamedField>();
  for (const field of message.fields) {
    const read = fieldReader(field, readers);
    const hasTwo = field.jsonName !== field.name;
    named.set(field.name, { field, read, otherKey: hasTwo ? field.jsonName : undefined });
    if (hasTwo) named.set(field.jsonName, { field, read, otherKey: field.name });
  }
  return named;
}

/** Reads the member `key` of `object`; undefined where proto3 has the field absent. */
function readMember(object: JsonObject, key: string, named: NamedField, reading: JsonReading): unknown {
  const { read, otherKey } = named;
  if (otherKey !== undefined && Object.hasOwn(object, otherKey)) throw new JsonRejection(`duplicate field "${key}"`);
  if (reading.duplicates !== undefined) rejectDuplicate(object, key, reading);
  const value = object[key];
  return value === null ? undefined : read(value, reading);
}

function setField(target: PlainMessage, field: FieldSchema, value: unknown): void {
  for (const rival of field.rivals) {
    if (target[rival] !== undefined) throw new JsonRejection(`"${field.name}": its oneof is already set`);
  }
  target[field.name] = value;
}

/** Reads all members of an object but `@type`, when that belongs to an Any. */
function readMembers(object: JsonObject, fields: NamedFields, reading: JsonReading, typeKey?: string): PlainMessage {
  const target: PlainMessage = {};
  for (const key of Object.keys(object)) {
    if (key === typeKey) continue;
    const named = fields.get(key);
    if (named === undefined) {
      discard(reading, `unknown field ${JSON.stringify(key)}`);
      continue;
    }
    const value = readMember(object, key, named, reading);
    if (value !== undefined) setField(target, named.field, value);
  }
  return target;
}

const readTimestamp: JsonValueReader = (value) => {
  const time = typeof value === 'string' ? parseRfc3339(value) : undefined;
  if (time === undefined) throw new JsonRejection(`invalid google.protobuf.Timestamp value ${JSON.stringify(value)}`);
  return time;
};

const readFieldMask: JsonValueReader = (value) => {
  const paths = typeof value === 'string' ? parseFieldMaskJson(value) : undefined;
  if (paths === undefined) throw new JsonRejection(`invalid google.protobuf.FieldMask value ${JSON.stringify(value)}`);
  return paths.length === 0 ? {} : { paths };
};

const typeKey = '@type';

/** Reads the `value` of an Any whose type has a JSON form of its own. */
function readAnyValue(object: JsonObject, read: JsonValueReader, reading: JsonReading): unknown {
  for (const key of Object.keys(object)) {
    if (key !== typeKey && key !== 'value') discard(reading, `unknown field ${JSON.stringify(key)}`);
  }
  if (!Object.hasOwn(object, 'value')) throw new JsonRejection('missing "value" field');
  rejectDuplicate(object, 'value', reading);
  return read(object['value'], reading);
}

function typeUrlOf(object: JsonObject, reading: JsonReading): string {
  rejectDuplicate(object, typeKey, reading);
  const typeUrl = object[typeKey];
  if (typeof typeUrl !== 'string' || typeUrl === '') throw new JsonRejection('@type is no type URL');
  return typeUrl;
}

function anyReader(readers: JsonMessageReaders): JsonValueReader {
  const fieldsOf = new Map<MessageSchema, NamedFields>();
  const readPayload = (object: JsonObject, message: MessageSchema, reading: JsonReading): unknown => {
    if (message.form !== 'fields') return readAnyValue(object, readers(message), reading);
    const fields = fieldsOf.get(message) ?? namedFields(message, readers);
    fieldsOf.set(message, fields);
    return readMembers(object, fields, reading, typeKey);
  };
  return (value, reading) => {
    const object = requireObject(value, 'google.protobuf.Any');
    if (Object.keys(object).length === 0) return {};
    if (!Object.hasOwn(object, typeKey)) {
      discard(reading, `missing "${typeKey}" field`);
      return {};
    }
    const typeUrl = typeUrlOf(object, reading);
    const message = schemaOfTypeUrl(typeUrl);
    if (message === undefined) throw new JsonRejection(`unable to resolve ${JSON.stringify(typeUrl)}: not found`);
    reading.depth += 1;
    if (reading.depth > deepestAny) throw new JsonRejection('exceeded max recursion depth');
    const payload = readPayload(object, message, reading);
    reading.depth -= 1;
    if (payload === undefined) return { type_url: typeUrl };
    const encoded = encodeBySchema(message, payload);
    return encoded.length === 0 ? { type_url: typeUrl } : { type_url: typeUrl, value: new Uint8Array(encoded) };
  };
}

function wrapperReader(message: MessageSchema, readers: JsonMessageReaders): JsonValueReader {
  const field = message.fields[0];
  if (field === undefined) throw new BugError(`${message.name} has no value`, { code: 'codec/wrapper' });
  return valueReader(field.value, message.name, readers);
}

const readersByForm: Readonly<Record<MessageForm, typeof compileJsonReader>> = {
  timestamp: () => readTimestamp,
  'field-mask': () => readFieldMask,
  any: (_, readers) => anyReader(readers),
  wrapper: wrapperReader,
  fields: (message, readers) => {
    const fields = namedFields(message, readers);
    return (value, reading) => readMembers(requireObject(value, message.name), fields, reading);
  },
};

/** Returns the reader of `message`; `readers` gives those of the messages inside it. */
export function compileJsonReader(message: MessageSchema, readers: JsonMessageReaders): JsonValueReader {
  return readersByForm[message.form](message, readers);
}
