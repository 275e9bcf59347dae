/** How often a flow of the same name came before. */

import type { Lanes } from './hash128.ts';

/** Names remembered in each of two generations: equal lines stand close together, as their stamps are equal too. */
const rememberedNames = 1 << 16;
const firstSlots = 1 << 10;

/**
 * A hash table of numbers in typed arrays with linear probing. A `Map` makes an object of every number past 31 bits, for each
 * lookup and for each entry, which took a third of the naming of a flow.
 */
class NameTable {
  #size = 0;
  #mask: number;
  /** The name and one, as 0 marks a free slot. */
  #names: Float64Array;
  #counts: Uint32Array;

  /** `slots` is a power of two. */
  constructor(slots: number) {
    this.#mask = slots - 1;
    this.#names = new Float64Array(slots);
    this.#counts = new Uint32Array(slots);
  }

  get size(): number {
    return this.#size;
  }

  get slots(): number {
    return this.#mask + 1;
  }

  /** Returns the count of a name; -1 when it is not there. */
  get(name: number): number {
    const slot = this.#slotOf(name);
    return this.#names[slot] === 0 ? -1 : (this.#counts[slot] ?? 0);
  }

  /** Adds one to the count of a name and returns it; -1 when it is not there. */
  increase(name: number): number {
    const slot = this.#slotOf(name);
    if (this.#names[slot] === 0) return -1;
    const count = (this.#counts[slot] ?? 0) + 1;
    this.#counts[slot] = count;
    return count;
  }

  /** Puts in a name that is not there. */
  add(name: number, count: number): void {
    if (this.#size * 2 >= this.slots) this.#grow();
    const slot = this.#slotOf(name);
    this.#names[slot] = name + 1;
    this.#counts[slot] = count;
    this.#size += 1;
  }

  /** Returns the slot that the name has or would get. Names are hashes: their low bits are as good as any. */
  #slotOf(name: number): number {
    let slot = (name % 0x1_0000_0000) & this.#mask;
    for (let held = this.#names[slot]; held !== 0 && held !== name + 1; held = this.#names[slot]) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }

  #grow(): void {
    const larger = new NameTable(this.slots * 2);
    for (const [slot, name] of this.#names.entries()) if (name !== 0) larger.add(name - 1, this.#counts[slot] ?? 0);
    this.#mask = larger.#mask;
    this.#names = larger.#names;
    this.#counts = larger.#counts;
  }
}

/** Counts names, which are hashes. */
export class NameCounts {
  #young = new NameTable(firstSlots);
  #old = new NameTable(firstSlots);

  /** Returns how often a flow with this hash was there before. */
  next({ a, b }: Lanes): number {
    // 53 of the bits, which is what a number holds exactly.
    const name = (a >>> 0) * 0x20_0000 + (b >>> 11);
    const again = this.#young.increase(name);
    if (again >= 0) return again;
    const count = this.#old.get(name) + 1;
    if (this.#young.size >= rememberedNames) {
      this.#old = this.#young;
      // A source that filled one generation fills the next.
      this.#young = new NameTable(this.#old.slots);
    }
    this.#young.add(name, count);
    return count;
  }
}
