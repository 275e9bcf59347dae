/** What a start does not load. Times are for the benchmark; here it must not come back unnoticed. */

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { syslogLine } from './packets.ts';
import { jsonLines, runProgram } from './programs.ts';
import { serve } from './serving.ts';

test('a question for the last flows is answered without the modules of HTTP/2 and TLS', async () => {
  await using serving = await serve({
    stdin: syslogLine(),
    args: () => ['--source', 'stdin:', '--drop-action-override', 'LogAndAccept'],
  });
  await serving.until(({ stdout }) => stdout !== '');
  const tell = join(serving.folder, 'tell.mjs');
  const modules = `process.moduleLoadList.filter((name) => /^NativeModule (?:http2|tls|https?)$/.test(name))`;
  writeFileSync(tell, `process.on('exit', () => process.stderr.write(JSON.stringify(${modules})));`);
  const run = async (...args: string[]) =>
    await runProgram('observe', ['--server', serving.target, '-o', 'json', ...args], {
      env: { NODE_OPTIONS: `--import=${tell}` },
    });
  const [short, long] = await Promise.all([run('--last', '20'), run('--all')]);
  expect(jsonLines(short.stdout)).toHaveLength(1);
  expect(short.stderr).toBe('[]');
  // The list is what it is taken for.
  expect(long.stdout).toBe(short.stdout);
  expect(long.stderr).toContain('http2');
});

test('what the engine compiles is kept in the folder of the user, not in that of everybody', async () => {
  const home = mkdtempSync(join(tmpdir(), 'observe-home-'));
  const env = { HOME: home, XDG_CACHE_HOME: '', TMPDIR: home };
  try {
    expect((await runProgram('observe', ['--help'], { env })).code).toBe(0);
    expect(readdirSync(home)).toEqual(['.cache']);
    expect(readdirSync(join(home, '.cache', 'observe', 'compiled'))).toHaveLength(1);
  } finally {
    rmSync(home, { recursive: true });
  }
});

test.each(['', '/proc', '/dev/null', 'relative'])(
  'nothing is kept where there is no such folder: HOME=%s',
  async (home) => {
    const { code, stdout, stderr } = await runProgram('observe', ['--help'], {
      env: { HOME: home, XDG_CACHE_HOME: '' },
    });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('observe');
    expect(existsSync('relative')).toBe(false);
  },
);
