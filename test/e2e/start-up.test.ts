/** What a start does not load. Times are for the benchmark; here it must not come back unnoticed. */

import { writeFileSync } from 'node:fs';
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
