import { describe, expect, test } from 'vitest';
import {
  defaultListenAddresses,
  defaultServerCandidates,
  isLoopbackHost,
  parseHostPort,
  unixSocketPath,
} from '../../src/base/addresses.ts';

describe('defaults', () => {
  test.each([
    ['root', {}, 0, ['unix:///run/observed.sock']],
    ['root, whatever its runtime folder', { XDG_RUNTIME_DIR: '/run/user/0' }, 0, ['unix:///run/observed.sock']],
    ['a user', { XDG_RUNTIME_DIR: '/run/user/1000/' }, 1000, ['unix:///run/user/1000/observed.sock', '127.0.0.1:4245']],
    ['a user without a runtime folder', {}, 1000, ['unix:///tmp/observed-1000/observed.sock', '127.0.0.1:4245']],
    [
      'a user with a temporary folder',
      { TMPDIR: '/var/tmp/', XDG_RUNTIME_DIR: '' },
      7,
      ['unix:///var/tmp/observed-7/observed.sock', '127.0.0.1:4245'],
    ],
    [
      'folders that are not absolute',
      { TMPDIR: 'x', XDG_RUNTIME_DIR: 'y' },
      7,
      ['unix:///tmp/observed-7/observed.sock', '127.0.0.1:4245'],
    ],
  ])('%s listens on', (_who, env, uid, expected) => {
    expect(defaultListenAddresses(env, uid)).toEqual(expected);
  });

  test('clients look where servers listen: their own socket, that of root, Hubble’s default', () => {
    expect(defaultServerCandidates({ XDG_RUNTIME_DIR: '/run/user/7' }, 7)).toEqual([
      'unix:///run/user/7/observed.sock',
      'unix:///run/observed.sock',
      'localhost:4245',
    ]);
    expect(defaultServerCandidates({}, 0)).toEqual(['unix:///run/observed.sock', 'localhost:4245']);
  });
});

test.each([
  ['unix:///a/b', '/a/b'],
  ['unix:/a/b', '/a/b'],
  ['unix:a', 'a'],
  ['localhost:1', undefined],
])('the path of %s is %s', (address, path) => {
  expect(unixSocketPath(address)).toBe(path);
});

test.each([
  ['a:1', { host: 'a', port: 1 }],
  ['[fe80::1%eth0]:2', { host: 'fe80::1%eth0', port: 2 }],
  [':3', { host: '', port: 3 }],
  ['a', undefined],
  ['a:65536', undefined],
  ['::1:4', undefined],
  ['a:b:1', undefined],
])('%s is %j', (address, parts) => {
  expect(parseHostPort(address)).toEqual(parts);
});

test.each([
  ['localhost', true],
  ['LOCALHOST', true],
  ['127.0.0.53', true],
  ['::1', true],
  ['', false],
  ['0.0.0.0', false],
  ['::', false],
  ['127.evil.example', false],
])('%j loops back: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});
