/** Many followers of one server. */

import { join } from 'node:path';
import type { BenchCase } from '../bench-case.ts';
import { followAll } from '../follow-all.ts';
import { kernelLines } from '../inputs/kernel-lines.ts';
import { countText, msText, percentile, processCost } from '../measure.ts';
import { startObserved } from '../server-process.ts';

const followers = 100;
const perSecond = 2000;
const wantedMs = 20;
const tickMs = 5;

/** The first second of a server's life is told apart: it is spent compiling, and a follower stays for hours. */
const warmUpSeconds = 1;

/** The case. */
export const benchCase: BenchCase = {
  async run({ isQuick, folder }) {
    const seconds = warmUpSeconds + (isQuick ? 3 : 10);
    const path = join(folder, 'observed.sock');
    const server = await startObserved(
      ['--source', 'stdin:', '--listen', `unix://${path}`, '--drop-action-override', 'LogAndAccept'],
      'pipe',
    );
    const lines = Array.from(kernelLines(perSecond * seconds, { perSecond }));
    const sentMs: number[] = [];
    const following = await followAll(path, followers, lines.length);
    const before = processCost(server.pid)?.cpuMs ?? 0;
    const start = performance.now();
    let next = 0;
    while (next < lines.length) {
      const due = Math.min(lines.length, Math.ceil(((performance.now() - start) / 1000) * perSecond));
      if (due > next) {
        const now = performance.now();
        for (let at = next; at < due; at += 1) sentMs.push(now);
        server.child.stdin?.write(`${lines.slice(next, due).join('\n')}\n`);
        next = due;
      }
      await new Promise((resolve) => setTimeout(resolve, tickMs));
    }
    const arrivals = await following.done;
    const cpuMs = (processCost(server.pid)?.cpuMs ?? 0) - before;
    const all = arrivals.map((times) => Array.from(times, (ms, index) => ms - (sentMs[index] ?? NaN)));
    const warmUp = perSecond * warmUpSeconds;
    const delays = all.flatMap((each) => each.slice(warmUp));
    const cold = all.flatMap((each) => each.slice(0, warmUp));
    const lost = followers * lines.length - cold.length - delays.length;
    following.close();
    await server.stop();
    const p99 = percentile(delays, 0.99);
    return {
      rows: [
        {
          work: `${followers} followers, ${countText(perSecond)} flows/s`,
          measured: `${lost} lost, p50 ${msText(percentile(delays, 0.5))}, p99 ${msText(p99)} from line to follower`,
          target: `none lost, p99 < ${wantedMs} ms`,
          isMet: lost === 0 && p99 < wantedMs,
          against: [],
          notes: [
            `the server used ${((cpuMs / (performance.now() - start)) * 100).toFixed(0)} % of a core; the clients share the machine with it`,
            `in the first second of the server's life, which it spends compiling, p99 ${msText(percentile(cold, 0.99))}`,
          ],
        },
      ],
    };
  },
};
