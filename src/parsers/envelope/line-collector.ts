/** Records of many lines, put together a line at a time. */

/** What a line is to a format of such records. */
export type CollectedLine<Whole> =
  /** Not of this format. */
  | { readonly kind: 'other' }
  /** A line that completes no record. */
  | { readonly kind: 'part' }
  /** The line that completes a record. */
  | { readonly kind: 'whole'; readonly whole: Whole };

/** Reads lines; it remembers the record that is open. */
export interface LineCollector<Whole> {
  /** Returns what `line` is. Lines come in order, without their terminators. */
  feed(line: Uint8Array): CollectedLine<Whole>;
  /** Tells whether a record is open, so that the next line may be a part of it whatever it looks like. */
  isCollecting(): boolean;
}
