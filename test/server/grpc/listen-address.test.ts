import { expect, test } from 'vitest';
import { UsageError } from '../../../src/base/errors.ts';
import { parseListenAddress } from '../../../src/server/grpc/listen-address.ts';

test.each([
  ['unix:///run/observed.sock', { kind: 'unix', path: '/run/observed.sock' }],
  ['unix:/run/observed.sock', { kind: 'unix', path: '/run/observed.sock' }],
  ['127.0.0.1:4245', { kind: 'tcp', host: '127.0.0.1', port: 4245 }],
  ['127.8.9.10:0', { kind: 'tcp', host: '127.8.9.10', port: 0 }],
  ['localhost:4245', { kind: 'tcp', host: 'localhost', port: 4245 }],
  ['[::1]:4245', { kind: 'tcp', host: '::1', port: 4245 }],
])('%s is an address of this machine', (text, expected) => {
  expect(parseListenAddress(text, false)).toEqual({ text, ...expected });
});

test.each([':4245', '0.0.0.0:4245', '[::]:4245', '10.0.0.1:4245', 'node-a:4245', '128.0.0.1:1', '127.example.com:1'])(
  '%s is refused unless insecure listening is allowed',
  (text) => {
    expect(() => parseListenAddress(text, false)).toThrow(`refusing to listen on ${text} without TLS`);
    expect(parseListenAddress(text, true).kind).toBe('tcp');
  },
);

test.each([
  '',
  '4245',
  'localhost',
  'localhost:',
  'localhost:65536',
  'localhost:-1',
  '::1:4245',
  'http://localhost:4245',
  'unix://',
  'unix://relative.sock',
  'unix:///run/',
  `unix:///${'x'.repeat(107)}`,
])('%j is no address', (text) => {
  expect(() => parseListenAddress(text, true)).toThrow(UsageError);
});
