/**
 * The schema as the codecs read it: the committed JSON descriptor, reduced to what the wire format, the JSON mapping and field
 * masks need to know of a field.
 */

import { BugError } from '../../base/errors.ts';
import {
  readDeclarations,
  resolveTypeName,
  type DeclaredEnum,
  type DeclaredField,
  type DeclaredMessage,
} from './descriptor.ts';
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

function enumSchema({ name, values }: DeclaredEnum): EnumSchema {
  const codes = new Map(Object.entries(values));
  const names = new Map<number, string>();
  for (const [key, code] of codes) if (!names.has(code)) names.set(code, key);
  return { name, codes, names };
}

function isScalarType(type: string): type is ScalarType {
  return (scalarTypes as readonly string[]).includes(type);
}

function cardinalityOf({ keyType, rule }: DeclaredField): FieldSchema['cardinality'] {
  if (keyType !== undefined) return 'map';
  return rule === 'repeated' ? 'repeated' : 'single';
}

/** The schema over the declarations. Messages and enums are made when they are asked for: a run needs a few of them. */
class DeclaredSchema implements Schema {
  readonly #declarations = readDeclarations();
  readonly #messages = new Map<string, MessageSchema>();
  readonly #enums = new Map<string, EnumSchema>();

  message(name: string): MessageSchema | undefined {
    const known = this.#messages.get(name);
    if (known !== undefined) return known;
    const declared = this.#declarations.messages.get(name);
    return declared === undefined ? undefined : this.#addMessage(declared);
  }

  enum(name: string): EnumSchema | undefined {
    const known = this.#enums.get(name);
    if (known !== undefined) return known;
    const declared = this.#declarations.enums.get(name);
    if (declared === undefined) return undefined;
    const made = enumSchema(declared);
    this.#enums.set(name, made);
    return made;
  }

  messageNames(): readonly string[] {
    return [...this.#declarations.messages.keys()];
  }

  #addMessage(declared: DeclaredMessage): MessageSchema {
    const { name } = declared;
    const fields = once(() => Object.keys(declared.fields).map((key) => this.#field(declared, key)));
    const byName = once(() => new Map(fields().map((field) => [field.name, field])));
    const message: MessageSchema = {
      name,
      form: formOf(name),
      // Only now: a field leads to further messages, and those to theirs.
      get fields() {
        return fields();
      },
      field: (key) => byName().get(key),
    };
    this.#messages.set(name, message);
    return message;
  }

  #field(message: DeclaredMessage, name: string): FieldSchema {
    const field = message.fields[name];
    if (field === undefined) throw new BugError(`${message.name} has no field ${name}`, { code: 'codec/field' });
    const oneof = Object.values(message.oneofs).find((members) => members.oneof.includes(name));
    return {
      name,
      jsonName: jsonName(name),
      number: field.id,
      cardinality: cardinalityOf(field),
      value: this.#value(field.type, message.name),
      rivals: oneof?.oneof.filter((member) => member !== name) ?? [],
    };
  }

  #value(type: string, scope: string): ValueSchema {
    if (isScalarType(type)) return { kind: 'scalar', type };
    const { messages, enums } = this.#declarations;
    const name = resolveTypeName(type, scope, (key) => messages.has(key) || enums.has(key));
    const message = name === undefined ? undefined : this.message(name);
    if (message !== undefined) return { kind: 'message', message };
    const found = name === undefined ? undefined : this.enum(name);
    if (found !== undefined) return { kind: 'enum', enum: found };
    throw new BugError(`the codec does not know the type ${type} in ${scope}`, { code: 'codec/type' });
  }
}

/** Returns the schema of `proto/`, read on the first call. */
export const flowSchema: () => Schema = once(() => new DeclaredSchema());

/** Returns the message of a full name. Throws a BugError when the schema has none of that name. */
export function messageSchema(name: string): MessageSchema {
  const message = flowSchema().message(name);
  if (message === undefined) throw new BugError(`the schema has no message ${name}`, { code: 'codec/message' });
  return message;
}
