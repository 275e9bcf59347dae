/** The terminal UI in a terminal: how soon it answers keys, and what it costs. */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGrpcObserver } from '../../src/client/grpc-observer.ts';
import type { BenchCase, BenchContext, BenchOutcome, BenchRow, BenchSeries } from '../bench-case.ts';
import { countText, median, msText, percentile } from '../measure.ts';
import { browsing, press, tabsAndFilter, type Answered } from '../tui/keys.ts';
import { openUi, startFedServer, terminalSize, type FedServer, type OpenUi, type StretchCost } from '../tui/stage.ts';

const wanted = { keyMs: 50, idleShare: 0.01, busyShare: 0.5 } as const;
const rates = [0, 100, 5000] as const;
const busiest = 5000;
/** Flows the UI keeps: from then on each new one pushes an old one out. */
const viewFlows = 50_000;
const burstFlows = 300_000;
const burstPatienceMs = 120_000;
/** Something to move in while no flow comes. */
const flowsBefore = 2000;
const warmUpRounds = 2;
const settleMs = 2000;
/** Share of the flows fed that has to reach the UI; on a machine that is too busy they do not. */
const leastArrived = 0.9;
const longestPauseMs = 80;
const burstPauseMs = 30;

interface Lengths {
  readonly quietMs: number;
  readonly rounds: number;
  readonly memoryMs: number;
  /** How much the memory may grow meanwhile: a young process takes what it gets until the first large collection. */
  readonly growth: number;
}

const whole: Lengths = { quietMs: 20_000, rounds: 40, memoryMs: 600_000, growth: 1.1 };
const quick: Lengths = { quietMs: 6000, rounds: 6, memoryMs: 25_000, growth: 1.5 };

/** What one rate of flows gave. */
interface RateFigures extends StretchCost {
  readonly perSecond: number;
  readonly keys: readonly Answered[];
  readonly repaintsWithKeys: number;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

async function measureRate(ui: OpenUi, perSecond: number, { quietMs, rounds }: Lengths): Promise<RateFigures> {
  const quiet = await ui.cost(() => sleep(quietMs));
  const keys: Answered[] = [];
  const withKeys = await ui.cost(async () => {
    for (let round = 0; round < rounds; round += 1) {
      keys.push(...(await press(browsing, ui, longestPauseMs)));
    }
  });
  return { ...quiet, perSecond, keys, repaintsWithKeys: quiet.repaints + withKeys.repaints };
}

/** Looks at the memory while flows run; returns bytes, one a second. */
async function measureMemory(ui: OpenUi, ms: number): Promise<readonly number[]> {
  const bytes: number[] = [];
  for (const endMs = performance.now() + ms; performance.now() < endMs;) {
    bytes.push(ui.residentBytes());
    await sleep(1000);
  }
  return bytes;
}

/** Returns what a reader has to know of the times of keys on a machine that others use, too. */
function keysNote(keys: readonly Answered[]): string {
  const own = keys.map(({ ms, waitedMs }) => ms - waitedMs);
  const worst = Math.max(...delays(keys));
  return `${keys.length} keys, p50 ${msText(median(delays(keys)))}, worst ${msText(worst)}; without the time other programs had the cores p99 ${msText(percentile(own, 0.99))}, worst ${msText(Math.max(...own))}`;
}

function delays(keys: readonly Answered[]): readonly number[] {
  return keys.map(({ ms }) => ms);
}

function keyRow({ perSecond, keys }: RateFigures): BenchRow {
  const p99 = percentile(delays(keys), 0.99);
  return {
    work: `observe, key to screen at ${countText(perSecond)} flows/s`,
    measured: `p50 ${msText(median(delays(keys)))}, p99 ${msText(p99)}`,
    target: `p99 < ${wanted.keyMs} ms`,
    isMet: p99 < wanted.keyMs,
    against: [],
    notes: [`j, k, G, Enter, tabs, a filter written: ${keysNote(keys)}`],
  };
}

function cpuRow({ perSecond, arrived, cpuShare, waitShare }: RateFigures): BenchRow {
  const least = perSecond === 0 ? wanted.idleShare : wanted.busyShare;
  return {
    work: `observe, a live table of ${terminalSize.columns}×${terminalSize.rows} at ${countText(perSecond)} flows/s`,
    measured: `${percent(cpuShare)} of a core`,
    target: `< ${(least * 100).toFixed(0)} %`,
    // What never came cost nothing.
    isMet: cpuShare < least && arrived >= perSecond * leastArrived,
    against: [],
    notes: [
      `${countText(arrived)} flows/s arrived; for ${percent(waitShare)} of the time other programs had the cores it could have used`,
    ],
  };
}

function repaintRow(figures: readonly RateFigures[]): BenchRow {
  const repaints = figures.reduce((sum, { repaintsWithKeys }) => sum + repaintsWithKeys, 0);
  return {
    work: 'observe, full repaints while flows run and keys are pressed',
    measured: String(repaints),
    target: '0',
    isMet: repaints === 0,
    against: [],
    notes: [],
  };
}

function memoryRow(bytes: readonly number[], ms: number, growth: number): BenchRow {
  const fifth = Math.ceil(bytes.length / 5);
  const [early, late] = [median(bytes.slice(fifth, 2 * fifth)), median(bytes.slice(-fifth))];
  return {
    work: `observe, resident memory after ${Math.round(ms / 60_000)} min at ${countText(busiest)} flows/s`,
    measured: `${megabytes(late)}, ${(late / early).toFixed(2)} × that of the second fifth`,
    target: `flat: ≤ ${growth} ×`,
    isMet: late <= early * growth,
    against: [],
    notes: [`${countText(viewFlows)} flows are held all the time; most in it was ${megabytes(Math.max(...bytes))}`],
  };
}

function rateSeries(figures: readonly RateFigures[]): BenchSeries {
  return {
    title: 'The terminal UI by rate of flows',
    columns: [
      'flows/s',
      'arrived',
      'keys',
      'p50',
      'p99',
      'worst',
      'share of a core',
      'frames/s',
      'bytes a frame',
      'full repaints',
    ],
    rows: figures.map((one) => [
      countText(one.perSecond),
      countText(one.arrived),
      String(one.keys.length),
      msText(median(delays(one.keys))),
      msText(percentile(delays(one.keys), 0.99)),
      msText(Math.max(...delays(one.keys))),
      percent(one.cpuShare),
      one.framesPerSecond.toFixed(1),
      one.framesPerSecond === 0 ? '–' : countText(one.bytesPerFrame),
      String(one.repaintsWithKeys),
    ]),
  };
}

/** Opens the UI over a server, lets `body` work with it, and ends it however that goes. */
async function withUi<Result>(
  target: string,
  home: string,
  more: readonly string[],
  body: (ui: OpenUi) => Promise<Result>,
): Promise<Result> {
  const ui = await openUi(target, home, more);
  try {
    return await body(ui);
  } finally {
    await ui.program.stop();
  }
}

interface LiveFigures {
  readonly figures: readonly RateFigures[];
  readonly bytes: readonly number[];
  /** Since the highest rate began. */
  readonly busyMs: number;
}

/** The UI over a server that is fed faster and faster. */
async function measureLive(ui: OpenUi, fed: FedServer, lengths: Lengths): Promise<LiveFigures> {
  // Until all that is pressed later has been compiled: nobody's first second is what is measured.
  for (let round = 0; round < warmUpRounds; round += 1) await press(browsing, ui, longestPauseMs);
  const figures: RateFigures[] = [];
  let startMs = performance.now();
  for (const perSecond of rates) {
    fed.feed(perSecond);
    startMs = performance.now();
    await sleep(perSecond === busiest ? (viewFlows / busiest) * 1000 + settleMs : settleMs);
    figures.push(await measureRate(ui, perSecond, lengths));
  }
  const bytes = await measureMemory(ui, lengths.memoryMs);
  return { figures, bytes, busyMs: performance.now() - startMs };
}

async function measureAllLive({ folder, isQuick }: BenchContext): Promise<BenchOutcome> {
  const lengths = isQuick ? quick : whole;
  const fed = await startFedServer(join(folder, 'live.sock'), viewFlows);
  try {
    await fed.burst(flowsBefore);
    const { figures, bytes, busyMs } = await withUi(fed.target, folder, [], (ui) => measureLive(ui, fed, lengths));
    const memory = memoryRow(bytes, busyMs, lengths.growth);
    return {
      rows: [...figures.map(keyRow), ...figures.map(cpuRow), repaintRow(figures), memory],
      series: [rateSeries(figures)],
    };
  } finally {
    await fed.stop();
  }
}

async function untilSeen(target: string, flows: number): Promise<void> {
  const observer = createGrpcObserver({ target, version: '0' });
  while (Number((await observer.serverStatus()).seen_flows ?? 0) < flows) await sleep(50);
  await observer.close();
}

/** Presses keys until the UI has counted all flows of the burst, by what its tab of nodes says. */
async function pressUntilCounted(ui: OpenUi, startMs: number): Promise<BurstFigures> {
  const { program, screen } = ui;
  const shownMs = performance.now() - startMs;
  const counted = `here   ${burstFlows.toLocaleString('en-US')} flows`;
  let allMs = Number.NaN;
  screen.onFrame((rows) => {
    if (Number.isNaN(allMs) && rows.some((row) => row.includes(counted))) allMs = performance.now() - startMs;
  });
  program.write('4');
  await screen.until((rows) => rows[2]?.startsWith(' from') === true);
  const keys: Answered[] = [];
  while (Number.isNaN(allMs) && performance.now() - startMs < burstPatienceMs) {
    keys.push(...(await press(tabsAndFilter, ui, burstPauseMs)));
  }
  return { allMs, shownMs, keys, peakBytes: ui.peakBytes() };
}

/** A server that holds very many flows, and a UI that asks for all of them. */
async function measureBurst({ folder }: BenchContext): Promise<BenchOutcome> {
  const fed = await startFedServer(join(folder, 'burst.sock'), 2 * burstFlows);
  try {
    await fed.burst(burstFlows);
    await untilSeen(fed.target, burstFlows);
    const startMs = performance.now();
    const all = ['--last', String(burstFlows)];
    const figures = await withUi(fed.target, folder, all, (ui) => pressUntilCounted(ui, startMs));
    return { rows: [burstRow(figures)] };
  } finally {
    await fed.stop();
  }
}

interface BurstFigures {
  readonly allMs: number;
  readonly shownMs: number;
  readonly keys: readonly Answered[];
  readonly peakBytes: number;
}

function burstRow({ allMs, shownMs, keys, peakBytes }: BurstFigures): BenchRow {
  const p99 = percentile(delays(keys), 0.99);
  return {
    work: `observe, ${countText(burstFlows)} flows as fast as they come`,
    measured: `all counted after ${(allMs / 1000).toFixed(1)} s, keys meanwhile p99 ${msText(p99)}, ${megabytes(peakBytes)} at most`,
    target: `all counted, p99 < ${wanted.keyMs} ms`,
    isMet: allMs > 0 && p99 < wanted.keyMs,
    against: [],
    notes: [`the screen was there after ${msText(shownMs)}; tabs and a filter meanwhile: ${keysNote(keys)}`],
  };
}

/** The case. */
export const benchCase: BenchCase = {
  async run(context) {
    const live = await measureAllLive(context);
    const burst = await measureBurst(context);
    return { rows: [...live.rows, ...burst.rows], series: live.series ?? [] };
  },
};
