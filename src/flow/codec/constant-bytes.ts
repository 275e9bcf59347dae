/** Bytes that are written again and again. */

const wordBytes = 4;

/** Some bytes among those of a `ConstantBytes`. */
export interface ConstantPart {
  /** Words `[from, to)`, of which the first is padded in front. */
  readonly from: number;
  readonly to: number;
  /** Bytes, without the padding. */
  readonly length: number;
}

/**
 * Bytes as little-endian words, each part padded in front to whole ones: copying some tens of bytes word by word in JavaScript takes a third
 * of the time of a call into the engine's own copying. All parts lie in one array, so that writing one brings the next into the cache.
 */
export class ConstantBytes {
  words = new Int32Array(0);

  /** Takes a copy of `bytes`. */
  add(bytes: Uint8Array): ConstantPart {
    const from = this.words.length;
    const to = from + Math.ceil(bytes.length / wordBytes);
    const words = new Int32Array(to);
    words.set(this.words);
    const padded = new DataView(new ArrayBuffer((to - from) * wordBytes));
    const padding = padded.byteLength - bytes.length;
    for (const [at, byte] of bytes.entries()) padded.setUint8(padding + at, byte);
    for (let at = from; at < to; at += 1) words[at] = padded.getInt32((at - from) * wordBytes, true);
    this.words = words;
    return { from, to, length: bytes.length };
  }
}
