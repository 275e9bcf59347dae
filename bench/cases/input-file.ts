/** `observe --input-file` over recorded Hubble flows. */

import { closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchCase, BenchContext, BenchRow, Yardstick } from '../bench-case.ts';
import { hubbleFlows } from '../inputs/hubble-flows.ts';
import { writeLines } from '../inputs/write-lines.ts';
import { countText, median, program, runMeasured } from '../measure.ts';
import { findPeer } from '../peers.ts';

interface Wanted {
  readonly work: string;
  readonly args: readonly string[];
  readonly ratio: number;
  /** Flows a second of hubble 1.19.4 over such a file on such a machine, for where it is not at hand. */
  readonly recorded: number;
  /** What profiles show in the way of more. */
  readonly inTheWay?: string;
}

const wanted: readonly Wanted[] = [
  {
    work: '--verdict AUDITED -o json',
    args: ['--verdict', 'AUDIT', '-o', 'json'],
    ratio: 20,
    recorded: 34_000,
    inTheWay:
      'a fifth of the half second is the start of the program and of its thread; of the rest, comparing lines with known ones takes 30 %, finding the ' +
      'ends of strings 13 %, reading the file 13 %, on two cores',
  },
  { work: 'all, -o jsonpb', args: ['-o', 'jsonpb'], ratio: 10, recorded: 16_000 },
  {
    work: 'all, -o compact',
    args: ['-o', 'compact'],
    ratio: 8,
    recorded: 31_000,
    inTheWay:
      'besides the start, comparing lines with known ones (13 %), filling in what differs (12 %), names and escaping of the columns (10 %), ' +
      'collecting garbage (8 %), on two cores',
  },
];

async function flowsPerSecond(
  flows: number,
  repeats: number,
  command: readonly string[],
  folder: string,
): Promise<number> {
  const [name = '', ...args] = command;
  const walls: number[] = [];
  for (let run = 0; run < repeats; run += 1) {
    const out = openSync(join(folder, 'out'), 'w');
    const { wallMs, code } = await runMeasured(name, args, { stdio: ['ignore', out, 'inherit'] });
    closeSync(out);
    if (code !== 0) throw new Error(`${command.join(' ')}: exit code ${code}`);
    walls.push(wallMs);
  }
  return flows / (median(walls) / 1000);
}

async function rowOf(want: Wanted, flows: number, context: BenchContext): Promise<BenchRow> {
  const { folder, isQuick } = context;
  const input = join(folder, 'flows.jsonl');
  const repeats = isQuick ? 1 : 5;
  const perSecond = await flowsPerSecond(
    flows,
    repeats,
    [process.execPath, program('observe'), '--input-file', input, ...want.args],
    folder,
  );
  const against: Yardstick[] = [];
  const hubble = findPeer('hubble');
  if (hubble === undefined) {
    against.push({
      name: 'hubble 1.19.4 as recorded on such a machine, not in this run',
      measured: `${countText(want.recorded)} flows/s`,
      ratio: perSecond / want.recorded,
    });
  } else {
    const theirs = await flowsPerSecond(
      flows,
      Math.min(3, repeats),
      [hubble.command, 'observe', '--input-file', input, ...want.args],
      folder,
    );
    against.push({ name: hubble.name, measured: `${countText(theirs)} flows/s`, ratio: perSecond / theirs });
  }
  const [first] = against;
  const jq = findPeer('jq');
  if (jq !== undefined && want.args.includes('AUDIT')) {
    const theirs = await flowsPerSecond(
      flows,
      1,
      [jq.command, '-c', 'select(.flow.verdict == "AUDIT")', input],
      folder,
    );
    against.push({ name: jq.name, measured: `${countText(theirs)} flows/s`, ratio: perSecond / theirs });
  }
  const grep = findPeer('grep');
  if (grep !== undefined && want.args.includes('AUDIT')) {
    const theirs = await flowsPerSecond(flows, repeats, [grep.command, '"verdict":"AUDIT"', input], folder);
    against.push({
      name: `${grep.name}, which only looks for the text`,
      measured: `${countText(theirs)} flows/s`,
      ratio: perSecond / theirs,
    });
  }
  const size = (statSync(input).size / 1e6).toFixed(0);
  return {
    work: `observe --input-file, ${want.work}`,
    measured: `${countText(perSecond)} flows/s`,
    target: `≥ ${want.ratio} × hubble`,
    isMet: (first?.ratio ?? 0) >= want.ratio,
    reached: (first?.ratio ?? 0) / want.ratio,
    ...(want.inTheWay === undefined ? {} : { inTheWay: want.inTheWay }),
    against,
    notes: want.args.includes('AUDIT') ? [`${countText(flows)} flows, ${size} MB, one in 20 audited`] : [],
  };
}

/** The case. */
export const benchCase: BenchCase = {
  async run(context) {
    const flows = context.isQuick ? 60_000 : 300_000;
    writeLines(join(context.folder, 'flows.jsonl'), hubbleFlows(flows));
    const rows: BenchRow[] = [];
    for (const want of wanted) rows.push(await rowOf(want, flows, context));
    return { rows };
  },
};
