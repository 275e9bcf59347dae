/** Rows that were appended to one lane one after the other: their columns, and where they lie encoded. */

import type { ObservedEvent } from '../flow/source-record.ts';
import { EncodedEvent } from './encoded-event.ts';
import { OffsetColumn, SmallColumn } from './number-column.ts';
import { RowColumns } from './row-columns.ts';

/** Rows of a segment: a lane grows and shrinks by so many. */
export const segmentRows = 4096;

/** Returns the index in its segment of the row with this number in its lane. */
export function indexOf(ordinal: number): number {
  return ordinal % segmentRows;
}

/** Where a row stands among the rows of all lanes. */
export interface RowStanding {
  /** Rows appended before it. */
  readonly sequence: number;
  /** Rows of the lane beside its own (`laneBeside`) appended before it. */
  readonly beside: number;
  /** What the store knows its node by. */
  readonly node: number;
}

/** Where a row lies encoded: its response from `start` on, its extension behind that. */
export interface RowEncoding {
  readonly slab: Buffer;
  readonly start: number;
  /** Bytes of the response. */
  readonly size: number;
  /** Bytes of the extension; 0 for none, or one that says nothing. */
  readonly extensionSize: number;
}

/** The rows. A row never changes once it is there. */
export class Segment extends RowColumns {
  readonly sequence = new OffsetColumn(segmentRows);
  readonly beside = new OffsetColumn(segmentRows);
  readonly node = new SmallColumn(segmentRows);
  /** In the order of the rows in them. */
  readonly #slabs: Buffer[] = [];
  readonly #slabOf = new Uint16Array(segmentRows);
  readonly #start = new Uint32Array(segmentRows);
  readonly #size = new SmallColumn(segmentRows);
  readonly #extensionSize = new SmallColumn(segmentRows);

  constructor() {
    super(segmentRows);
  }

  /** Puts in the row of `index`, which lies encoded where `encoding` says. */
  fill(index: number, event: ObservedEvent, encoding: RowEncoding, standing: RowStanding): void {
    if (event instanceof EncodedEvent) this.setEncoded(index, event.kind.row, event);
    else this.set(index, event.response, event.extension !== undefined);
    this.sequence.set(index, standing.sequence);
    this.beside.set(index, standing.beside);
    this.node.set(index, standing.node);
    if (this.#slabs.at(-1) !== encoding.slab) this.#slabs.push(encoding.slab);
    this.#slabOf[index] = this.#slabs.length - 1;
    this.#start[index] = encoding.start;
    this.#size.set(index, encoding.size);
    this.#extensionSize.set(index, encoding.extensionSize);
  }

  /** Returns where a row lies. */
  encodingOf(index: number): RowEncoding {
    return {
      slab: this.#slabs[this.#slabOf[index] ?? 0] ?? noSlab,
      start: this.#start[index] ?? 0,
      size: this.#size.at(index),
      extensionSize: this.#extensionSize.at(index),
    };
  }

  /** Returns the bytes of a row that grow with what it says. */
  bytes(index: number): number {
    return this.#size.at(index) + this.#extensionSize.at(index);
  }

  /** Lets go of the memory that the rows up to this one needed and the next one does not. */
  release(index: number): void {
    const slab = this.#slabOf[index] ?? 0;
    if ((this.#slabOf[index + 1] ?? 0) > slab) this.#slabs[slab] = noSlab;
  }
}

const noSlab = Buffer.alloc(0);
