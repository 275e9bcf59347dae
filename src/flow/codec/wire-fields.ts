/**
 * The protobuf wire format, as much as is needed without a schema: varints, length-delimited fields,
 * and skipping the rest. (encoding: protobuf.dev, "Protocol Buffers Encoding")
 */

/** One field of a message: a number for a varint, bytes for a length-delimited field. */
export interface WireField {
  readonly number: number;
  readonly value: number | Uint8Array;
}

/**
 * Yields the varint and length-delimited fields of a message in order, leaving fixed-width ones out. Throws RangeError
 * for bytes that are no message.
 */
export function* readFields(bytes: Uint8Array): Generator<WireField> {
  const cursor = { at: 0 };
  while (cursor.at < bytes.length) {
    const tag = readVarint(bytes, cursor);
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        yield { number, value: readVarint(bytes, cursor) };
        break;
      case 2:
        yield { number, value: readBytes(bytes, cursor, readVarint(bytes, cursor)) };
        break;
      case 1:
        readBytes(bytes, cursor, 8);
        break;
      case 5:
        readBytes(bytes, cursor, 4);
        break;
      default:
        throw new RangeError(`wire type ${tag % 8} at byte ${cursor.at}`);
    }
  }
}

function readVarint(bytes: Uint8Array, cursor: { at: number }): number {
  let value = 0;
  for (let shift = 1; ; shift *= 128) {
    const byte = bytes[cursor.at];
    if (byte === undefined || shift > 2 ** 63) throw new RangeError(`varint at byte ${cursor.at}`);
    cursor.at += 1;
    value += (byte % 128) * shift;
    if (byte < 128) return value;
  }
}

function readBytes(bytes: Uint8Array, cursor: { at: number }, length: number): Uint8Array {
  const end = cursor.at + length;
  if (end > bytes.length) throw new RangeError(`field of ${length} bytes at byte ${cursor.at}`);
  const value = bytes.subarray(cursor.at, end);
  cursor.at = end;
  return value;
}

/** Returns all length-delimited values of one field of a message. */
export function bytesOf(message: Uint8Array, number: number): readonly Uint8Array[] {
  return [...readFields(message)].flatMap((field) =>
    field.number === number && typeof field.value !== 'number' ? [field.value] : [],
  );
}

/** Returns the last value of a string field, '' when it is absent. */
export function textOf(message: Uint8Array, number: number): string {
  return Buffer.from(bytesOf(message, number).at(-1) ?? []).toString('utf8');
}

/** Returns the encoding of fields in the order given. Numbers are whole and not negative. */
export function writeFields(
  fields: readonly (readonly [number: number, value: number | string | Uint8Array])[],
): Buffer {
  return Buffer.concat(fields.flatMap(([number, value]) => writeField(number, value)));
}

function writeField(number: number, value: number | string | Uint8Array): readonly Uint8Array[] {
  if (typeof value === 'number') return [varint(number * 8), varint(value)];
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return [varint(number * 8 + 2), varint(bytes.length), bytes];
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}
