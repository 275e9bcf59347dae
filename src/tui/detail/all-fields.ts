/** Every field a flow holds, one line each, as the schema names them: so that none is forgotten. */

import { formatRfc3339 } from '../../base/time/rfc3339.ts';
import type { Timestamp } from '../../base/time/timestamp.ts';
import type { Any } from '../../flow/any.ts';
import { unpackFlowExtension } from '../../flow/codec/extension.ts';
import { unknownFields } from '../../flow/codec/plain-message.ts';
import { messageSchema, type FieldSchema, type MessageSchema } from '../../flow/codec/schema.ts';
import type { Flow } from '../../flow/flow.ts';

/** A field that is set. */
export interface FieldLine {
  /** Such as `source.labels[0]`. */
  readonly path: string;
  readonly value: string;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isTimestamp(value: unknown): value is Timestamp {
  return isFields(value) && typeof value['seconds'] === 'number' && typeof value['nanos'] === 'number';
}

function isAny(value: unknown): value is Any {
  return isFields(value);
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function scalarText(field: FieldSchema, value: unknown): string {
  if (field.value.kind === 'enum') {
    const name = typeof value === 'number' ? field.value.enum.names.get(value) : undefined;
    return name === undefined ? String(value) : `${name} (${String(value)})`;
  }
  return value instanceof Uint8Array ? `${value.length} bytes` : String(value);
}

/** Lines of an Any: the message in it where it is ours, else its type and size. */
function anyLines(path: string, value: unknown): readonly FieldLine[] {
  if (!isAny(value)) return [];
  const extension = unpackFlowExtension(value);
  if (isFields(extension)) return messageLines(messageSchema('observed.v1.FlowExtension'), extension, `${path}.`);
  return [
    { path: `${path}.type_url`, value: value.type_url ?? '' },
    { path: `${path}.value`, value: `${value.value?.length ?? 0} bytes` },
  ];
}

function singleLines(field: FieldSchema, path: string, value: unknown): readonly FieldLine[] {
  if (field.value.kind !== 'message') return [{ path, value: scalarText(field, value) }];
  const { message } = field.value;
  switch (message.form) {
    case 'timestamp':
      return [{ path, value: isTimestamp(value) ? formatRfc3339(value) : '' }];
    case 'any':
      return anyLines(path, value);
    case 'wrapper':
    case 'field-mask':
      return [{ path, value: isFields(value) ? JSON.stringify(value) : String(value) }];
    case 'fields':
      return isFields(value) ? orPresent(path, messageLines(message, value, `${path}.`)) : [];
    default:
      return message.form satisfies never;
  }
}

/** A message without fields is there all the same. */
function orPresent(path: string, lines: readonly FieldLine[]): readonly FieldLine[] {
  return lines.length > 0 ? lines : [{ path, value: '(no fields set)' }];
}

function fieldLines(field: FieldSchema, path: string, value: unknown): readonly FieldLine[] {
  if (field.cardinality === 'single') return singleLines(field, path, value);
  if (field.cardinality === 'map') {
    return isFields(value)
      ? Object.entries(value).flatMap(([key, held]) => singleLines(field, `${path}[${key}]`, held))
      : [];
  }
  return listed(value).flatMap((held, index) => singleLines(field, `${path}[${index}]`, held));
}

function messageLines(message: MessageSchema, value: Fields, prefix: string): readonly FieldLine[] {
  const lines = message.fields.flatMap((field) => {
    const held = value[field.name];
    return held === undefined ? [] : fieldLines(field, prefix + field.name, held);
  });
  const newer: unknown = Reflect.get(value, unknownFields);
  if (!(newer instanceof Uint8Array)) return lines;
  return [...lines, { path: `${prefix}(fields of a newer schema)`, value: `${newer.length} bytes` }];
}

/** Returns the fields of a flow that are set, in the order of the schema, those of our extension among them. */
export function flowFields(flow: Flow): readonly FieldLine[] {
  return isFields(flow) ? messageLines(messageSchema('flow.Flow'), flow, '') : [];
}
