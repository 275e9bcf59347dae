import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean } from '../../../src/tui/text/clean.ts';
import { fitEndpoint, shortenEndpoint } from '../../../src/tui/text/endpoint.ts';
import { textWidth } from '../../../src/tui/text/width.ts';

const dns = { namespace: 'kube-system', name: 'coredns-5d78c9869d-x7k', port: '' };

describe('shortenEndpoint', () => {
  it.each([
    [40, 'kube-system/coredns-5d78c9869d-x7k'],
    [34, 'kube-system/coredns-5d78c9869d-x7k'],
    [21, 'kube-system/core…-x7k'],
    [20, 'coredns-5d…9869d-x7k'],
    [9, 'core…-x7k'],
    [1, '…'],
  ])('in %i cells is %s', (width, shown) => {
    expect(shortenEndpoint(dns, width)).toBe(shown);
  });

  it('keeps the port when the name gives way', () => {
    expect(shortenEndpoint({ ...dns, port: ':53' }, 14)).toBe('cored…d-x7k:53');
  });

  it('keeps a short name with its namespace', () => {
    expect(shortenEndpoint({ namespace: 'shop', name: 'db-0', port: ':5432' }, 14)).toBe('shop/db-0:5432');
    expect(shortenEndpoint({ namespace: 'shop', name: 'db-0', port: ':5432' }, 13)).toBe('db-0:5432');
  });
});

describe('fitEndpoint', () => {
  it('is exactly as wide as asked for any names', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => clean(text));
    fc.assert(
      fc.property(name, name, fc.integer({ min: 0, max: 50 }), (namespace, pod, width) => {
        expect(textWidth(fitEndpoint({ namespace, name: pod, port: ':53' }, width))).toBe(width);
      }),
      { numRuns: 500 },
    );
  });
});
