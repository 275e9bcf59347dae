/** How long a command takes that has next to nothing to do. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { once } from 'node:events';
import type { BenchCase, BenchRow, Yardstick } from '../bench-case.ts';
import { kernelLines } from '../inputs/kernel-lines.ts';
import { writeLines } from '../inputs/write-lines.ts';
import { medianWallMs, msText, plainEnvironment, program } from '../measure.ts';
import { findPeer } from '../peers.ts';

const wantedRatio = 2;
/** Milliseconds of `hubble observe --last 20` on such a machine, for where it is not at hand. */
const recordedLastMs = 40;

/** Starts a server over a log and resolves when it answers; the returned function stops it. */
async function serve(folder: string): Promise<{ readonly target: string; stop(): Promise<void> }> {
  const log = join(folder, 'kern.log');
  writeLines(log, kernelLines(1000));
  const target = `unix://${join(folder, 'observed.sock')}`;
  const child = spawn(
    process.execPath,
    [program('observed'), '--source', `file:${log}`, '--listen', target, '--drop-action-override', 'LogAndAccept'],
    {
      env: plainEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  await new Promise<void>((done) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('listening on')) done();
    });
  });
  return {
    target,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function row(work: string, ms: number, against: readonly Yardstick[]): BenchRow {
  const [first] = against;
  return {
    work,
    measured: msText(ms),
    target: `≤ ${wantedRatio} × ${first?.name ?? ''}`,
    isMet: first !== undefined && ms <= wantedRatio * (Number.parseFloat(first.measured) || 0),
    against: against.map((yardstick) => ({ ...yardstick, ratio: ms / Number.parseFloat(yardstick.measured) })),
    notes: [],
  };
}

/** The case. */
export const benchCase: BenchCase = {
  async run({ isQuick, folder }) {
    const repeats = isQuick ? 7 : 25;
    const node = process.execPath;
    const quiet = { stdio: ['ignore', 'ignore', 'ignore'] as const };
    const run = (args: readonly string[]): Promise<number> =>
      medianWallMs(repeats, node, args, { stdio: [...quiet.stdio] });
    const empty = await run(['-e', '0']);
    const version = await run([program('observe'), '--version']);
    const server = await serve(folder);
    try {
      const last = await run([program('observe'), '--server', server.target, '--last', '20']);
      const hubble = findPeer('hubble');
      const hubbleMs =
        hubble === undefined
          ? recordedLastMs
          : await medianWallMs(repeats, hubble.command, ['observe', '--server', server.target, '--last', '20'], {
              stdio: [...quiet.stdio],
            });
      return {
        rows: [
          row('observe --version', version, [{ name: 'node -e 0', measured: msText(empty), ratio: 0 }]),
          row('observe --last 20 on a running server', last, [
            {
              name:
                hubble === undefined
                  ? 'hubble observe --last 20 as recorded (30–50 ms), not in this run'
                  : `${hubble.name} observe --last 20`,
              measured: msText(hubbleMs),
              ratio: 0,
            },
            { name: 'node -e 0', measured: msText(empty), ratio: 0 },
          ]),
        ],
      };
    } finally {
      await server.stop();
    }
  },
};
