import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { completeBar } from '../../../src/filters/expression/completion.ts';
import { readBar } from '../../../src/filters/expression/reading.ts';
import type { FilterVocabulary } from '../../../src/filters/expression/vocabulary.ts';

const vocabulary: FilterVocabulary = {
  namespaces: ['shop', 'kube-system'],
  pods: ['shop/web-1', 'shop/db-0', 'kube-system/coredns-a'],
  workloads: ['shop/web', 'shop/db'],
  addresses: ['10.0.0.1', '10.0.0.12', '10.0.0.2'],
  ports: ['53', '5432', '80'],
  nodes: ['node 1', 'node-2', 'bad\u001b[31m'],
  policies: ['db-allow', 'not "me"'],
  labels: ['k8s:app=web', 'k8s:tier=a,b'],
};

/** Completes where `|` stands; gives the bar with the first candidate in place, and all of them. */
function complete(marked: string): { readonly bar: string; readonly candidates: readonly string[] } {
  const at = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, candidates } = completeBar(text, at, vocabulary);
  return { bar: text.slice(0, from) + (candidates[0] ?? '') + text.slice(to), candidates };
}

describe('completing a bar', () => {
  it.each([
    ['aud|', 'audited'],
    ['tcp -por|', 'tcp -port:'],
    ['(sr|', '(src:'],
    ['from-l|', 'from-label:'],
    ['por|t:53', 'port:53'],
    ['port:5|', 'port:53'],
    ['port:53,8|', 'port:53,80'],
    ['port:5|,80', 'port:53,80'],
    ['from:sh|', 'from:shop/'],
    ['from:shop/w|', 'from:shop/web-1'],
    ['-to:wor|', '-to:world'],
    ['verdict:d|', 'verdict:denied'],
    ['node:n|', 'node:"node 1"'],
    ['node:"node |', 'node:"node 1"'],
    ['policy:me|', 'policy:"not \\"me\\""'],
    ['label:k8s:t|', 'label:"k8s:tier=a,b"'],
    ['reason:policy_denied|', 'reason:POLICY_DENIED'],
    ['dns --ver|', 'dns --verdict'],
    ['--verdict aud|', '--verdict AUDIT'],
    ['--verdict |', '--verdict AUDIT'],
    ['--from-namespace sh|', '--from-namespace shop'],
    ['--port=5|', '--port=53'],
    ['-n k|', '-n kube-system'],
    ['-l k8s:app|', '-l k8s:app=web'],
    ['http.m|', 'http.method:'],
  ])('%s becomes %s', (marked, bar) => {
    expect(complete(marked).bar).toBe(bar);
  });

  it('offers what starts so before what holds it, each in order, numbers by size', () => {
    expect(complete('ip:10.0.0.|').candidates).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.12']);
    expect(complete('port:3|').candidates).toEqual(['53', '5432']);
    expect(complete('pod:s|').candidates).toEqual(['shop/db-0', 'shop/web-1', 'kube-system/coredns-a']);
  });

  it('offers at most 50, and nothing with control characters', () => {
    expect(complete('reason:|').candidates).toHaveLength(50);
    expect(complete('node:|').candidates).toEqual(['"node 1"', 'node-2']);
  });

  it('offers nothing where nothing is known, and not what is already written', () => {
    expect(complete('uuid:|').candidates).toEqual([]);
    expect(complete('prot:5|').candidates).toEqual([]);
    expect(complete('--verdict AUDITED|').candidates).toEqual([]);
    expect(complete('node:node-2|').candidates).toEqual([]);
  });

  it('keeps inside the bar, and of a bar that can be read makes one that can', () => {
    const piece = fc.constantFrom(
      'port:',
      'from:',
      '--',
      '--verdict ',
      '-n ',
      '(',
      ')',
      '"',
      "'",
      ',',
      ' ',
      '-',
      'audited',
      'label:',
      'node:',
      '\\',
      'web',
      '=',
      '{',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 8 }),
        fc.nat(),
        (parts, place) => {
          const text = parts.join('');
          const at = place % (text.length + 1);
          const { from, to, candidates } = completeBar(text, at, vocabulary);
          expect(from).toBeLessThanOrEqual(at);
          expect(to).toBeGreaterThanOrEqual(at);
          expect(to).toBeLessThanOrEqual(text.length);
          expect(candidates.length).toBeLessThanOrEqual(50);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    'from:',
    'ns:',
    'pod:',
    'workload:',
    'ip:',
    'port:',
    'node:',
    'policy:',
    'label:',
    'verdict:',
    'proto:',
    'type:',
    'flags:',
    'identity:',
    '--verdict ',
    '-n ',
    '--type ',
  ])('offers behind %s only what can be read', (text) => {
    const { from, to, candidates } = completeBar(text, text.length, vocabulary);
    expect(candidates.length).toBeGreaterThan(0);
    for (const candidate of candidates) {
      const bar = text.slice(0, from) + candidate + text.slice(to);
      expect(readBar(bar)).toMatchObject({ ok: true, terms: [{}] });
    }
  });
});
