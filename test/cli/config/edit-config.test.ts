import { readdirSync, readFileSync, statSync, symlinkSync, lstatSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { FailureError, UsageError } from '../../../src/base/errors.ts';
import type { ConfigValue } from '../../../src/cli/config/config-keys.ts';
import { editConfig } from '../../../src/cli/config/edit-config.ts';
import { replaceFile } from '../../../src/cli/config/replace-file.ts';
import { tempFolder } from '../../helpers/grpc-server.ts';

const edit = (text: string, changes: Record<string, ConfigValue | undefined>) =>
  editConfig(text, new Map(Object.entries(changes)), 'c.yaml');

describe('editConfig', () => {
  const written = `# My clusters
server: relay:80 # staging

# Certificates
tls: false
tls-ca-cert-files:
    - a.pem # ours
mine: [1, 2]
`;

  test('keeps comments, order, blank lines and keys that are not its own', () => {
    expect(edit(written, { tls: true, server: 'relay:443' })).toBe(
      written.replace('relay:80', 'relay:443').replace('false', 'true'),
    );
  });

  test('puts a new key at the end and takes one out', () => {
    expect(edit(written, { timeout: '5s', tls: undefined })).toContain('mine: [1, 2]\ntimeout: 5s\n');
    expect(edit(written, { tls: undefined })).not.toContain('tls: ');
  });

  test('keeps the comment of a key that goes', () => {
    expect(edit('# one\na: 1\n# two\nb: 2\n', { a: undefined })).toBe('# one\n# two\nb: 2\n');
    expect(edit('a: 1\n# two\nb: 2\n', { b: undefined })).toBe('a: 1\n\n# two\n');
    expect(edit('a: 1\n', { b: undefined })).toBe('a: 1\n');
  });

  test.each<[string, ConfigValue, string]>([
    ['a list', ['x.pem', 'y.pem'], 'key:\n    - x.pem\n    - y.pem\n'],
    ['an empty list', [], 'key: []\n'],
    ['an empty text', '', 'key: ""\n'],
    ['a text that reads like a number', '4245', 'key: "4245"\n'],
    ['a number', 4245, 'key: 4245\n'],
    ['a long text on one line', 'x '.repeat(100).trim(), `key: ${'x '.repeat(100).trim()}\n`],
  ])('writes %s', (_, value, text) => {
    expect(edit('', { key: value })).toBe(text);
    expect(edit('key: old\n', { key: value })).toBe(text);
  });

  test.each(['', '{}', '---\n', 'null\n', '# only a comment\n'])('%j is an empty file', (text) => {
    expect(edit(text, { tls: true })).toMatch(/tls: true/);
  });

  test('a file of comments keeps them', () => {
    expect(edit('# only a comment\n', { tls: true })).toMatch(/^# only a comment\n+tls: true\n$/);
  });

  test.each(['- a\n', 'a: [\n', 'a: 1\na: 2\n', 'text\n'])('%j is left alone', (text) => {
    expect(() => edit(text, { tls: true })).toThrow(UsageError);
    expect(() => edit(text, { tls: true })).toThrow('c.yaml');
  });
});

describe('replaceFile', () => {
  test('makes folder and file, for the owner alone, and leaves nothing beside it', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'a', 'b', 'config.yaml');
    replaceFile(path, 'one\n');
    replaceFile(path, 'two\n');
    expect(readFileSync(path, 'utf8')).toBe('two\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder.path, 'a', 'b'))).toEqual(['config.yaml']);
  });

  test('narrows the mode of a file that was open to all', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'config.yaml');
    writeFileSync(path, 'old\n', { mode: 0o644 });
    replaceFile(path, 'new\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('writes through a link', async () => {
    await using folder = await tempFolder();
    const [file, link] = [join(folder.path, 'real.yaml'), join(folder.path, 'link.yaml')];
    writeFileSync(file, 'old\n');
    symlinkSync(file, link);
    replaceFile(link, 'new\n');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('new\n');
  });

  test('says what could not be written, and leaves no file behind', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'config.yaml');
    mkdirSync(path);
    expect(() => replaceFile(path, 'x')).toThrow(FailureError);
    expect(() => replaceFile(path, 'x')).toThrow(path);
    expect(readdirSync(folder.path)).toEqual(['config.yaml']);
  });
});
