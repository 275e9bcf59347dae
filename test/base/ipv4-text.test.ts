import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ipv4Text } from '../../src/base/ipv4-text.ts';

const octet = fc.nat(255);

it('writes the four octets of any address, in whatever order addresses come', () => {
  const property = fc.property(fc.array(fc.tuple(octet, octet, octet, octet)), (addresses) => {
    const texts = addresses.map(([a, b, c, d]) => ipv4Text(((a << 24) | (b << 16) | (c << 8) | d) >>> 0));
    expect(texts).toEqual(addresses.map((octets) => octets.join('.')));
  });
  fc.assert(property);
});

it('tells networks apart that are remembered in one place', () => {
  // 0.0.0.x, and the network whose two halves of bits are alike.
  expect([0x00000001, 0x00100101, 0x00000001, 0xffffffff].map(ipv4Text)).toEqual([
    '0.0.0.1',
    '0.16.1.1',
    '0.0.0.1',
    '255.255.255.255',
  ]);
});
