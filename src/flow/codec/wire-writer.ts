/** Encoders, compiled once for each message of the schema. */

import type { Writer } from 'protobufjs/minimal.js';
import { BugError } from '../../base/errors.ts';
import type { Timestamp } from '../../base/time/timestamp.ts';
import { safeIntegerHalves } from './int64.ts';
import { once } from './once.ts';
import { trusted, unknownFields, type PlainMessage } from './plain-message.ts';
import type { FieldSchema, MessageSchema } from './schema.ts';
import { wireScalar, WireType, type WireScalar } from './wire-scalar.ts';

/** Writes the fields of one message, without tag and length. The value is of the message's domain type. */
export type MessageWriter = (writer: Writer, value: unknown) => void;

/** Finds the writer of a message. */
export type MessageWriters = (message: MessageSchema) => MessageWriter;

/** Writes a field with its tag; never called for an absent one. */
type FieldWriter = (writer: Writer, value: unknown) => void;

const delimitedTag = (number: number): number => ((number << 3) | WireType.delimited) >>> 0;

/** Returns the scalar of a field that is known to hold no message. */
function scalarOf(field: FieldSchema): WireScalar {
  const scalar = wireScalar(field.value);
  if (scalar === undefined) throw new BugError(`${field.name} holds a message`, { code: 'codec/scalar' });
  return scalar;
}

function scalarWriter(field: FieldSchema): FieldWriter {
  const scalar = scalarOf(field);
  const tag = ((field.number << 3) | scalar.wireType) >>> 0;
  const hasPresence = field.rivals.length > 0;
  return (writer, value) => {
    if (!hasPresence && scalar.isZero(value)) return;
    writer.uint32(tag);
    scalar.write(writer, value);
  };
}

function messageFieldWriter(number: number, write: MessageWriter): FieldWriter {
  const tag = delimitedTag(number);
  return (writer, value) => {
    writer.uint32(tag).fork();
    write(writer, value);
    writer.ldelim();
  };
}

/** The inner message is compiled when the first one is written: most requests use few of those there are. */
function innerWriter(number: number, message: MessageSchema, writers: MessageWriters): FieldWriter {
  const writerOf = once(() => writers(message));
  return messageFieldWriter(number, (writer, value) => writerOf()(writer, value));
}

/** Numbers go packed, as proto3 has it; strings, bytes and messages cannot. */
function repeatedScalarWriter(field: FieldSchema): FieldWriter {
  const scalar = scalarOf(field);
  const tag = delimitedTag(field.number);
  if (scalar.wireType === WireType.delimited) {
    return (writer, values) => {
      for (const value of trusted<readonly unknown[]>(values)) scalar.write(writer.uint32(tag), value);
    };
  }
  return (writer, values) => {
    if (trusted<readonly unknown[]>(values).length === 0) return;
    writer.uint32(tag).fork();
    for (const value of trusted<readonly unknown[]>(values)) scalar.write(writer, value);
    writer.ldelim();
  };
}

function repeatedWriter(field: FieldSchema, writers: MessageWriters): FieldWriter {
  if (field.value.kind !== 'message') return repeatedScalarWriter(field);
  const write = innerWriter(field.number, field.value.message, writers);
  return (writer, values) => {
    for (const value of trusted<readonly unknown[]>(values)) write(writer, value);
  };
}

/** A map is a repeated message of key (1) and value (2). */
function mapWriter(field: FieldSchema): FieldWriter {
  const scalar = scalarOf(field);
  const valueTag = ((2 << 3) | scalar.wireType) >>> 0;
  const writeEntry = messageFieldWriter(field.number, (writer, entry) => {
    const [key, value] = trusted<readonly [string, unknown]>(entry);
    writer.uint32(delimitedTag(1)).string(key.toWellFormed());
    scalar.write(writer.uint32(valueTag), value);
  });
  return (writer, map) => {
    for (const entry of Object.entries(trusted<Readonly<Record<string, unknown>>>(map))) writeEntry(writer, entry);
  };
}

function fieldWriter(field: FieldSchema, writers: MessageWriters): FieldWriter {
  if (field.cardinality === 'map') return mapWriter(field);
  if (field.cardinality === 'repeated') return repeatedWriter(field, writers);
  if (field.value.kind === 'message') return innerWriter(field.number, field.value.message, writers);
  return scalarWriter(field);
}

function fieldsWriter(message: MessageSchema, writers: MessageWriters): MessageWriter {
  const fields = message.fields
    .toSorted((a, b) => a.number - b.number)
    .map((field) => ({ name: field.name, write: fieldWriter(field, writers) }));
  return (writer, value) => {
    const source = trusted<PlainMessage>(value);
    for (const { name, write } of fields) {
      const held = source[name];
      if (held !== undefined) write(writer, held);
    }
    const unknown = source[unknownFields];
    if (unknown !== undefined) writer.raw(unknown);
  };
}

const secondsTag = (1 << 3) | WireType.varint;
const nanosTag = (2 << 3) | WireType.varint;

function writeTimestamp(writer: Writer, value: unknown): void {
  const { seconds, nanos } = trusted<Timestamp>(value);
  if (seconds !== 0) writer.uint32(secondsTag).int64(safeIntegerHalves(seconds));
  if (nanos !== 0) writer.uint32(nanosTag).int32(nanos);
}

function wrapperWriter(message: MessageSchema): MessageWriter {
  const field = message.fields[0];
  if (field === undefined) throw new BugError(`${message.name} has no value`, { code: 'codec/wrapper' });
  return scalarWriter(field);
}

/** Returns the writer of `message`; `writers` gives those of the messages inside it. */
export function compileMessageWriter(message: MessageSchema, writers: MessageWriters): MessageWriter {
  if (message.form === 'timestamp') return writeTimestamp;
  if (message.form === 'wrapper') return wrapperWriter(message);
  return fieldsWriter(message, writers);
}
