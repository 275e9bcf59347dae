/** JSON objects that carry a log record: one a line, keys in any order, nothing believed before it is checked. */

/** A JSON object whose values are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

// The largest number of bytes a journal field may have that we take for a message.
const maxMessageBytes = 1 << 20;

/** Returns the object that `text` is, or undefined when it is no JSON object. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Tells whether `value` is an object with keys. */
function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the field as text; a number is read as its digits. */
export function textField(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}

/** Returns the field as a whole number, 0 or more and exact. */
export function countField(object: JsonObject, key: string): number | undefined {
  const text = textField(object, key);
  if (text === undefined || !/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Tells whether `value` is an array of byte values, as journald writes what is no UTF-8. */
function isByteArray(value: unknown): value is readonly number[] {
  if (!Array.isArray(value) || value.length > maxMessageBytes) return false;
  return value.every((item) => Number.isInteger(item) && item >= 0 && item <= 255);
}

/** Returns the bytes of a message: text, an array of byte values, or the first of several of them. */
export function messageBytes(value: unknown): Uint8Array | undefined {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if (isByteArray(value)) return Uint8Array.from(value);
  return Array.isArray(value) && (typeof value[0] === 'string' || isByteArray(value[0]))
    ? messageBytes(value[0])
    : undefined;
}
