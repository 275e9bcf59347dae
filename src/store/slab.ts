/** Memory for the encodings of many rows. */

import { encodeInto } from '../flow/codec/wire.ts';
import type { ObservedEvent } from '../flow/source-record.ts';
import type { RowEncoding } from './segment.ts';

/** Bytes of a slab: some thousand flows, so that what the last one leaves unused does not count. */
const slabBytes = 1024 * 1024;

/**
 * Fills slabs from their end to their start, and tells where the event written last lies. What was written is never written over: a slab goes when nobody holds it any more, neither the
 * store nor a reader with a view into it.
 */
export class SlabWriter implements RowEncoding {
  #slab: Buffer = Buffer.alloc(0);
  #start = 0;
  #size = 0;
  #extensionSize = 0;

  get slab(): Buffer {
    return this.#slab;
  }

  get start(): number {
    return this.#start;
  }

  get size(): number {
    return this.#size;
  }

  get extensionSize(): number {
    return this.#extensionSize;
  }

  /** Encodes an event, in a new slab where it does not fit into the one begun. */
  write({ response, extension }: ObservedEvent): void {
    for (let slabSize = slabBytes; ; slabSize *= 4) {
      const end = this.#start;
      const middle =
        extension === undefined ? end : encodeInto('observed.v1.FlowExtension', extension, this.#slab, end);
      const start = middle < 0 ? -1 : encodeInto('observer.GetFlowsResponse', response, this.#slab, middle);
      if (start >= 0) {
        this.#start = start;
        this.#size = middle - start;
        this.#extensionSize = end - middle;
        return;
      }
      this.#slab = Buffer.allocUnsafeSlow(slabSize);
      this.#start = slabSize;
    }
  }
}
