import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { UsageError } from '../../../src/base/errors.ts';
import type { Environment } from '../../../src/cli/flags/resolve.ts';
import type { ProgramTerminal } from '../../../src/cli/program.ts';
import { canReadAgain, wantsScreen } from '../../../src/cli/tui/wants-screen.ts';
import { tempFolder } from '../../helpers/grpc-server.ts';
import { anInvocation } from './an-invocation.ts';

const terminal: ProgramTerminal = {
  input: new PassThrough(),
  output: new PassThrough(),
  stopUntilContinued: undefined,
};
const wants = (args: readonly string[], environment: Environment = {}) =>
  wantsScreen(anInvocation(args, { environment }), { terminal, environment });

describe('on a terminal', () => {
  it.each([
    [[]],
    [['demo']],
    [['--follow', '--verdict', 'AUDITED']],
    [['--last', '5', '--numeric', '--color', 'never']],
    [['--input-file', '/nowhere/kern.log']],
    [['--input-file', '/dev/kmsg']],
    [['--no-tui=false']],
  ])('%j opens the view', (args) => {
    expect(wants(args)).toBe(true);
  });

  it.each([
    [['--no-tui']],
    [['-o', 'compact']],
    [['demo', '-o', 'json']],
    [['--input-file', '-']],
    [['--input-file', '/nowhere/kern.log', '--input-file', '-']],
  ])('%j prints lines', (args) => {
    expect(wants(args)).toBe(false);
  });

  it.each<[Environment, boolean]>([
    [{ OBSERVE_TUI: 'never' }, false],
    [{ OBSERVE_TUI: 'auto' }, true],
    [{ OBSERVE_TUI: '' }, true],
    [{ HUBBLE_NO_TUI: 'true' }, false],
    [{ TERM: 'dumb' }, false],
    [{ TERM: 'xterm-256color', NO_COLOR: '1' }, true],
  ])('in %j: %j', (environment, expected) => {
    expect(wants([], environment)).toBe(expected);
  });

  it('tells a value of OBSERVE_TUI that is none', () => {
    expect(() => wants([], { OBSERVE_TUI: 'always' })).toThrow(UsageError);
    expect(() => wants([], { OBSERVE_TUI: 'always' })).toThrow('expected one of auto, never');
  });

  it('may be turned off for good in the configuration', () => {
    const files = { '/c/observe/config.yaml': 'no-tui: true\n' };
    const environment = { XDG_CONFIG_HOME: '/c' };
    expect(wantsScreen(anInvocation([], { environment, files }), { terminal, environment })).toBe(false);
  });
});

it('prints lines where there is no terminal', () => {
  expect(wantsScreen(anInvocation(), { environment: {} })).toBe(false);
});

it('prints lines from what can be read only once', async () => {
  await using folder = await tempFolder();
  const file = join(folder.path, 'kern.log');
  const pipe = join(folder.path, 'pipe');
  writeFileSync(file, '');
  execFileSync('mkfifo', [pipe]);
  expect(canReadAgain(file)).toBe(true);
  expect(canReadAgain(pipe)).toBe(false);
});
