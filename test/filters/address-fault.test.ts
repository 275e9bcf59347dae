import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { addressFault } from '../../src/filters/address-fault.ts';

describe('addressFault', () => {
  it.each([
    ['', 'unable to parse IP'],
    ['host', 'unable to parse IP'],
    ['%eth0', 'missing IPv6 address'],
    ['300.1.1.1', 'IPv4 field has value >255'],
    ['1.2.3', 'IPv4 address too short'],
    ['1.2.3.4.5', 'IPv4 address too long'],
    ['1.2.03.4', 'IPv4 field has octet with leading zero'],
    ['1..2.3', 'IPv4 field must have at least one digit (at ".2.3")'],
    ['1.2.3.', 'IPv4 field must have at least one digit (at ".")'],
    ['1.2.3.x', 'unexpected character (at "x")'],
    ['1.2.3.4:80', 'unexpected character (at ":80")'],
    ['fe80::1%', 'zone must be a non-empty string'],
    ['fe80:::1', 'each colon-separated field must have at least one digit (at ":1")'],
    ['12345::', 'each group must have 4 or less digits (at "12345::")'],
    ['1::2::3', 'multiple :: in address (at ":3")'],
    ['1:2:3', 'address string too short'],
    ['1:2:3:4:5:6:7:8:9', 'trailing garbage after address (at "9")'],
    ['1:2:3:4:5:6:7:', 'colon must be followed by more characters (at ":")'],
    ['1:g::', 'each colon-separated field must have at least one digit (at "g::")'],
    ['1g::', 'unexpected character, want colon (at "g::")'],
    ['1:2:3:4::5:6:7:8', 'the :: must expand to at least one field of zeros'],
    ['1:1.2.3.4', 'embedded IPv4 address must replace the final 2 fields of the address (at "1.2.3.4")'],
    ['::ffff:1.2.3.400', 'IPv4 field has value >255'],
    ['[::1]', 'each colon-separated field must have at least one digit (at "[::1]")'],
  ])('%j: %s', (text, fault) => {
    expect(addressFault(text)).toBe(`ParseAddr("${text}"): ${fault}`);
  });

  it('finds a fault in all that is no address', () => {
    const piece = fc.constantFrom('1', '0', '255', 'f', ':', '::', '.', '1.2.3.4', 'ffff');
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 10 }).map((pieces) => pieces.join('')),
        (text) => {
          fc.pre(isIP(text) === 0 && /[.:]/.test(text));
          expect(addressFault(text)).not.toContain('unable to parse IP');
        },
      ),
      { numRuns: 1000 },
    );
  });
});
