import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { requestPath } from '../../src/filters/request-uri.ts';

describe('requestPath', () => {
  it.each([
    ['/', '/'],
    ['/a/b?x=/c', '/a/b'],
    ['/a#b', '/a#b'],
    ['/a%20b%2Fc', '/a b/c'],
    ['/a+b', '/a+b'],
    ['/é', '/é'],
    ['/%C3%A9', '/é'],
    ['/%ff', '/\ufffd'],
    ['//double/slash', '//double/slash'],
    ['*', '*'],
    ['http://h', ''],
    ['http://h/', '/'],
    ['http://h?q', ''],
    ['HTTP://h:8080/a', '/a'],
    ['http://h:/a', '/a'],
    ['http://user:pass@h/a', '/a'],
    ['http://[::1]:80/a', '/a'],
    ['http://[fe80::1%25eth0]/a', '/a'],
    ['http:///a', '/a'],
    ['custom+scheme-1.x:/a', '/a'],
    ['mailto:someone', ''],
    ['http://h/a?x=%zz', '/a'],
  ])('%j: %j', (url, path) => {
    expect(requestPath(url)).toBe(path);
  });

  it.each([
    '',
    'a/b',
    '?x',
    '#x',
    ':80/a',
    '1http://h/a',
    'ht tp://h/a',
    'example.org/a',
    '/a%2',
    '/a%zz',
    '/a\nb',
    '/a\u007f',
    'http://h:x/a',
    'http://h:80:90/a',
    'http://h h/a',
    'http://[::1/a',
    'http://h%41/a',
    'http://us er@h/a',
  ])('%j is no request', (url) => {
    expect(requestPath(url)).toBeUndefined();
  });

  it('finds what the URL standard finds in plain URLs', () => {
    const segment = fc.stringMatching(/^[a-z0-9_~-]{0,6}$/);
    fc.assert(
      fc.property(
        fc.webUrl({ validSchemes: ['http', 'https'] }),
        fc.array(segment, { maxLength: 4 }),
        (base, segments) => {
          const { origin } = new URL(base);
          const path = `/${segments.join('/')}`;
          expect(requestPath(`${origin}${path}?a=b`)).toBe(path);
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['string', 'undefined']).toContain(typeof requestPath(text));
      }),
    );
  });
});
