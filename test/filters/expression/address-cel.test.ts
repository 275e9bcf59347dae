import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { networkPattern } from '../../../src/filters/expression/address-cel.ts';
import { compileRange } from '../../../src/filters/ip-range.ts';

function contains(network: string, address: string): boolean {
  const range = compileRange(network);
  if (!range.ok) throw new Error(range.reason);
  return range.contains(address);
}

// The text of RFC 5952, as flows have it.
function canonicalAddress(groups: readonly number[]): string {
  return new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]`).hostname.slice(1, -1);
}

const group = fc.oneof(
  fc.constant(0),
  fc.constantFrom(1, 0xf, 0x10, 0xff, 0x100, 0xdb8, 0xfe80, 0xffff),
  fc.nat(0xffff),
);
const groups = fc.array(group, { minLength: 8, maxLength: 8 });
const octets = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 });

// Like the network in its first groups, so that some are inside it.
function like(network: readonly number[], other: readonly number[], shared: number): readonly number[] {
  return network.map((value, index) => (index < shared ? value : (other[index] ?? 0)));
}

describe('networks as regular expressions', () => {
  it('hold the IPv6 addresses of the network and no others', () => {
    fc.assert(
      fc.property(groups, groups, fc.nat(8), fc.nat(128), (network, other, shared, length) => {
        const text = `${canonicalAddress(network)}/${length}`;
        const address = canonicalAddress(like(network, other, shared));
        expect(new RegExp(networkPattern(text) ?? '').test(address)).toBe(contains(text, address));
      }),
      { numRuns: 500 },
    );
  });

  it('hold the IPv4 addresses of the network and no others', () => {
    fc.assert(
      fc.property(octets, octets, fc.nat(4), fc.nat(32), (network, other, shared, length) => {
        const text = `${network.join('.')}/${length}`;
        const address = like(network, other, shared).join('.');
        expect(new RegExp(networkPattern(text) ?? '').test(address)).toBe(contains(text, address));
      }),
      { numRuns: 500 },
    );
  });

  it('are none for IPv6 written with IPv4', () => {
    expect(networkPattern('::ffff:10.0.0.0/104')).toBeUndefined();
  });
});
