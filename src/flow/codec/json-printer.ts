/** Printers of protobuf's JSON mapping, compiled once for each message of the schema. */

import type { FieldMask } from '../messages.ts';
import type { Any } from '../any.ts';
import { BugError } from '../../base/errors.ts';
import { formatRfc3339, isPrintableTime } from '../../base/time/rfc3339.ts';
import type { Timestamp } from '../../base/time/timestamp.ts';
import { fieldMaskJson } from './field-mask-json.ts';
import { UnprintableMessageError } from './json-errors.ts';
import { doubleJson, quoteJson } from './json-text.ts';
import { trusted, type PlainMessage } from './plain-message.ts';
import {
  flowSchema,
  type EnumSchema,
  type FieldSchema,
  type MessageForm,
  type MessageSchema,
  type ScalarType,
  type ValueSchema,
} from './schema.ts';
import { wireScalar } from './wire-scalar.ts';
import { decodeBySchema, MalformedMessageError } from './wire.ts';

/** Returns the JSON text of a domain value. Throws an UnprintableMessageError when it has none. */
export type ValuePrinter = (value: unknown) => string;

/** Finds the printer of a message. */
export type MessagePrinters = (message: MessageSchema) => ValuePrinter;

const quoted: ValuePrinter = (value) => `"${String(value)}"`;
const bare: ValuePrinter = (value) => String(value);

/** Returns the double with the fewest digits that is still `value` as a 32-bit float. */
function shortestFloat(value: number): number {
  // `toPrecision` would drop the sign of -0.
  if (!Number.isFinite(value) || value === 0) return value;
  for (let digits = 1; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

const scalarPrinters: Readonly<Record<ScalarType, ValuePrinter>> = {
  double: (value) => doubleJson(trusted<number>(value)),
  float: (value) => doubleJson(shortestFloat(trusted<number>(value))),
  int32: bare,
  uint32: bare,
  int64: quoted,
  uint64: quoted,
  bool: bare,
  string: (value) => quoteJson(trusted<string>(value)),
  bytes: (value) => `"${Buffer.from(trusted<Uint8Array>(value)).toString('base64')}"`,
};

function enumPrinter(schema: EnumSchema): ValuePrinter {
  const names = new Map([...schema.names].map(([code, name]) => [code, `"${name}"`]));
  return (code) => names.get(trusted<number>(code)) ?? String(code);
}

function valuePrinter(value: ValueSchema, printers: MessagePrinters): ValuePrinter {
  if (value.kind === 'message') return printers(value.message);
  return value.kind === 'enum' ? enumPrinter(value.enum) : scalarPrinters[value.type];
}

/** Prints what a field holds, or returns '' for what proto3 leaves out. */
function fieldPrinter(field: FieldSchema, printers: MessagePrinters): ValuePrinter {
  const print = valuePrinter(field.value, printers);
  if (field.cardinality === 'repeated') {
    return (values) => {
      const list = trusted<readonly unknown[]>(values);
      return list.length === 0 ? '' : `[${list.map(print).join(',')}]`;
    };
  }
  if (field.cardinality === 'map') return mapPrinter(print);
  const scalar = wireScalar(field.value);
  if (scalar === undefined || field.rivals.length > 0) return print;
  return (value) => (scalar.isZero(value) ? '' : print(value));
}

/** Entries go by their key, as Go sorts them. */
function mapPrinter(print: ValuePrinter): ValuePrinter {
  return (map) => {
    const entries = Object.entries(trusted<Readonly<Record<string, unknown>>>(map));
    if (entries.length === 0) return '';
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, value]) => `${quoteJson(key)}:${print(value)}`).join(',')}}`;
  };
}

/** Prints the fields of a message without its braces. */
function fieldsPrinter(message: MessageSchema, printers: MessagePrinters): ValuePrinter {
  const fields = message.fields.map((field) => ({
    name: field.name,
    key: `"${field.name}":`,
    print: fieldPrinter(field, printers),
  }));
  return (value) => {
    const source = trusted<PlainMessage>(value);
    let text = '';
    for (const { name, key, print } of fields) {
      const held = source[name];
      if (held === undefined) continue;
      const printed = print(held);
      if (printed !== '') text += text === '' ? key + printed : `,${key}${printed}`;
    }
    return text;
  };
}

function printTimestamp(value: unknown): string {
  const time = trusted<Timestamp>(value);
  if (!isPrintableTime(time)) {
    throw new UnprintableMessageError(`google.protobuf.Timestamp: ${time.seconds} s ${time.nanos} ns is out of range`);
  }
  return `"${formatRfc3339(time)}"`;
}

function printFieldMask(value: unknown): string {
  return quoteJson(fieldMaskJson(trusted<FieldMask>(value).paths ?? []));
}

/** Returns the message an Any says it holds. A type URL ends in the full name. */
export function schemaOfTypeUrl(typeUrl: string): MessageSchema | undefined {
  return flowSchema().message(typeUrl.slice(typeUrl.lastIndexOf('/') + 1));
}

function decodeAny(any: Any, message: MessageSchema): unknown {
  try {
    return decodeBySchema(message, any.value ?? new Uint8Array(0));
  } catch (error) {
    if (!(error instanceof MalformedMessageError)) throw error;
    throw new UnprintableMessageError(`google.protobuf.Any: unable to unmarshal ${quoteJson(any.type_url ?? '')}`);
  }
}

/** Prints of an Any that holds an Any that holds … end here: the stack would, a little later. */
const deepestAny = 100;

/** An Any prints the message in it, with its type URL first; a type with a JSON form of its own goes under `value`. */
function anyPrinter(printers: MessagePrinters): ValuePrinter {
  const bodies = new Map<MessageSchema, ValuePrinter>();
  const bodyOf = (message: MessageSchema): ValuePrinter => {
    const known = bodies.get(message) ?? fieldsPrinter(message, printers);
    bodies.set(message, known);
    return known;
  };
  const print = (any: Any, typeUrl: string): string => {
    const message = schemaOfTypeUrl(typeUrl);
    if (message === undefined) {
      throw new UnprintableMessageError(`google.protobuf.Any: unable to resolve ${quoteJson(typeUrl)}: not found`);
    }
    const inner = decodeAny(any, message);
    const type = `"@type":${quoteJson(typeUrl)}`;
    if (message.form !== 'fields') return `{${type},"value":${printers(message)(inner)}}`;
    const body = bodyOf(message)(inner);
    return body === '' ? `{${type}}` : `{${type},${body}}`;
  };
  let depth = 0;
  return (value) => {
    const any = trusted<Any>(value);
    const typeUrl = any.type_url ?? '';
    if (typeUrl === '' && (any.value?.length ?? 0) === 0) return '{}';
    if (depth >= deepestAny) throw new UnprintableMessageError('google.protobuf.Any: exceeded max recursion depth');
    depth += 1;
    try {
      return print(any, typeUrl);
    } finally {
      depth -= 1;
    }
  };
}

function wrapperPrinter(message: MessageSchema, printers: MessagePrinters): ValuePrinter {
  const field = message.fields[0];
  if (field === undefined) throw new BugError(`${message.name} has no value`, { code: 'codec/wrapper' });
  return valuePrinter(field.value, printers);
}

const printersByForm: Readonly<Record<MessageForm, typeof compileMessagePrinter>> = {
  timestamp: () => printTimestamp,
  'field-mask': () => printFieldMask,
  any: (_, printers) => anyPrinter(printers),
  wrapper: wrapperPrinter,
  fields: (message, printers) => {
    const body = fieldsPrinter(message, printers);
    return (value) => `{${body(value)}}`;
  },
};

/** Returns the printer of `message`; `printers` gives those of the messages inside it. */
export function compileMessagePrinter(message: MessageSchema, printers: MessagePrinters): ValuePrinter {
  return printersByForm[message.form](message, printers);
}
