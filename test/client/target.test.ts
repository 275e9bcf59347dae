import { expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { parseTarget } from '../../src/client/target.ts';

test.each([
  ['localhost:4245', { name: 'dns:localhost:4245', tls: false, local: true }],
  ['127.0.0.1:4245', { name: 'dns:127.0.0.1:4245', tls: false, local: true }],
  [':4245', { name: 'dns:localhost:4245', tls: false, local: true }],
  ['[::1]:4245', { name: 'dns:[::1]:4245', tls: false, local: true }],
  ['relay.example:80', { name: 'dns:relay.example:80', tls: false, local: false }],
  ['tls://relay.example:443', { name: 'dns:relay.example:443', tls: true, local: false }],
  ['unix:///run/observed.sock', { name: 'unix:///run/observed.sock', tls: false, local: true }],
  ['unix:relative.sock', { name: 'unix:relative.sock', tls: false, local: true }],
  ['dns:///relay.example:80', { name: 'dns:///relay.example:80', tls: false, local: false }],
])('%s', (text, expected) => {
  expect(parseTarget(text)).toEqual({ text, ...expected });
});

test.each(['', 'localhost', 'localhost:http', 'a b:1', 'tls://', 'localhost:99999'])('%j is no target', (text) => {
  expect(() => parseTarget(text)).toThrow(UsageError);
});
