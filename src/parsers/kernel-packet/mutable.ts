/** Values while they are being read. */

/** `T` with its properties writable: a reader fills it, everybody after it sees `T`. */
export type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
