/** Encoders, compiled once for each message of the schema. Everything is written backwards: the last field first, a value before its tag. */

import { BugError } from '../../base/errors.ts';
import type { Timestamp } from '../../base/time/timestamp.ts';
import type { BackwardWriter } from './backward-writer.ts';
import { FieldPlans } from './field-plans.ts';
import { handWritten, writeTimestamp } from './flow-writer.ts';
import { once } from './once.ts';
import { trusted, unknownFields, type PlainMessage } from './plain-message.ts';
import { messageSchema, type FieldSchema, type MessageSchema } from './schema.ts';
import { wireScalar, WireType, type WireScalar } from './wire-scalar.ts';

/** Writes the fields of one message, without tag and length. The value is of the message's domain type. */
export type MessageWriter = (writer: BackwardWriter, value: unknown) => void;

/** Finds the writer of a message. */
export type MessageWriters = (message: MessageSchema) => MessageWriter;

/** Writes a field with its tag; never called for an absent one. */
type FieldWriter = (writer: BackwardWriter, value: unknown) => void;

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
    scalar.write(writer, value);
    writer.varint(tag);
  };
}

function messageFieldWriter(number: number, write: MessageWriter): FieldWriter {
  const tag = delimitedTag(number);
  return (writer, value) => {
    writer.need(0);
    const end = writer.start;
    write(writer, value);
    writer.varint(end - writer.start);
    writer.varint(tag);
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
  const isDelimited = scalar.wireType === WireType.delimited;
  return (writer, values) => {
    const list = trusted<readonly unknown[]>(values);
    const end = writer.start;
    for (let at = list.length - 1; at >= 0; at -= 1) {
      writer.need(0);
      scalar.write(writer, list[at]);
      if (isDelimited) writer.varint(tag);
    }
    if (isDelimited || list.length === 0) return;
    writer.varint(end - writer.start);
    writer.varint(tag);
  };
}

function repeatedWriter(field: FieldSchema, writers: MessageWriters): FieldWriter {
  if (field.value.kind !== 'message') return repeatedScalarWriter(field);
  const write = innerWriter(field.number, field.value.message, writers);
  return (writer, values) => {
    const list = trusted<readonly unknown[]>(values);
    for (let at = list.length - 1; at >= 0; at -= 1) write(writer, list[at]);
  };
}

/** A map is a repeated message of key (1) and value (2). */
function mapWriter(field: FieldSchema): FieldWriter {
  const scalar = scalarOf(field);
  const valueTag = ((2 << 3) | scalar.wireType) >>> 0;
  const writeEntry = messageFieldWriter(field.number, (writer, entry) => {
    const [key, value] = trusted<readonly [string, unknown]>(entry);
    scalar.write(writer, value);
    writer.varint(valueTag);
    writer.text(key);
    writer.varint(delimitedTag(1));
  });
  return (writer, map) => {
    const entries = Object.entries(trusted<Readonly<Record<string, unknown>>>(map));
    for (let at = entries.length - 1; at >= 0; at -= 1) writeEntry(writer, entries[at]);
  };
}

function fieldWriter(field: FieldSchema, writers: MessageWriters): FieldWriter {
  if (field.cardinality === 'map') return mapWriter(field);
  if (field.cardinality === 'repeated') return repeatedWriter(field, writers);
  if (field.value.kind === 'message') return innerWriter(field.number, field.value.message, writers);
  return scalarWriter(field);
}

function fieldsWriter(message: MessageSchema, writers: MessageWriters): MessageWriter {
  const lastFirst = message.fields.toSorted((a, b) => b.number - a.number);
  const plans = new FieldPlans(lastFirst.map((field) => ({ name: field.name, write: fieldWriter(field, writers) })));
  return (writer, value) => {
    const source = trusted<PlainMessage>(value);
    const unknown = source[unknownFields];
    if (unknown !== undefined) writer.raw(unknown);
    const fields = plans.of(source);
    for (let at = 0; at < fields.length; at += 1) {
      const field = fields[at];
      if (field === undefined) continue;
      const held = source[field.name];
      if (held !== undefined) field.write(writer, held);
    }
  };
}

function wrapperWriter(message: MessageSchema): MessageWriter {
  const field = message.fields[0];
  if (field === undefined) throw new BugError(`${message.name} has no value`, { code: 'codec/wrapper' });
  return scalarWriter(field);
}

/** Returns the writer of `message` by the table of its fields alone; `writers` gives those of the messages inside it. */
export function compileTableWriter(message: MessageSchema, writers: MessageWriters): MessageWriter {
  if (message.form === 'timestamp') return (writer, value) => writeTimestamp(writer, trusted<Timestamp>(value));
  if (message.form === 'wrapper') return wrapperWriter(message);
  return fieldsWriter(message, writers);
}

/** Returns the writer of `message`, the one written by hand where there is one. */
export function compileMessageWriter(message: MessageSchema, writers: MessageWriters): MessageWriter {
  const make = handWritten.get(message.name);
  if (make === undefined) return compileTableWriter(message, writers);
  return make((name) => {
    const fields = messageSchema(name);
    return (field) => {
      const schema = fields.field(field);
      if (schema === undefined) throw new BugError(`${name} has no field ${field}`, { code: 'codec/field' });
      return fieldWriter(schema, writers);
    };
  });
}
