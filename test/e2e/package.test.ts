import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

import { jsonLines, temporaryFolder } from './programs.ts';

const root = resolve(import.meta.dirname, '../..');

test('what is packed is enough to run the programs', { timeout: 60_000 }, () => {
  using folder = temporaryFolder();
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[] };
  for (const file of ['package.json', ...files]) cpSync(join(root, file), join(folder.path, file), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder.path, 'node_modules'));
  const run = spawnSync(process.execPath, [join(folder.path, 'dist/bin/observe.js'), 'demo', '-o', 'json'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder.path },
  });
  expect(run.stderr).toBe('');
  expect(jsonLines(run.stdout)).toHaveLength(154);
});
