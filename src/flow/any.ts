/** `google.protobuf.Any`. */

/**
 * A message of any type: `type_url` ends in its full name, `value` is its encoding (empty when absent).
 */
export interface Any {
  readonly type_url?: string;
  readonly value?: Uint8Array;
}
