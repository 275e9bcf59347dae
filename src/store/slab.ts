/** Memory for the encodings of many rows. */

import { BackwardWriter } from '../flow/codec/backward-writer.ts';
import { encodeInto } from '../flow/codec/wire.ts';
import type { ObservedEvent } from '../flow/source-record.ts';
import { EncodedEvent } from './encoded-event.ts';
import type { RowEncoding } from './segment.ts';

/** Bytes of a slab: some thousand flows, so that what the last one leaves unused does not count. */
const slabBytes = 1024 * 1024;

/**
 * Fills slabs from their end to their start, and tells where the event written last lies. What was written is never written over: a slab goes when nobody holds it any more, neither the
 * store nor a reader with a view into it.
 */
export class SlabWriter implements RowEncoding {
  readonly #writer = new BackwardWriter();
  #slab: Buffer = Buffer.alloc(0);
  /** The one begun before it, in which rows may lie that are on their way. */
  #before: Buffer = this.#slab;
  #size = 0;
  #extensionSize = 0;

  get slab(): Buffer {
    return this.#slab;
  }

  get start(): number {
    return this.#writer.start;
  }

  get size(): number {
    return this.#size;
  }

  get extensionSize(): number {
    return this.#extensionSize;
  }

  /**
   * Returns a writer into the slab begun, with room for `bytes` bytes (less than a slab). What it has written is the writer's: whoever makes an
   * `EncodedEvent` of it need not have it copied.
   */
  room(bytes: number): BackwardWriter {
    if (this.#writer.start < bytes) this.#begin(slabBytes);
    return this.#writer;
  }

  /** Encodes an event, in a new slab where it does not fit into the one begun, and returns where it lies until the next call. */
  place(event: ObservedEvent): RowEncoding {
    if (!(event instanceof EncodedEvent)) return this.#encode(event);
    return event.slab === this.#slab || event.slab === this.#before ? event : this.#copy(event);
  }

  /** Memory of others is not kept: it may hold anything else besides. */
  #copy({ slab, start, size, extensionSize }: RowEncoding): RowEncoding {
    this.room(size + extensionSize).raw(slab.subarray(start, start + size + extensionSize));
    this.#size = size;
    this.#extensionSize = extensionSize;
    return this;
  }

  #begin(slabSize: number): void {
    this.#before = this.#slab;
    this.#slab = Buffer.allocUnsafeSlow(slabSize);
    this.#writer.begin(this.#slab, slabSize);
  }

  #encode({ response, extension }: ObservedEvent): RowEncoding {
    for (let slabSize = slabBytes; ; slabSize *= 4) {
      const end = this.#writer.start;
      const middle =
        extension === undefined ? end : encodeInto('observed.v1.FlowExtension', extension, this.#slab, end);
      const start = middle < 0 ? -1 : encodeInto('observer.GetFlowsResponse', response, this.#slab, middle);
      if (start >= 0) {
        this.#writer.begin(this.#slab, start);
        this.#size = middle - start;
        this.#extensionSize = end - middle;
        return this;
      }
      this.#begin(slabSize);
    }
  }
}
