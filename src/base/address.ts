/** IP addresses as text: strict checks on bytes, and the canonical spelling of IPv6. */

const dot = 0x2e;
const colon = 0x3a;
const zero = 0x30;

/**
 * Tells whether `bytes[start, end)` is an IPv4 address and nothing else, as `ipv4End` reads it.
 */
export function isIpv4(bytes: Uint8Array, start: number, end: number): boolean {
  return ipv4End(bytes, start, end) === end;
}

/**
 * Returns where the IPv4 address ends that begins at `start`, or -1 when none does before `end`: four decimal numbers
 * 0 … 255 without leading zeros, a text that is canonical as it stands. What follows it is not looked at.
 */
export function ipv4End(bytes: Uint8Array, start: number, end: number): number {
  let pos = start;
  for (let part = 0; part < 4; part += 1) {
    if (part > 0) {
      if (bytes[pos] !== dot || pos >= end) return -1;
      pos += 1;
    }
    const first = pos;
    let value = 0;
    while (pos < end && pos < first + 3) {
      const digit = (bytes[pos] ?? 0) - zero;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      pos += 1;
    }
    if (pos === first || value > 255 || (pos > first + 1 && bytes[first] === zero)) return -1;
  }
  return pos;
}

/** Returns the value of a hexadecimal digit of either case, or -1. */
export function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Reads the groups of an IPv6 text; `gap` is where `::` stands, -1 without one. */
class Ipv6Reader {
  readonly groups: number[] = [];
  gap = -1;
  #bytes: Uint8Array;
  #pos: number;
  #end: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#pos = start;
    this.#end = end;
  }

  /** Reads the whole text; false when it is no IPv6 address (RFC 4291, 2.2). */
  read(): boolean {
    if (this.#isColon(0) && !this.#isColon(1)) return false;
    while (this.#pos < this.#end) {
      if (this.#isColon(0) && this.#isColon(1)) {
        if (this.gap >= 0) return false;
        this.gap = this.groups.length;
        this.#pos += 2;
        continue;
      }
      if (!this.#group()) return false;
    }
    return this.gap >= 0 ? this.groups.length < 8 : this.groups.length === 8;
  }

  #isColon(offset: number): boolean {
    return this.#pos + offset < this.#end && this.#bytes[this.#pos + offset] === colon;
  }

  /** One group with the single colon after it, or the dotted IPv4 tail. */
  #group(): boolean {
    const first = this.#pos;
    let value = 0;
    while (this.#pos < this.#end && this.#pos < first + 4) {
      const digit = hexDigit(this.#bytes[this.#pos] ?? 0);
      if (digit < 0) break;
      value = value * 16 + digit;
      this.#pos += 1;
    }
    if (this.#pos < this.#end && this.#bytes[this.#pos] === dot) return this.#ipv4Tail(first);
    if (this.#pos === first || this.groups.push(value) > 8) return false;
    if (this.#pos === this.#end) return true;
    if (!this.#isColon(0)) return false;
    if (this.#isColon(1)) return true;
    this.#pos += 1;
    return this.#pos < this.#end;
  }

  #ipv4Tail(first: number): boolean {
    if (this.groups.length > 6 || !isIpv4(this.#bytes, first, this.#end)) return false;
    const [a = 0, b = 0, c = 0, d = 0] = new TextDecoder('latin1')
      .decode(this.#bytes.subarray(first, this.#end))
      .split('.')
      .map(Number);
    this.groups.push(a * 256 + b, c * 256 + d);
    this.#pos = this.#end;
    return true;
  }
}

/**
 * Returns the RFC 5952 spelling of the IPv6 address in `bytes[start, end)` (full groups, `::` and a dotted tail are
 * read, zone names are not), or undefined when it is none.
 */
export function canonicalIpv6(bytes: Uint8Array, start: number, end: number): string | undefined {
  const reader = new Ipv6Reader(bytes, start, end);
  if (!reader.read()) return undefined;
  const { groups, gap } = reader;
  if (gap >= 0) groups.splice(gap, 0, ...Array<number>(8 - groups.length).fill(0));
  return formatIpv6(groups);
}

/**
 * Returns the RFC 5952 text of eight 16-bit groups: lower case, no leading zeros, `::` for the first of the longest runs
 * of two or more zero groups, and the dotted form for IPv4-mapped addresses (section 5).
 */
function formatIpv6(groups: readonly number[]): string {
  const run = longestZeroRun(groups);
  if (run.start === 0 && run.length === 5 && groups[5] === 0xffff) return `::ffff:${dotted(groups[6], groups[7])}`;
  let text = '';
  for (let index = 0; index < 8; index += 1) {
    if (index === run.start) {
      text += '::';
      index += run.length - 1;
      continue;
    }
    if (text !== '' && !text.endsWith(':')) text += ':';
    text += (groups[index] ?? 0).toString(16);
  }
  return text;
}

function dotted(high = 0, low = 0): string {
  return `${high >> 8}.${high & 0xff}.${low >> 8}.${low & 0xff}`;
}

/** The first of the longest runs of zero groups, `start` -1 when none has two. */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = -1;
  let bestLength = 1;
  let length = 0;
  for (let index = 0; index < 8; index += 1) {
    length = groups[index] === 0 ? length + 1 : 0;
    if (length > bestLength) {
      bestLength = length;
      best = index - length + 1;
    }
  }
  return { start: best, length: best < 0 ? 0 : bestLength };
}
