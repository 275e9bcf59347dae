/** The field table made ready for reading. */

import { FieldKey, wordOf } from './field-key.ts';
import {
  type FieldRow,
  type FieldStep,
  frontSteps,
  networkSteps,
  protocols,
  type ProtocolRow,
  valueKind,
} from './field-table.ts';
import type { LineBytes } from './line-bytes.ts';
import { SpanMemo } from './span-memo.ts';

/** A field. All rows are of one shape, so that the loop over them is compiled for that shape alone. */
export class ScanRow {
  readonly key: FieldKey;
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
    this.kind = kind;
    this.isOptional = isOptional;
    this.max = max;
    this.place = place;
    this.words = Int32Array.from(words, ({ text }) => wordOf(` ${text} `, 0));
    this.wordBits = Int32Array.from(words, ({ bit }) => bit);
    this.wordLengths = Uint8Array.from(words, ({ text }) => text.length + 1);
  }
}

/** A step; one for each source, as it remembers. */
export class ScanStep {
  readonly rows: readonly ScanRow[];
  /** Undefined where the step has no run. */
  readonly memo: SpanMemo | undefined;
  readonly varying: ScanRow | undefined;

  constructor({ repeated, varying }: FieldStep) {
    this.rows = repeated.map((field) => new ScanRow(field));
    this.varying = varying && new ScanRow(varying);
    const words = repeated.flatMap((field) => field.words).reduce((bits, { bit }) => bits | bit, 0);
    const places = repeated.filter(({ kind }) => kind !== valueKind.words).map(({ place }) => place);
    this.memo = repeated.length === 0 ? undefined : new SpanMemo({ places, words }, varying === undefined);
  }
}

/** A protocol and the steps of its header. */
export class ScanProtocol {
  readonly row: ProtocolRow;
  readonly steps: readonly ScanStep[];
  readonly #name: FieldKey;

  constructor(row: ProtocolRow) {
    this.row = row;
    this.steps = stepsOf(row.steps);
    // With the blank after it, as `ICMP` is the start of `ICMPv6`.
    this.#name = new FieldKey(`${row.name} `);
  }

  /** Returns where the name ends that stands at `at`, or -1. */
  endAt(line: LineBytes, at: number): number {
    return this.#name.isAt(line, at) ? at + this.#name.length - 1 : -1;
  }
}

/** All steps of the table. */
export class ScanTable {
  readonly front = stepsOf(frontSteps);
  readonly network = { 4: stepsOf(networkSteps[4]), 6: stepsOf(networkSteps[6]) } as const;
  readonly tcp4 = new ScanProtocol(protocols[4][0]);
  readonly udp4 = new ScanProtocol(protocols[4][1]);
  readonly protocols = {
    4: [this.tcp4, this.udp4, ...protocols[4].slice(2).map((row) => new ScanProtocol(row))],
    6: protocols[6].map((row) => new ScanProtocol(row)),
  } as const;
}

function stepsOf(steps: readonly FieldStep[]): readonly ScanStep[] {
  return steps.map((step) => new ScanStep(step));
}
