import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/base/clock.ts';
import { InputError, UsageError } from '../../../src/base/errors.ts';
import { ExitCode } from '../../../src/base/exit-codes.ts';
import type { Surroundings } from '../../../src/cli/program.ts';
import { runScreen } from '../../../src/cli/tui/run-screen.ts';
import type { TuiEnding, TuiOptions } from '../../../src/tui/tui-options.ts';
import { tempFolder } from '../../helpers/grpc-server.ts';
import { aFlowResponse } from '../../output/a-flow.ts';
import { aSink, anInvocation } from './an-invocation.ts';

const ended: TuiEnding = { code: ExitCode.ok, farewell: 'seen: 3 flows' };

interface Stage extends AsyncDisposable {
  readonly home: string;
  readonly stderr: ReturnType<typeof aSink>;
  readonly terminal: NonNullable<Surroundings['terminal']>;
  readonly hangUps: (() => void)[];
  open(args: readonly string[], use?: (options: TuiOptions) => Promise<TuiEnding>): Promise<ExitCode>;
}

/** A home of its own, a terminal, and a view that does what the test says. */
async function aStage(): Promise<Stage> {
  const folder = await tempFolder();
  const environment = { HOME: folder.path, XDG_RUNTIME_DIR: folder.path };
  const stderr = aSink();
  const terminal = { input: new PassThrough(), output: new PassThrough(), stopUntilContinued: async () => {} };
  const hangUps: (() => void)[] = [];
  const surroundings: Surroundings = {
    argv: [],
    environment,
    stdin: new PassThrough(),
    stdout: { write: () => true, on: () => undefined },
    stderr,
    clock: systemClock(),
    runtime: { node: '26.0.0', platform: 'linux', arch: 'x64' },
    uid: 4_000_000,
    interrupted: new AbortController().signal,
    onHangUp: (listener, signal) => {
      hangUps.push(listener);
      signal.addEventListener('abort', () => hangUps.splice(0));
    },
    readText: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
    terminal,
  };
  return {
    home: folder.path,
    stderr,
    terminal,
    hangUps,
    open: (args, use = async () => ended) =>
      runScreen(anInvocation(args, { environment }), surroundings, async () => ({ openTui: use })),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

describe('the view', () => {
  it('is given the terminal, the question, the looks and the ways to the machine', async () => {
    await using stage = await aStage();
    const file = join(stage.home, 'a.jsonl');
    writeFileSync(file, '');
    const args = ['--input-file', file, '--verdict', 'AUDITED', '--last', '9', '--theme', 'mono', '--timezone', 'UTC'];
    let given: TuiOptions | undefined;
    const code = await stage.open(args, async (options) => {
      given = options;
      return ended;
    });
    expect(code).toBe(ExitCode.ok);
    expect(given).toMatchObject({
      stdin: stage.terminal.input,
      stdout: stage.terminal.output,
      origin: { kind: 'file', name: 'a.jsonl' },
      tried: [],
      request: { number: 9n },
      terms: [expect.stringContaining('audited')],
      appearance: { theme: 'mono', zone: 'UTC', zoneName: 'UTC', view: undefined },
      ports: { suspend: stage.terminal.stopUntilContinued },
    });
  });

  it('saves, keeps and names things where the user is at home', async () => {
    await using stage = await aStage();
    const bytes = await new Promise<number>((resolve, reject) => {
      const use = async ({ ports }: TuiOptions): Promise<TuiEnding> => {
        await ports.settings.save('mine', { tab: 'top' });
        expect(ports.settings.path).toBe(join(stage.home, '.local', 'state', 'observe', 'views.json'));
        // What is tried out on the demo must not hide the same edge of a real cluster.
        expect(ports.acknowledged.path).toBe('no file, until the demo is left');
        expect(ports.lookAt('~/x.jsonl')).toEqual({ path: join(stage.home, 'x.jsonl'), exists: false });
        expect(ports.commandWith(['--port', '53'])).toBe('observe demo --port 53');
        resolve(await ports.saveFlows('~/x.jsonl', 'jsonl', [aFlowResponse()]));
        return ended;
      };
      stage
        .open(['demo'], async (options) => {
          const opened = await options.origin!.open(() => {});
          await opened.close();
          return await use(options);
        })
        .catch(reject);
    });
    expect(readFileSync(join(stage.home, 'x.jsonl')).length).toBe(bytes);
    expect(existsSync(join(stage.home, '.local', 'state', 'observe', 'views.json'))).toBe(true);
  });

  it('opens without an origin where nothing answers, and says what was tried', async () => {
    await using stage = await aStage();
    const code = await stage.open(['--server', '127.0.0.1:1'], async ({ origin, tried }) => {
      expect(origin).toBeUndefined();
      expect(tried).toEqual([{ what: '127.0.0.1:1', outcome: 'connection refused' }]);
      return { code: ExitCode.connect, farewell: '' };
    });
    expect(code).toBe(ExitCode.connect);
    expect(stage.stderr.text).toBe('');
  });

  it('is followed by what was said meanwhile, and last by one line', async () => {
    await using stage = await aStage();
    const path = join(stage.home, 'views.txt');
    writeFileSync(path, '{}');
    await stage.open(['demo'], async () => {
      expect(stage.stderr.text).toBe('');
      return { code: ExitCode.ok, farewell: 'seen: a\u001b[2Jb' };
    });
    expect(stage.stderr.text).toBe('seen: a\\x1b[2Jb\n');
    expect(stage.hangUps).toEqual([]);
  });

  it('ends when the terminal is gone', async () => {
    await using stage = await aStage();
    const code = await stage.open(['demo'], async ({ interrupted }) => {
      const gone = new Promise<void>((resolve) => interrupted.addEventListener('abort', () => resolve()));
      for (const hangUp of stage.hangUps) hangUp();
      await gone;
      return { code: ExitCode.interrupted, farewell: '' };
    });
    expect(code).toBe(ExitCode.interrupted);
  });
});

const never = (): Promise<TuiEnding> => {
  throw new Error('it was opened');
};

describe('what is wrong is told before the screen is taken', () => {
  it.each([
    [['--input-file', '/nowhere/kern.log'], InputError],
    [['demo', '--input-file', 'x'], UsageError],
    [['--cel-expression', 'nonsense('], UsageError],
    [['--server', 'nonsense'], UsageError],
  ])('%j', async (args, kind) => {
    await using stage = await aStage();
    await expect(stage.open(args, never)).rejects.toBeInstanceOf(kind);
  });

  it('a section of the configuration that cannot be meant', async () => {
    await using stage = await aStage();
    const config = join(stage.home, 'c.yaml');
    writeFileSync(config, 'tui:\n  columns: [thyme]\n');
    await expect(stage.open(['demo', '--config', config], never)).rejects.toThrow(`${config}:2: `);
  });

  it('an error of the view itself comes out of it, after what was held', async () => {
    await using stage = await aStage();
    await expect(stage.open(['demo'], () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  });
});
