/** What the server can send on one stream, to a client that only counts. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { BenchCase } from '../bench-case.ts';
import { countFlows } from '../counting-client.ts';
import { countText, median, plainEnvironment } from '../measure.ts';
import { startStoreServer } from '../server-process.ts';

const wanted = 800_000;
const summaryBytes = 272;

async function limit(path: string, messages: number, bytes: number, repeats: number): Promise<number> {
  const script = resolve(import.meta.dirname, '..', 'plain-http2-server.ts');
  const child = spawn(process.execPath, [script, path, String(messages), String(bytes)], {
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const found: number[] = [];
  for (let run = 0; run < repeats; run += 1) {
    const counted = await countFlows(path, {});
    found.push(counted.messages / (counted.ms / 1000));
  }
  child.kill();
  return median(found);
}

/** The case. */
export const benchCase: BenchCase = {
  async run({ isQuick, folder, say }) {
    const flows = isQuick ? 100_000 : 500_000;
    const repeats = isQuick ? 2 : 5;
    const path = join(folder, 'observed.sock');
    const server = await startStoreServer(`unix://${path}`, flows, summaryBytes);
    const found: number[] = [];
    let bytes = 0;
    await using _ = { [Symbol.asyncDispose]: () => server.stop() };
    for (let run = 0; run <= repeats; run += 1) {
      const counted = await countFlows(path, { number: BigInt(flows) });
      if (counted.messages !== flows) throw new Error(`${counted.messages} of ${flows} messages came`);
      bytes = counted.bytes / counted.messages - 5;
      say(`   ${countText(counted.messages / (counted.ms / 1000))} flows/s`);
      // The first answer also encodes; later ones share the bytes.
      if (run > 0) found.push(counted.messages / (counted.ms / 1000));
    }
    await server.stop();
    const perSecond = median(found);
    const most = await limit(join(folder, 'limit.sock'), flows, Math.round(bytes), repeats);
    return {
      rows: [
        {
          work: `observed → a counting client that only frames, ${bytes.toFixed(0)}-byte flows, one stream`,
          measured: `${countText(perSecond)} flows/s`,
          target: `≥ ${countText(wanted)} flows/s`,
          isMet: perSecond >= wanted,
          against: [
            {
              name: 'node:http2 sending frames made beforehand',
              measured: `${countText(most)} frames/s`,
              ratio: perSecond / most,
            },
          ],
          notes: [],
        },
      ],
    };
  },
};
