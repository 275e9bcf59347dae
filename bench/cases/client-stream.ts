/** From the server through the client into a file. */

import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchCase, BenchRow, Yardstick } from '../bench-case.ts';
import { countText, median, program, runMeasured } from '../measure.ts';
import { findPeer } from '../peers.ts';
import { startStoreServer } from '../server-process.ts';

const wanted = [
  {
    format: 'json',
    perSecond: 200_000,
    ratio: 9,
    recorded: 22_500,
    inTheWay:
      'the one thread of the client, of whose time printing from bytes is 59 % (constant texts 11, strings 11, finding the fields 11), writing the ' +
      'file 8, collecting garbage 7, joining what was read 4, waiting for the server 12; the server needs a third of the time of the client',
  },
  {
    format: 'compact',
    perSecond: 250_000,
    ratio: 4,
    recorded: 68_000,
    inTheWay:
      'the one thread of the client, of whose time reading the fields of the columns is 36 % (12 making texts that were not seen before), putting the ' +
      'line together 11, encoding and escaping it 15, collecting garbage 10, waiting for the server 10, which masks 2.3 µs a flow',
  },
] as const;

/** The case. */
export const benchCase: BenchCase = {
  async run({ isQuick, folder }) {
    const flows = isQuick ? 100_000 : 500_000;
    const repeats = isQuick ? 1 : 5;
    const target = `unix://${join(folder, 'observed.sock')}`;
    const output = join(folder, 'out');
    const server = await startStoreServer(target, flows, 272);
    const measure = async (command: string, args: readonly string[]): Promise<number> => {
      const walls: number[] = [];
      for (let run = 0; run < repeats; run += 1) {
        const out = openSync(output, 'w');
        const { wallMs, code } = await runMeasured(command, args, { stdio: ['ignore', out, 'ignore'] });
        closeSync(out);
        const lines = readFileSync(output).filter((byte) => byte === 10).length;
        if (code !== 0 || lines < flows) throw new Error(`${command} ${args.join(' ')}: code ${code}, ${lines} lines`);
        walls.push(wallMs);
      }
      return flows / (median(walls) / 1000);
    };
    try {
      const rows: BenchRow[] = [];
      for (const { format, perSecond: least, ratio, recorded, inTheWay } of wanted) {
        const asked = ['--server', target, '--last', String(flows), '-o', format];
        const perSecond = await measure(process.execPath, [program('observe'), ...asked]);
        const hubble = findPeer('hubble');
        const theirs = hubble === undefined ? recorded : await measure(hubble.command, ['observe', ...asked]);
        const name = hubble?.name ?? 'hubble 1.19.4 as recorded on such a machine, not in this run';
        const against: Yardstick = { name, measured: `${countText(theirs)} flows/s`, ratio: perSecond / theirs };
        rows.push({
          work: `observed → observe -o ${format} into a file`,
          measured: `${countText(perSecond)} flows/s`,
          target: `≥ ${countText(least)} flows/s, ${ratio} × hubble`,
          reached: Math.min(perSecond / least, against.ratio / ratio),
          inTheWay,
          isMet: perSecond >= least && against.ratio >= ratio,
          against: [against],
          notes: [],
        });
      }
      return { rows };
    } finally {
      await server.stop();
    }
  },
};
