/**
 * What the scanner of canonical JSON knows of a message. Apart from what makes it, so that a thread that is given one need not read
 * the schema.
 */

/** How a value looks in canonical JSON. The scanner leaves `other` (bytes, maps, floats, Any) to the general reader. */
export const ScanKind = {
  other: 0,
  string: 1,
  enum: 2,
  uint32: 3,
  int32: 4,
  uint64: 5,
  bool: 6,
  timestamp: 7,
  message: 8,
} as const;

/** An enum's code with its name as it stands in JSON, quotes included. */
export interface ScanName {
  readonly code: number;
  readonly bytes: Uint8Array;
}

/** A field. */
export interface ScanField {
  readonly name: string;
  /**
   * `"name":` in pieces of four bytes as little-endian integers; the last piece is its last four bytes and may overlap the one
   * before. Comparing four bytes at once is what makes the scanner twice as fast.
   */
  readonly keyWords: Int32Array;
  /** Offset of the last piece; four bytes later the value begins. */
  readonly lastWord: number;
  /** Its place among the fields of its message. */
  readonly place: number;
  /** One of ScanKind. */
  readonly kind: number;
  readonly isList: boolean;
  /** True where a zero that was sent is printed: members of a oneof and wrappers. */
  readonly keepsZero: boolean;
  /** The same bit for all members of a oneof; 0 for a field of none. */
  readonly oneof: number;
  readonly names: readonly ScanName[];
  readonly message: ScanMessage | undefined;
  /** True when whoever scans is given the value. */
  readonly isWanted: boolean;
}

/** A message. */
export interface ScanMessage {
  /** In the order they are printed in. */
  readonly fields: readonly ScanField[];
  /** The field found last time by the place its search began at: flows of one kind have the same fields. The scanner's to write. */
  readonly followers: Int32Array;
}
