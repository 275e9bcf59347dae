/** Texts of IPv4 addresses, made of what was made before: those of a cluster are in a few networks. */

/** Networks of 24 bits that are remembered, a power of two. */
const rememberedNetworks = 4096;

const octets = Array.from({ length: 256 }, (_, octet) => String(octet));

const networks = new Int32Array(rememberedNetworks);
// The first three octets and the dot after them; at first of 0.0.0.0 everywhere.
const fronts: string[] = Array.from({ length: rememberedNetworks }, () => '0.0.0.');

/** Returns the dotted text of the address whose bits are `bits`. */
export function ipv4Text(bits: number): string {
  const network = bits >>> 8;
  const slot = (network ^ (network >>> 12)) & (rememberedNetworks - 1);
  const last = octets[bits & 0xff] ?? '';
  if (networks[slot] !== network) {
    networks[slot] = network;
    fronts[slot] = `${network >>> 16}.${(network >>> 8) & 0xff}.${network & 0xff}.`;
  }
  return `${fronts[slot]}${last}`;
}
