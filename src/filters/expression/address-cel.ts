/** Networks as regular expressions (RE2) over addresses in canonical text, for CEL has no addresses. */

import { isIPv4, isIPv6 } from 'node:net';

const octetBits = 8;
const groupBits = 16;
const groupCount = 8;
const anyOctet = String.raw`\d{1,3}`;
const anyGroup = '[0-9a-f]{1,4}';

/** Values of a number whose `fixed` upper bits of `bits` are those of `value`. */
function range(value: number, fixed: number, bits: number): { readonly low: number; readonly high: number } {
  const free = 2 ** (bits - Math.min(Math.max(fixed, 0), bits));
  const low = Math.floor(value / free) * free;
  return { low, high: low + free - 1 };
}

function ipv4Pattern(address: string, length: number): string {
  const octets = address.split('.').map((text, index) => {
    const { low, high } = range(Number(text), length - index * octetBits, octetBits);
    if (high - low === 255) return anyOctet;
    const values = Array.from({ length: high - low + 1 }, (_, offset) => String(low + offset));
    return values.length === 1 ? (values[0] ?? '') : `(?:${values.join('|')})`;
  });
  return octets.join(String.raw`\.`);
}

function hexClass(low: number, high: number): string {
  const digits = '0123456789abcdef'.slice(low, high + 1);
  return digits.length === 1 ? digits : `[${digits}]`;
}

function anyDigits(count: number): string {
  return count === 0 ? '' : `[0-9a-f]{${count}}`;
}

// Leading zeros are not written, so a range from 0 has texts of every length up to that of its end.
function groupPattern(low: number, high: number): string {
  if (high - low === 0xffff) return anyGroup;
  const [first, last] = [low.toString(16), high.toString(16)];
  if (low === high) return first;
  if (low > 0) {
    const shared = Array.from(first).findIndex((digit, index) => digit !== last[index]);
    const [from, to] = [Number.parseInt(first[shared] ?? '0', 16), Number.parseInt(last[shared] ?? '0', 16)];
    return first.slice(0, shared) + hexClass(from, to) + anyDigits(first.length - shared - 1);
  }
  const top = Number.parseInt(last[0] ?? '0', 16);
  const long = hexClass(1, top) + anyDigits(last.length - 1);
  return last.length === 1 ? hexClass(0, top) : `(?:${long}|[0-9a-f]{1,${last.length - 1}})`;
}

function numbersOf(groups: string): readonly number[] {
  return groups === '' ? [] : groups.split(':').map((group) => Number.parseInt(group, 16));
}

function groupsOf(address: string): readonly number[] {
  const [head = '', tail = ''] = address.split('::');
  const [before, after] = [numbersOf(head), numbersOf(tail)];
  return [...before, ...Array<number>(groupCount - before.length - after.length).fill(0), ...after];
}

// Each place and length the run of zeros may have, and none.
function ipv6Pattern(address: string, length: number): string {
  const ranges = groupsOf(address).map((group, index) => range(group, length - index * groupBits, groupBits));
  const texts = ranges.map(({ low, high }) => groupPattern(low, high));
  const forms = [texts.join(':')];
  for (let start = 0; start < groupCount; start += 1) {
    for (let end = start + 1; end <= groupCount && ranges[end - 1]?.low === 0; end += 1) {
      forms.push(`${texts.slice(0, start).join(':')}::${texts.slice(end).join(':')}`);
    }
  }
  return forms.length === 1 ? (forms[0] ?? '') : `(?:${forms.join('|')})`;
}

/**
 * Returns a regular expression for the addresses of a network such as `10.0.0.0/8`, or undefined where there is none: for
 * IPv6 written with an IPv4 part.
 */
export function networkPattern(network: string): string | undefined {
  const slash = network.lastIndexOf('/');
  const [address, length] = [network.slice(0, slash), Number(network.slice(slash + 1))];
  if (isIPv4(address)) return `^${ipv4Pattern(address, length)}$`;
  const isPlain = isIPv6(address) && !address.includes('.') && !address.includes('%');
  return isPlain ? `^${ipv6Pattern(address.toLowerCase(), length)}$` : undefined;
}
