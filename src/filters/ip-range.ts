/** IP addresses and prefixes as filters compare them. */

import { isIPv4, isIPv6 } from 'node:net';

import { quote } from '../base/quote.ts';
import { addressFault } from './address-fault.ts';

/** An address as 32-bit words, most significant first: one for IPv4, four for IPv6. */
type Words = readonly number[];

/** A network: the words of its base address and the number of leading bits that count. */
interface Prefix {
  readonly words: Words;
  readonly bits: number;
}

/** Whether an address, as text, lies inside; false for text that is no address. */
export type RangePredicate = (address: string) => boolean;

/** The compiled value of an IP filter, or why it is none in the words of Go's net/netip, which Hubble prints. */
export type RangeResult =
  | { readonly ok: true; readonly contains: RangePredicate }
  | { readonly ok: false; readonly reason: string };

function ipv4Word(text: string): number {
  let word = 0;
  for (const octet of text.split('.')) word = word * 256 + Number(octet);
  return word;
}

function groupsOf(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const word = ipv4Word(group);
    return [Math.floor(word / 0x10000), word % 0x10000];
  });
}

function ipv6Words(text: string): Words {
  const [head = '', tail] = text.split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const groups = [...before, ...Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
  const words: number[] = [];
  for (let index = 0; index < 8; index += 2) words.push((groups[index] ?? 0) * 0x10000 + (groups[index + 1] ?? 0));
  return words;
}

// A zone makes an address of its own, which no prefix contains.
function parseAddress(text: string): Words | undefined {
  if (isIPv4(text)) return [ipv4Word(text)];
  return isIPv6(text) && !text.includes('%') ? ipv6Words(text) : undefined;
}

function prefixFault(text: string, detail: string): RangeResult {
  return { ok: false, reason: `invalid IP prefix ${quote(text)} in filter: ${detail}` };
}

function sharesBits(a: Words, prefix: Prefix): boolean {
  if (a.length !== prefix.words.length) return false;
  for (let index = 0, left = prefix.bits; left > 0; index += 1, left -= 32) {
    const shift = left >= 32 ? 0 : 32 - left;
    if ((a[index] ?? 0) >>> shift !== (prefix.words[index] ?? 0) >>> shift) return false;
  }
  return true;
}

function compilePrefix(text: string, slash: number): RangeResult {
  const quoted = quote(text);
  const address = text.slice(0, slash);
  const length = text.slice(slash + 1);
  const words = parseAddress(address);
  if (words === undefined) {
    const fault = isIPv6(address) ? 'IPv6 zones cannot be present in a prefix' : addressFault(address);
    return prefixFault(text, `netip.ParsePrefix(${quoted}): ${fault}`);
  }
  if (!/^(?:0|[1-9]\d*)$/.test(length)) {
    return prefixFault(text, `netip.ParsePrefix(${quoted}): bad bits after slash: ${quote(length)}`);
  }
  const prefix: Prefix = { words, bits: Number(length) };
  if (prefix.bits > words.length * 32) {
    return prefixFault(text, `netip.ParsePrefix(${quoted}): prefix length out of range`);
  }
  return {
    ok: true,
    contains: (candidate) => {
      const parsed = parseAddress(candidate);
      return parsed !== undefined && sharesBits(parsed, prefix);
    },
  };
}

/**
 * Compiles an address (matched as exactly this text, as Hubble does) or a CIDR prefix, whose host bits may be set.
 */
export function compileRange(text: string): RangeResult {
  const slash = text.lastIndexOf('/');
  if (slash >= 0) return compilePrefix(text, slash);
  if (!isIPv4(text) && !isIPv6(text)) {
    return { ok: false, reason: `invalid IP address ${quote(text)} in filter: ${addressFault(text)}` };
  }
  return { ok: true, contains: (candidate) => candidate === text };
}
