/**
 * The schema as the codecs read it: protobufjs reflection over the committed JSON descriptor, reduced to what the wire
 * format, the JSON mapping and field masks need to know of a field.
 */

import protobuf from 'protobufjs/light.js';
import type { Enum, Field, ReflectionObject, Type } from 'protobufjs/light.js';
import { BugError } from '../../base/errors.ts';
import descriptor from '../generated/descriptor.json' with { type: 'json' };
import { once } from './once.ts';

/** The scalar types our protos use. */
const scalarTypes = ['double', 'float', 'int32', 'int64', 'uint32', 'uint64', 'bool', 'string', 'bytes'] as const;

/** A scalar type of protobuf, enums apart. */
export type ScalarType = (typeof scalarTypes)[number];

/** An enum: codes by name in the order of the file, and the first name of each code. */
export interface EnumSchema {
  readonly name: string;
  readonly codes: ReadonlyMap<string, number>;
  readonly names: ReadonlyMap<number, string>;
}

/** What one value of a field is. */
export type ValueSchema =
  | { readonly kind: 'scalar'; readonly type: ScalarType }
  | { readonly kind: 'enum'; readonly enum: EnumSchema }
  | { readonly kind: 'message'; readonly message: MessageSchema };

/** A field of a message. A map has string keys; `value` then is what a key leads to. */
export interface FieldSchema {
  /** As in the `.proto` file. */
  readonly name: string;
  /** The lowerCamel spelling of the JSON mapping. */
  readonly jsonName: string;
  readonly number: number;
  readonly cardinality: 'single' | 'repeated' | 'map';
  readonly value: ValueSchema;
  /** The other members of the oneof the field belongs to; empty for every other field. */
  readonly rivals: readonly string[];
}

/**
 * How a message looks in our domain objects: a plain object of its fields, a Timestamp, or the bare value of a
 * `google.protobuf` wrapper. Any and FieldMask are plain objects with a JSON form of their own.
 */
export type MessageForm = 'fields' | 'timestamp' | 'wrapper' | 'any' | 'field-mask';

/** A message; `fields` are in the order of the `.proto` file, which is the order the JSON mapping prints. */
export interface MessageSchema {
  /** Full name, such as `flow.Flow`. */
  readonly name: string;
  readonly form: MessageForm;
  readonly fields: readonly FieldSchema[];
  /** Finds a field by its name in the `.proto` file. */
  field(name: string): FieldSchema | undefined;
}

/** All messages and enums by full name. */
export interface Schema {
  message(name: string): MessageSchema | undefined;
  enum(name: string): EnumSchema | undefined;
  /** Full names of all messages. */
  messageNames(): readonly string[];
}

const forms: Readonly<Record<string, MessageForm>> = {
  'google.protobuf.Timestamp': 'timestamp',
  'google.protobuf.Any': 'any',
  'google.protobuf.FieldMask': 'field-mask',
};

function formOf(name: string): MessageForm {
  return forms[name] ?? (/^google\.protobuf\.\w+Value$/.test(name) ? 'wrapper' : 'fields');
}

/** Returns the lowerCamel spelling protoc gives a field: each underscore is left out, a letter after it made upper case. */
export function jsonName(name: string): string {
  return name.replaceAll(/_([a-z]?)/g, (_, letter: string) => letter.toUpperCase());
}

/** protobufjs writes full names with a leading dot. */
function fullName(object: { readonly fullName: string }): string {
  return object.fullName.replace(/^\./, '');
}

function enumSchema(source: Enum): EnumSchema {
  const codes = new Map(Object.entries(source.values));
  const names = new Map<number, string>();
  for (const [name, code] of codes) if (!names.has(code)) names.set(code, name);
  return { name: fullName(source), codes, names };
}

function isScalarType(type: string): type is ScalarType {
  return (scalarTypes as readonly string[]).includes(type);
}

function cardinalityOf(field: Field): FieldSchema['cardinality'] {
  if (field.map) return 'map';
  return field.repeated ? 'repeated' : 'single';
}

/** Collects messages and enums on a walk through protobufjs' reflection, each once. */
class SchemaCollector {
  readonly messages = new Map<string, MessageSchema>();
  readonly enums = new Map<string, EnumSchema>();

  visit(object: ReflectionObject): void {
    if (object instanceof protobuf.Type) this.message(object);
    if (object instanceof protobuf.Enum) this.enum(object);
    if (object instanceof protobuf.Namespace) for (const nested of object.nestedArray) this.visit(nested);
  }

  private message(type: Type): MessageSchema {
    const name = fullName(type);
    const known = this.messages.get(name);
    if (known !== undefined) return known;
    const fields: FieldSchema[] = [];
    const byName = new Map<string, FieldSchema>();
    const message = { name, form: formOf(name), fields, field: (key: string) => byName.get(key) };
    this.messages.set(name, message);
    for (const source of type.fieldsArray) {
      const field = this.field(source);
      fields.push(field);
      byName.set(field.name, field);
    }
    return message;
  }

  private field(field: Field): FieldSchema {
    const members = field.partOf?.fieldsArray ?? [];
    return {
      name: field.name,
      jsonName: jsonName(field.name),
      number: field.id,
      cardinality: cardinalityOf(field),
      value: this.value(field),
      rivals: members.map((member) => member.name).filter((name) => name !== field.name),
    };
  }

  private value(field: Field): ValueSchema {
    const { resolvedType, type } = field;
    if (resolvedType instanceof protobuf.Type) return { kind: 'message', message: this.message(resolvedType) };
    if (resolvedType instanceof protobuf.Enum) return { kind: 'enum', enum: this.enum(resolvedType) };
    if (isScalarType(type)) return { kind: 'scalar', type };
    throw new BugError(`the codec does not know the type ${type} of ${field.fullName}`, { code: 'codec/type' });
  }

  private enum(source: Enum): EnumSchema {
    const name = fullName(source);
    const known = this.enums.get(name) ?? enumSchema(source);
    this.enums.set(name, known);
    return known;
  }
}

/** Reads the whole descriptor. Takes some ten milliseconds, so it waits for the first use. */
function readSchema(): Schema {
  const collector = new SchemaCollector();
  collector.visit(protobuf.Root.fromJSON(descriptor).resolveAll());
  const { messages, enums } = collector;
  return {
    message: (name) => messages.get(name),
    enum: (name) => enums.get(name),
    messageNames: () => [...messages.keys()],
  };
}

/** Returns the schema of `proto/`, read on the first call. */
export const flowSchema: () => Schema = once(readSchema);

/** Returns the message of a full name. Throws a BugError when the schema has none of that name. */
export function messageSchema(name: string): MessageSchema {
  const message = flowSchema().message(name);
  if (message === undefined) throw new BugError(`the schema has no message ${name}`, { code: 'codec/message' });
  return message;
}
