/** The rows that say which keys a part of the record has, and the loop that reads them. */

import { KeyTable } from './key-table.ts';
import { noValue, type RecordScan } from './record-scan.ts';
import { startWithin } from './record-start.ts';

/** One key of the grammar and what becomes of its value. `T` is what the table fills. */
export interface Field<T> {
  /** The key with its `=` or `:`; a word that stands alone has neither. */
  readonly key: string;
  readonly value: 'decimal' | 'hexadecimal' | 'none';
  /** Largest number allowed. */
  readonly max: number;
  /** Takes the number, or 0 where the field has none, and puts it where it belongs. */
  readonly put: (target: T, value: number, scan: RecordScan) => void;
  /** A record without it is cut or damaged. */
  readonly required: boolean;
  /** May come more than once. */
  readonly repeats: boolean;
  /** What follows is for another table. */
  readonly last: boolean;
}

/** Traits of a field; all are false by default. */
type Traits = Partial<Pick<Field<never>, 'required' | 'repeats' | 'last'>>;

const noTraits = { required: false, repeats: false, last: false };

/** A `KEY=n` field with a decimal number up to `max`. */
export function decimal<T>(key: string, max: number, put: Field<T>['put'], traits: Traits = {}): Field<T> {
  return { key, value: 'decimal', max, put, ...noTraits, ...traits };
}

/** A `KEY=0xh` field (the `0x` may be missing) with a number up to `max`. */
export function hexadecimal<T>(key: string, max: number, put: Field<T>['put'], traits: Traits = {}): Field<T> {
  return { key, value: 'hexadecimal', max, put, ...noTraits, ...traits };
}

/** A bare word, or a key whose value `put` reads by itself. */
export function word<T>(key: string, put: Field<T>['put'], traits: Traits = {}): Field<T> {
  return { key, value: 'none', max: 0, put, ...noTraits, ...traits };
}

/** A field that belongs to a part before this one: the line lost its middle, or two lines became one. */
export function misplaced<T>(key: string): Field<T> {
  return word<T>(key, (_, __, scan) => scan.fail('two records in one line', scan.pos, `${key} comes again`));
}

/** A required field that was not read. */
export interface MissingField {
  readonly key: string;
  /** Fields that the kernel prints after it were read. */
  readonly laterSeen: boolean;
}

interface Row<T> extends Field<T> {
  /** Its bit in the set of fields read. */
  readonly bit: number;
}

/** The fields of one part of a record, at most 31. */
export class FieldTable<T> {
  readonly #rows: readonly Row<T>[];
  readonly #keys: KeyTable<Row<T>>;
  readonly #required: number;

  /** Takes the fields in the order in which the kernel prints them. */
  constructor(fields: readonly Field<T>[]) {
    this.#rows = fields.map((field, index) => ({ ...field, bit: 1 << index }));
    this.#keys = new KeyTable(this.#rows);
    this.#required = this.#rows.reduce((bits, row) => (row.required ? bits | row.bit : bits), 0);
  }

  /**
   * Reads fields into `target` until a last one, the end of the record, a fault or a cut. Returns the set of those that
   * were read, for `has` and `missing`. Any order is accepted, as kernels differ in it; a field that may not repeat and
   * does is a fault.
   */
  read(scan: RecordScan, target: T): number {
    let seen = 0;
    let next = 0;
    while (scan.nextWord()) {
      const start = scan.pos;
      const index = this.#keys.take(scan, next);
      const row = this.#keys.row(index);
      if (row === undefined) {
        if (passStray(scan)) continue;
        break;
      }
      if ((seen & row.bit) !== 0 && !row.repeats) {
        scan.fail('two records in one line', start, `${row.key} comes twice`);
        break;
      }
      if (!readValue(scan, row, target)) break;
      seen |= row.bit;
      next = index + 1;
      if (row.last) break;
    }
    return seen;
  }

  /** The first required field that `seen` lacks, or undefined. */
  missing(seen: number): MissingField | undefined {
    if ((seen & this.#required) === this.#required) return undefined;
    const row = this.#rows.find((each) => each.required && (seen & each.bit) === 0);
    return row && { key: row.key, laterSeen: seen >= row.bit };
  }
}

/** False when there was no whole value. */
function readValue<T>(scan: RecordScan, row: Row<T>, target: T): boolean {
  if (row.value === 'none') row.put(target, 0, scan);
  else {
    const value = row.value === 'decimal' ? scan.decimal(row.max) : scan.hexadecimal(row.max);
    if (value !== noValue) row.put(target, value, scan);
  }
  return scan.fault === undefined && !scan.cut;
}

/**
 * Passes a word that is in no table. Kernels get new words now and then (`AE` in 2025), so what looks like one (upper-case letters
 * and digits, perhaps `=` and a value) is no fault. At the very end of the record it may also be half a word we know.
 */
function passStray(scan: RecordScan): boolean {
  const { start, end } = scan.word();
  if (startWithin(scan.bytes, start, end, scan.end)) scan.fail('two records in one line', start, 'a second IN= OUT=');
  const shape = kernelWord(scan.bytes, start, end);
  if (shape === 'bare' && end === scan.end) scan.cut = true;
  else if (shape === 'other') scan.fail('bad value', start, 'text that no kernel writes here');
  scan.strays += 1;
  return scan.fault === undefined && !scan.cut;
}

function kernelWord(bytes: Uint8Array, start: number, end: number): 'bare' | 'key' | 'other' {
  let pos = start;
  while (pos < end && isUpperOrDigit(bytes[pos] ?? 0)) pos += 1;
  if (pos === start) return 'other';
  if (pos === end) return 'bare';
  return bytes[pos] === 0x3d ? 'key' : 'other';
}

function isUpperOrDigit(value: number): boolean {
  return (value >= 0x41 && value <= 0x5a) || (value >= 0x30 && value <= 0x39);
}
