/** Rows of the field table made ready for reading. */

import { FieldKey, wordOf } from './field-key.ts';
import {
  type FieldRow,
  type FieldRun,
  frontFields,
  networkRuns,
  protocols,
  type ProtocolRow,
  valueKind,
} from './field-table.ts';
import type { LineBytes } from './line-bytes.ts';
import { SpanMemo } from './span-memo.ts';

/** A field. All rows are of one shape, so that the loop over them is compiled for that shape alone. */
export class ScanRow {
  readonly key: FieldKey;
  readonly first: number;
  readonly length: number;
  readonly kind: number;
  readonly isOptional: boolean;
  readonly max: number;
  readonly place: number;
  /** A run of words: the blank before each and its letters; a word of two letters has the blank after it too. */
  readonly words: Int32Array;
  readonly wordBits: Int32Array;
  readonly wordLengths: Uint8Array;

  constructor({ key, kind, isOptional, max, place, words }: FieldRow) {
    this.key = new FieldKey(kind === valueKind.words ? '    ' : key);
    this.first = this.key.first;
    this.length = this.key.length;
    this.kind = kind;
    this.isOptional = isOptional;
    this.max = max;
    this.place = place;
    this.words = Int32Array.from(words, ({ text }) => wordOf(` ${text} `, 0));
    this.wordBits = Int32Array.from(words, ({ bit }) => bit);
    this.wordLengths = Uint8Array.from(words, ({ text }) => text.length + 1);
  }
}

/** A run of fields; one for each source, as it remembers. */
export class ScanRun {
  readonly rows: readonly ScanRow[];
  readonly memo: SpanMemo | undefined;

  constructor({ fields, repeats }: FieldRun) {
    this.rows = fields.map((field) => new ScanRow(field));
    const words = fields.flatMap((field) => field.words).reduce((bits, { bit }) => bits | bit, 0);
    const places = fields.filter(({ kind }) => kind !== valueKind.words).map(({ place }) => place);
    this.memo = repeats === 'no' ? undefined : new SpanMemo({ places, words }, repeats === 'tail');
  }
}

/** A protocol and the runs of its header. */
export class ScanProtocol {
  readonly row: ProtocolRow;
  readonly runs: readonly ScanRun[];
  readonly #name: FieldKey;

  constructor(row: ProtocolRow) {
    this.row = row;
    this.runs = row.runs.map((run) => new ScanRun(run));
    // With the blank after it, as `ICMP` is the start of `ICMPv6`.
    this.#name = new FieldKey(`${row.name} `);
  }

  /** Returns where the name ends that stands at `at`, or -1. */
  endAt(line: LineBytes, at: number): number {
    return this.#name.isAt(line, at) ? at + this.#name.length - 1 : -1;
  }
}

/** The key before a protocol's name. */
export const protocolKey = new FieldKey(' PROTO=');

/** All runs of the table. */
export class ScanTable {
  readonly front = new ScanRun({ fields: frontFields, repeats: 'no' });
  readonly network = { 4: runsOf(networkRuns[4]), 6: runsOf(networkRuns[6]) } as const;
  readonly protocols = {
    4: protocols[4].map((row) => new ScanProtocol(row)),
    6: protocols[6].map((row) => new ScanProtocol(row)),
  } as const;
}

function runsOf(runs: readonly FieldRun[]): readonly ScanRun[] {
  return runs.map((run) => new ScanRun(run));
}
