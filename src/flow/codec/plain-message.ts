/** Messages as the codec sees them, before a type says what they are. */

/** A message of any type: values by field name, and the fields nobody knew under `unknownFields`. */
export interface PlainMessage {
  [name: string]: unknown;
  [unknownFields]?: Uint8Array;
}

/**
 * Where a decoded message keeps the bytes of fields that the schema does not have (a newer Hubble's), so that encoding it
 * again gives them on. A copy by spread keeps them too; a field mask and the JSON mapping leave them out.
 */
export const unknownFields: unique symbol = Symbol('unknown fields');

/** Sets `key` as an own property, also where the key is `__proto__`: keys of maps and JSON come from outside. */
export function setEntry(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}

/**
 * Returns `value` as the type the schema says it has. The one cast of the codec: domain objects are typed by hand, readers
 * and writers are compiled from the schema, and test/flow/codec checks that the two agree.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function trusted<T>(value: unknown): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return value as T;
}
