/** Types of protobuf oneofs. */

/**
 * A protobuf oneof as a union discriminated by which key is present. At most one key is set; every other key may be
 * read (it is `undefined`), so `l4.TCP?.source_port` type-checks without a cast.
 */
export type OneOf<T> =
  | { [K in keyof T]: { readonly [P in K]: T[P] } & { readonly [P in Exclude<keyof T, K>]?: never } }[keyof T]
  | { readonly [P in keyof T]?: never };
