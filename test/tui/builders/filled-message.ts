/** Messages with every field of the schema set, made from the schema itself: what forgets a field does not get past them. */

import { messageSchema, type FieldSchema, type MessageSchema } from '../../../src/flow/codec/schema.ts';

/** A message and the paths of all that is set in it. */
export interface FilledMessage {
  readonly value: Record<string, unknown>;
  readonly paths: readonly string[];
}

const scalars: Readonly<Record<string, unknown>> = {
  double: 1.5,
  float: 1.5,
  int32: 7,
  uint32: 7,
  int64: 7n,
  uint64: 7n,
  bool: true,
  string: 'text',
  bytes: new Uint8Array([1, 2, 3]),
};

interface Filled {
  readonly value: unknown;
  readonly paths: readonly string[];
}

function one(field: FieldSchema, path: string, skip: ReadonlySet<string>): Filled {
  const { value } = field;
  if (value.kind === 'enum') return { value: [...value.enum.codes.values()].at(-1), paths: [path] };
  if (value.kind === 'scalar') return { value: scalars[value.type], paths: [path] };
  switch (value.message.form) {
    case 'timestamp':
      return { value: { seconds: 1_700_000_000, nanos: 5 }, paths: [path] };
    case 'wrapper':
      return { value: scalars[wrappedType(value.message)], paths: [path] };
    default:
      return fields(value.message, `${path}.`, skip);
  }
}

function wrappedType(message: MessageSchema): string {
  const inner = message.fields[0]?.value;
  return inner?.kind === 'scalar' ? inner.type : 'string';
}

function fields(message: MessageSchema, prefix: string, skip: ReadonlySet<string>): FilledMessage {
  const value: Record<string, unknown> = {};
  const paths: string[] = [];
  for (const field of message.fields) {
    if (skip.has(prefix + field.name)) continue;
    const isList = field.cardinality === 'repeated';
    const made = one(field, `${prefix}${field.name}${isList ? '[0]' : ''}`, skip);
    value[field.name] = isList ? [made.value] : made.value;
    paths.push(...made.paths);
  }
  return { value, paths };
}

/** Returns the message of a full name with every field set, all members of a oneof at once, without the paths in `skip`. */
export function filledMessage(name: string, skip: readonly string[] = []): FilledMessage {
  return fields(messageSchema(name), '', new Set(skip));
}
