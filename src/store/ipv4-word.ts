/** IPv4 addresses as numbers. */

const zero = 48;
const dot = 46;

/**
 * Returns the 32 bits of a dotted address, undefined for any other text: four numbers 0 … 255 without leading zeros. Each address has
 * one such text, so that two addresses are the same text when they are the same number.
 */
export function ipv4Word(text: string | undefined): number | undefined {
  if (text === undefined || text.length < 7 || text.length > 15) return undefined;
  let word = 0;
  let octet = -1;
  let octets = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === dot) {
      if (octet < 0) return undefined;
      word = word * 256 + octet;
      octets += 1;
      octet = -1;
      continue;
    }
    const digit = code - zero;
    // An octet that is 0 so far may not go on: that zero would be a leading one.
    if (digit < 0 || digit > 9 || octet === 0) return undefined;
    octet = octet < 0 ? digit : octet * 10 + digit;
    if (octet > 255) return undefined;
  }
  return octets === 3 && octet >= 0 ? word * 256 + octet : undefined;
}
