/** Strings of bytes that come again and again: names of nodes, namespaces and pods, addresses. */

/** Strings held; one that falls into the slot of another takes its place. */
const slots = 8192;
const slotBits = 13;

/** Longer texts are not held: few of them repeat. */
const longestText = 64;

/** An odd number whose multiples spread over 32 bits (Knuth, 2^32 divided by the golden ratio). */
const spread = 0x9e_37_79_b1;

/**
 * Makes strings of ASCII bytes, and gives the same string again for the same bytes: making one takes longer than comparing it with the
 * one made last.
 */
export class TextCache {
  readonly #texts: (string | undefined)[] = Array.from({ length: slots });
  readonly #lengths = new Uint8Array(slots);
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  readonly #held = new DataView(new ArrayBuffer(slots * longestText));

  /** Takes the bytes the texts to come are in. */
  load(bytes: Uint8Array): void {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Returns the ASCII text from `from` up to `to`. */
  text(from: number, to: number): string {
    const view = this.#view;
    const length = to - from;
    if (length < 4 || length > longestText) return this.#bytes.toString('latin1', from, to);
    const last = view.getInt32(to - 4, true);
    const mixed = view.getInt32(from, true) + Math.imul(last, 31) + length;
    const slot = Math.imul(mixed, spread) >>> (32 - slotBits);
    const known = this.#texts[slot];
    if (known !== undefined && this.#lengths[slot] === length && this.#isHeld(slot, from)) return known;
    const text = this.#bytes.toString('latin1', from, to);
    this.#texts[slot] = text;
    this.#lengths[slot] = length;
    const base = slot * longestText;
    for (let index = 0; index < length; index += 1) this.#held.setUint8(base + index, view.getUint8(from + index));
    return text;
  }

  #isHeld(slot: number, from: number): boolean {
    const view = this.#view;
    const held = this.#held;
    const base = slot * longestText;
    const length = this.#lengths[slot] ?? 0;
    let index = 0;
    for (; index + 4 <= length; index += 4) {
      if (held.getInt32(base + index, true) !== view.getInt32(from + index, true)) return false;
    }
    return index === length || held.getInt32(base + length - 4, true) === view.getInt32(from + length - 4, true);
  }
}
