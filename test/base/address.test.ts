import { isIPv4, isIPv6 } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalIpv6, hexDigit, ipv4End, isIpv4 } from '../../src/base/address.ts';

const bytesOf = (text: string) => Buffer.from(text, 'latin1');
const ipv6 = (text: string) => canonicalIpv6(bytesOf(text), 0, text.length);
const ipv4 = (text: string) => isIpv4(bytesOf(text), 0, text.length);

describe('IPv4', () => {
  it.each(['0.0.0.0', '255.255.255.255', '10.0.100.1'])('takes %s', (text) => expect(ipv4(text)).toBe(true));

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.04',
    '1..3.4',
    '1.2.3.4.5',
    ' 1.2.3.4',
    '1.2.3.1000',
    '::1',
  ])('refuses %j', (text) => expect(ipv4(text)).toBe(false));

  it('ends where the text goes on with something else', () => {
    const bytes = bytesOf('SRC=10.0.0.1 DST');
    expect(ipv4End(bytes, 4, bytes.length)).toBe(12);
    expect(ipv4End(bytes, 4, 10)).toBe(-1);
    expect(ipv4End(bytes, 0, bytes.length)).toBe(-1);
  });

  it('agrees with the platform', () => {
    const text = fc.oneof(fc.ipV4(), fc.string({ unit: fc.constantFrom(...Array.from('0129.')) }), fc.ipV6());
    fc.assert(
      fc.property(text, (each) => {
        expect(ipv4(each)).toBe(isIPv4(each));
      }),
    );
  });
});

describe('IPv6', () => {
  // The examples of RFC 5952, section 4, and the corners of the grammar.
  it.each([
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:0db8:0000:0001:0001:0001:0001:0001', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:DB8::AAAA', '2001:db8::aaaa'],
    ['0000:0000:0000:0000:0000:0000:0000:0000', '::'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['fe80:0:0:0:0:0:0:0', 'fe80::'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['1::3:4:5:6:7:8', '1:0:3:4:5:6:7:8'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
    ['0000:0000:0000:0000:0000:ffff:0a00:0001', '::ffff:10.0.0.1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ])('%s is %s', (text, canonical) => expect(ipv6(text)).toBe(canonical));

  it.each([
    '',
    ':',
    ':::',
    '1',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    ':1::',
    '1::2:',
    'g::',
    '1.2.3.4',
    '::1.2.3',
    '1:2:3:4:5:6:7:1.2.3.4',
    'fe80::1%eth0',
  ])('refuses %j', (text) => expect(ipv6(text)).toBeUndefined());

  it('accepts what the platform accepts', () => {
    const text = fc.oneof(
      fc.ipV6(),
      fc.string({ unit: fc.constantFrom(...Array.from('01f:.')), maxLength: 20 }),
      fc.ipV4(),
    );
    fc.assert(
      fc.property(text, (each) => {
        expect(ipv6(each) !== undefined).toBe(isIPv6(each));
      }),
      { numRuns: 2000 },
    );
  });

  it('is canonical: the same for every spelling of an address', () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(groups, (each) => {
        const full = each.map((group) => group.toString(16).padStart(4, '0')).join(':');
        const canonical = ipv6(full);
        expect(ipv6(canonical ?? '')).toBe(canonical);
        expect(ipv6(full.toUpperCase())).toBe(canonical);
      }),
    );
  });
});

it('reads hexadecimal digits of both cases', () => {
  const digits = Array.from('0123456789abcdefABCDEF').map((digit) => hexDigit(digit.charCodeAt(0)));
  expect(digits).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 10, 11, 12, 13, 14, 15]);
  expect(Array.from('/:@`gG \0').map((digit) => hexDigit(digit.charCodeAt(0)))).toEqual(Array(8).fill(-1));
});
