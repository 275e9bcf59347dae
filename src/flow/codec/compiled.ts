/** Compiling per message. */

import type { MessageSchema } from './schema.ts';

/** Returns a function that compiles each message once, on first use; `compile` may ask it for the messages inside. */
export function compiled<T>(
  compile: (message: MessageSchema, of: (inner: MessageSchema) => T) => T,
): (message: MessageSchema) => T {
  const made = new Map<MessageSchema, T>();
  const of = (message: MessageSchema): T => {
    const known = made.get(message);
    if (known !== undefined) return known;
    const value = compile(message, of);
    made.set(message, value);
    return value;
  };
  return of;
}
