/** Decoders, compiled once for each message of the schema. */

import type { Reader } from 'protobufjs/minimal.js';
import { BugError } from '../../base/errors.ts';
import { numberOf } from './int64.ts';
import { once } from './once.ts';
import { setEntry, trusted, unknownFields, type PlainMessage } from './plain-message.ts';
import type { FieldSchema, MessageSchema } from './schema.ts';
import { wireScalar, WireType, type WireScalar } from './wire-scalar.ts';

/**
 * Reads one message up to `end`, a position in the reader's buffer. Returns its domain value. `before` is what an earlier
 * occurrence of the same field gave, which the later one is merged into. Throws an Error when the bytes are malformed.
 */
export type MessageReader = (reader: Reader, end: number, before?: unknown) => unknown;

/** Finds the reader of a message. */
export type MessageReaders = (message: MessageSchema) => MessageReader;

/** Reads what follows a tag into the message. */
type FieldReader = (reader: Reader, target: PlainMessage) => void;

/** Readers by tag: a field that comes with another wire type than its own is an unknown one, as in Go. */
type FieldReaders = Map<number, FieldReader>;

/** Reads a length and returns the position where the delimited value ends. */
function delimitedEnd(reader: Reader): number {
  const size = reader.size();
  const end = reader.pos + size;
  if (end > reader.len) throw new RangeError(`a value of ${size} bytes ends after the message`);
  return end;
}

function requireEnd(reader: Reader, end: number): void {
  if (reader.pos !== end) throw new RangeError(`a value ends ${reader.pos - end} bytes after the message it is in`);
}

function scalarReader(field: FieldSchema, scalar: WireScalar): FieldReader {
  const { name } = field;
  return (reader, target) => {
    const value = scalar.read(reader);
    if (!scalar.isZero(value)) target[name] = value;
    // The last value counts, and a zero is the absent field.
    else if (target[name] !== undefined) delete target[name];
  };
}

function messageFieldReader(field: FieldSchema, read: MessageReader): FieldReader {
  const { name, rivals } = field;
  return (reader, target) => {
    for (const rival of rivals) if (target[rival] !== undefined) delete target[rival];
    const end = delimitedEnd(reader);
    target[name] = read(reader, end, target[name]);
  };
}

/** Returns the list of a repeated field, made at its first value. */
function listOf(target: PlainMessage, name: string): unknown[] {
  const list = (target[name] ??= []);
  return trusted<unknown[]>(list);
}

function repeatedScalarReaders(field: FieldSchema, scalar: WireScalar, into: FieldReaders): void {
  const { name, number } = field;
  into.set(tagOf(number, scalar.wireType), (reader, target) => void listOf(target, name).push(scalar.read(reader)));
  if (scalar.wireType === WireType.delimited) return;
  into.set(tagOf(number, WireType.delimited), (reader, target) => {
    const end = delimitedEnd(reader);
    if (reader.pos === end) return;
    const list = listOf(target, name);
    while (reader.pos < end) list.push(scalar.read(reader));
    requireEnd(reader, end);
  });
}

function repeatedMessageReader(field: FieldSchema, read: MessageReader): FieldReader {
  return (reader, target) => {
    const end = delimitedEnd(reader);
    listOf(target, field.name).push(read(reader, end));
  };
}

function mapReader(field: FieldSchema, scalar: WireScalar): FieldReader {
  const keyTag = tagOf(1, WireType.delimited);
  const valueTag = tagOf(2, scalar.wireType);
  return (reader, target) => {
    const end = delimitedEnd(reader);
    let key = '';
    let value = scalar.zero;
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === keyTag) key = reader.string();
      else if (tag === valueTag) value = scalar.read(reader);
      else reader.skipType(tag & 7, 0, tag >>> 3);
    }
    requireEnd(reader, end);
    const map = (target[field.name] ??= {});
    setEntry(trusted<Record<string, unknown>>(map), key, value);
  };
}

const tagOf = (number: number, wireType: number): number => ((number << 3) | wireType) >>> 0;

function addFieldReaders(field: FieldSchema, readers: MessageReaders, into: FieldReaders): void {
  const scalar = wireScalar(field.value);
  const delimited = tagOf(field.number, WireType.delimited);
  if (field.value.kind === 'message') {
    const { message } = field.value;
    // Compiled when the first one comes: most answers use few of the messages there are.
    const readerOf = once(() => readers(message));
    const read: MessageReader = (source, end, before) => readerOf()(source, end, before);
    const reader =
      field.cardinality === 'repeated' ? repeatedMessageReader(field, read) : messageFieldReader(field, read);
    into.set(delimited, reader);
  } else if (scalar !== undefined) {
    if (field.cardinality === 'map') into.set(delimited, mapReader(field, scalar));
    else if (field.cardinality === 'repeated') repeatedScalarReaders(field, scalar, into);
    else into.set(tagOf(field.number, scalar.wireType), scalarReader(field, scalar));
  }
}

/** Skips a field nobody knows and keeps its bytes, tag included. */
function keepUnknown(reader: Reader, start: number, tag: number): Uint8Array {
  reader.skipType(tag & 7, 0, tag >>> 3);
  return reader.buf.subarray(start, reader.pos);
}

function fieldsReader(message: MessageSchema, readers: MessageReaders): MessageReader {
  const byTag: FieldReaders = new Map();
  for (const field of message.fields) addFieldReaders(field, readers, byTag);
  return (reader, end, before) => {
    const target = trusted<PlainMessage>(before ?? {});
    let unknown: Uint8Array[] | undefined;
    while (reader.pos < end) {
      const start = reader.pos;
      const tag = reader.tag();
      const read = byTag.get(tag);
      if (read === undefined) (unknown ??= []).push(keepUnknown(reader, start, tag));
      else read(reader, target);
    }
    requireEnd(reader, end);
    // Buffer.concat copies, so nothing of the caller's buffer is held.
    if (unknown !== undefined) target[unknownFields] = Buffer.concat([target[unknownFields] ?? noBytes, ...unknown]);
    return target;
  };
}

const noBytes = new Uint8Array(0);

/** Reads the varint fields 1 and 2; others are skipped. */
function readTimestamp(reader: Reader, end: number): unknown {
  let seconds = 0;
  let nanos = 0;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === tagOf(1, WireType.varint)) seconds = numberOf(reader.int64());
    else if (tag === tagOf(2, WireType.varint)) nanos = reader.int32();
    else reader.skipType(tag & 7, 0, tag >>> 3);
  }
  requireEnd(reader, end);
  return { seconds, nanos };
}

function wrapperReader(message: MessageSchema): MessageReader {
  const field = message.fields[0];
  const scalar = field === undefined ? undefined : wireScalar(field.value);
  if (field === undefined || scalar === undefined) {
    throw new BugError(`${message.name} has no value`, { code: 'codec/wrapper' });
  }
  const valueTag = tagOf(field.number, scalar.wireType);
  return (reader, end) => {
    let value = scalar.zero;
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === valueTag) value = scalar.read(reader);
      else reader.skipType(tag & 7, 0, tag >>> 3);
    }
    requireEnd(reader, end);
    return value;
  };
}

/** Returns the reader of `message`; `readers` gives those of the messages inside it. */
export function compileMessageReader(message: MessageSchema, readers: MessageReaders): MessageReader {
  if (message.form === 'timestamp') return readTimestamp;
  if (message.form === 'wrapper') return wrapperReader(message);
  return fieldsReader(message, readers);
}
