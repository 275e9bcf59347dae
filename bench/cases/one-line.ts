/** One line into the log, printed by a follower, on a quiet system. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { BenchCase } from '../bench-case.ts';
import { kernelLines } from '../inputs/kernel-lines.ts';
import { msText, percentile, plainEnvironment, program } from '../measure.ts';
import { startObserved } from '../server-process.ts';

const pauseMs = 20;
const warmUp = 50;

/** The case. */
export const benchCase: BenchCase = {
  async run({ isQuick, folder }) {
    const lines = Array.from(kernelLines((isQuick ? 100 : 500) + warmUp, { perSecond: 50 }));
    const target = `unix://${join(folder, 'observed.sock')}`;
    const server = await startObserved(
      ['--source', 'stdin:', '--listen', target, '--drop-action-override', 'LogAndAccept'],
      'pipe',
    );
    const client = spawn(process.execPath, [program('observe'), '--server', target, '-f', '-o', 'json'], {
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let came: (() => void) | undefined;
    client.stdout.on('data', () => came?.());
    // The first line also waits for the client to be connected.
    await new Promise<void>((resolve) => {
      came = resolve;
      const again = setInterval(() => server.child.stdin?.write(`${lines[0]}\n`), 200);
      client.stdout.once('data', () => clearInterval(again));
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const delays: number[] = [];
    for (const line of lines.slice(1)) {
      const start = performance.now();
      await new Promise<void>((resolve) => {
        came = resolve;
        server.child.stdin?.write(`${line}\n`);
      });
      delays.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    client.kill();
    await server.stop();
    const measured = delays.slice(warmUp);
    const [p50, p99] = [percentile(measured, 0.5), percentile(measured, 0.99)];
    return {
      rows: [
        {
          work: 'one line in → printed by observe -f -o json, quiet system',
          measured: `p50 ${msText(p50)}, p99 ${msText(p99)}`,
          target: 'p50 < 3 ms, p99 < 10 ms',
          isMet: p50 < 3 && p99 < 10,
          against: [],
          notes: [],
        },
      ],
    };
  },
};
