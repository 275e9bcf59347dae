/** Why a text is no IP address, in the words of Go's net/netip, which Hubble prints. */

import { quote } from '../base/quote.ts';

interface Fault {
  readonly what: string;
  /** The rest of the text from where it went wrong, where Go tells it. */
  readonly at?: string;
}

/** A fault in `octets`, or undefined when they are four numbers below 256 without leading zeros. */
function ipv4Fault(octets: string): Fault | undefined {
  let digits = '';
  let dots = 0;
  for (const [at, character] of Array.from(octets).entries()) {
    const rest = Array.from(octets).slice(at).join('');
    if (/\d/.test(character)) {
      if (digits === '0') return { what: 'IPv4 field has octet with leading zero' };
      digits += character;
      if (Number(digits) > 255) return { what: 'IPv4 field has value >255' };
      continue;
    }
    if (character !== '.') return { what: 'unexpected character', at: rest };
    if (digits === '' || rest === '.') return { what: 'IPv4 field must have at least one digit', at: rest };
    if (dots === 3) return { what: 'IPv4 address too long' };
    dots += 1;
    digits = '';
  }
  return dots < 3 ? { what: 'IPv4 address too short' } : undefined;
}

const longestGroup = 4;
const fields = 8;

function groupFault(
  rest: string,
  digits: string,
  state: { readonly count: number; readonly gap: boolean },
): Fault | undefined {
  if (digits.length > longestGroup) return { what: 'each group must have 4 or less digits', at: rest };
  if (digits === '') return { what: 'each colon-separated field must have at least one digit', at: rest };
  if (rest[digits.length] !== '.') return undefined;
  if (!state.gap && state.count !== fields - 2) {
    return { what: 'embedded IPv4 address must replace the final 2 fields of the address', at: rest };
  }
  if (state.count > fields - 2) {
    return { what: 'too many hex fields to fit an embedded IPv4 at the end of the address', at: rest };
  }
  return ipv4Fault(rest);
}

function separatorFault(rest: string, gap: boolean): Fault | undefined {
  if (!rest.startsWith(':')) return { what: 'unexpected character, want colon', at: rest };
  if (rest === ':') return { what: 'colon must be followed by more characters', at: rest };
  return gap && rest.startsWith('::') ? { what: 'multiple :: in address', at: rest.slice(1) } : undefined;
}

/** Reads field by field, as Go does, so that the first fault is the one Go finds. */
function ipv6Fault(address: string): Fault | undefined {
  let gap = address.startsWith('::');
  let rest = gap ? address.slice(2) : address;
  let count = 0;
  while (rest !== '' && count < fields) {
    const digits = /^[0-9a-fA-F]*/.exec(rest)?.[0] ?? '';
    const fault = groupFault(rest, digits, { count, gap });
    if (fault !== undefined) return fault;
    const isEmbedded = rest[digits.length] === '.';
    count += isEmbedded ? 2 : 1;
    rest = isEmbedded ? '' : rest.slice(digits.length);
    if (rest === '') break;
    const separator = separatorFault(rest, gap);
    if (separator !== undefined) return separator;
    gap ||= rest.startsWith('::');
    rest = rest.startsWith('::') ? rest.slice(2) : rest.slice(1);
  }
  if (rest !== '') return { what: 'trailing garbage after address', at: rest };
  if (count < fields) return gap ? undefined : { what: 'address string too short' };
  return gap ? { what: 'the :: must expand to at least one field of zeros' } : undefined;
}

function faultOf(text: string): Fault | undefined {
  const first = /[.:%]/.exec(text)?.[0];
  if (first === undefined) return { what: 'unable to parse IP' };
  if (first === '.') return ipv4Fault(text);
  if (first === '%') return { what: 'missing IPv6 address' };
  const zone = text.indexOf('%');
  if (zone === text.length - 1) return { what: 'zone must be a non-empty string' };
  return ipv6Fault(zone < 0 ? text : text.slice(0, zone));
}

/** Returns the reason for `text`, which is no address, as `ParseAddr("x"): …`. */
export function addressFault(text: string): string {
  const { what, at } = faultOf(text) ?? { what: 'unable to parse IP' };
  return `ParseAddr(${quote(text)}): ${what}${at === undefined ? '' : ` (at ${quote(at)})`}`;
}
