/** `--version` is answered before the program is loaded: here it must not show. */

import { spawnSync } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

import { runProgram } from './programs.ts';

describe.each(['observe', 'observed'] as const)('%s --version', (name) => {
  it('says name and version', async () => {
    const { stdout, stderr, code } = await runProgram(name, ['--version']);
    expect(stdout).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\n$`));
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  it('is answered the same where it does not stand alone', async () => {
    const [alone, among] = await Promise.all([
      runProgram(name, ['--version']),
      runProgram(name, ['--version', '--version']),
    ]);
    expect(among).toEqual(alone);
  });

  it.skipIf(!existsSync('/dev/full'))('says why it could not be written', () => {
    const program = resolve(import.meta.dirname, `../../dist/bin/${name}.js`);
    const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const;
    const { status, stderr } = spawnSync(process.execPath, [program, '--version'], {
      stdio: [...stdio],
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('cannot write to standard output: ENOSPC');
  });
});
