import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compileRange } from '../../src/filters/ip-range.ts';

function contains(range: string, address: string): boolean {
  const result = compileRange(range);
  if (!result.ok) throw new Error(result.reason);
  return result.contains(address);
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.');
}

describe('compileRange', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1', true],
    ['10.0.0.1', '10.0.0.2', false],
    ['::1', '0:0:0:0:0:0:0:1', false],
    ['10.11.2.77/24', '10.11.2.1', true],
    ['10.11.2.77/24', '10.11.3.1', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['128.0.0.0/1', '200.1.1.1', true],
    ['10.0.0.1/32', '10.0.0.1', true],
    ['fd00:11::/64', 'fd00:11::3:11', true],
    ['fd00:11::/64', 'fd00:11:0:1::', false],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['::ffff:10.0.0.0/104', '::ffff:10.1.2.3', true],
    ['10.0.0.0/8', '::ffff:10.1.2.3', false],
    ['fe80::/10', 'fe80::1%eth0', false],
    ['10.0.0.0/8', 'no address', false],
    ['10.0.0.0/8', '', false],
  ])('%s contains %s: %s', (range, address, expected) => {
    expect(contains(range, address)).toBe(expected);
  });

  it.each([
    ['300.1.1.1', 'invalid IP address "300.1.1.1" in filter: ParseAddr("300.1.1.1"): IPv4 field has value >255'],
    ['', 'invalid IP address "" in filter: ParseAddr(""): unable to parse IP'],
    ['10.0.0', 'invalid IP address "10.0.0" in filter: ParseAddr("10.0.0"): IPv4 address too short'],
    ['1.2.3.4.5', 'invalid IP address "1.2.3.4.5" in filter: ParseAddr("1.2.3.4.5"): IPv4 address too long'],
    [
      '1.2.03.4',
      'invalid IP address "1.2.03.4" in filter: ParseAddr("1.2.03.4"): IPv4 field has octet with leading zero',
    ],
    [
      '10.0.0/8',
      'invalid IP prefix "10.0.0/8" in filter: netip.ParsePrefix("10.0.0/8"): ParseAddr("10.0.0"): IPv4 address too short',
    ],
    [
      '10.0.0.0/33',
      'invalid IP prefix "10.0.0.0/33" in filter: netip.ParsePrefix("10.0.0.0/33"): prefix length out of range',
    ],
    [
      '10.0.0.0/x',
      'invalid IP prefix "10.0.0.0/x" in filter: netip.ParsePrefix("10.0.0.0/x"): bad bits after slash: "x"',
    ],
    [
      'fe80::%eth0/64',
      'invalid IP prefix "fe80::%eth0/64" in filter: netip.ParsePrefix("fe80::%eth0/64"): IPv6 zones cannot be present in a prefix',
    ],
    [
      '10.0.0.0/1000',
      'invalid IP prefix "10.0.0.0/1000" in filter: netip.ParsePrefix("10.0.0.0/1000"): prefix length out of range',
    ],
  ])('rejects %j', (range, reason) => {
    expect(compileRange(range)).toEqual({ ok: false, reason });
  });

  it('holds for exactly the addresses that share the leading bits', () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 32 }), (base, address, bits) => {
        const leading = (value: number) => value.toString(2).padStart(32, '0').slice(0, bits);
        expect(contains(`${dotted(base)}/${bits}`, dotted(address))).toBe(leading(base) === leading(address));
      }),
    );
  });
});
