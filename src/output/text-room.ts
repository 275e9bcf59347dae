/** Text on its way to UTF-8. */

/** A UTF-16 unit is at most so many bytes of UTF-8. */
const mostBytesPerUnit = 3;

const leastRoomBytes = 65_536;

/** UTF-16 units that are gathered before they are encoded. */
const textAtOnce = 8192;

/** Returns `text`. */
export const asItIs = (text: string): string => text;

/** Text on its way out, in room that is used again. */
export class TextRoom {
  readonly #escape: (text: string) => string;
  #room = Buffer.alloc(0);
  #used = 0;
  /** What is added but not encoded. */
  #text = '';

  /**
   * `escape` is applied to several added texts at once, which is cheaper than to each: it must do to each character what it does to it
   * in the text it came with. Default: none.
   */
  constructor(escape: (text: string) => string = asItIs) {
    this.#escape = escape;
  }

  #encode(): void {
    const text = this.#escape(this.#text);
    this.#reserve(text.length * mostBytesPerUnit);
    this.#used += this.#room.write(text, this.#used);
    this.#text = '';
  }

  /** Makes sure that `more` bytes fit. */
  #reserve(more: number): void {
    if (this.#used + more <= this.#room.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#used + more, this.#room.length * 2, leastRoomBytes));
    this.#room.copy(larger, 0, 0, this.#used);
    this.#room = larger;
  }

  /** Adds a text that ends with a whole character. */
  addText(text: string): void {
    this.#text += text;
    // Many lines are encoded as fast as one.
    if (this.#text.length > textAtOnce) this.#encode();
  }

  addBytes(bytes: Buffer, from: number, to: number): void {
    if (this.#text !== '') this.#encode();
    this.#reserve(to - from);
    this.#used += bytes.copy(this.#room, this.#used, from, to);
  }

  /** Returns what was added, in memory of its own: `Buffer.from` may give a piece of a shared pool, which no thread can give away. */
  take(): Uint8Array {
    this.#encode();
    const bytes = new Uint8Array(this.#room.subarray(0, this.#used));
    this.#used = 0;
    return bytes;
  }
}
