/**
 * Writes kernel log lines to its standard output, as a process of its own: a message `{perSecond}` of its parent sets the rate, a message
 * `{burst}` has so many lines written as fast as they are taken, and is answered with `{written}`.
 */

import { kernelLines } from '../inputs/kernel-lines.ts';

const tickMs = 5;
const linesAtOnce = 2000;
/** The workloads of a cluster have their callers; a port scan has not. */
const sourcesPerWorkload = 12;

let perSecond = 0;
let startMs = 0;
let sent = 0;
let lines: Iterator<string> = kernelLines(0);

function take(count: number): string {
  let text = '';
  for (let index = 0; index < count; index += 1) {
    const next = lines.next();
    if (next.done === true) break;
    text += `${next.value}\n`;
  }
  return text;
}

function begin(rate: number): void {
  perSecond = rate;
  startMs = performance.now();
  sent = 0;
  if (rate > 0) lines = kernelLines(Infinity, { perSecond: rate, startMs: Date.now(), sourcesPerWorkload });
}

function writeDue(): void {
  const due = Math.floor(((performance.now() - startMs) / 1000) * perSecond);
  if (due <= sent) return;
  process.stdout.write(take(due - sent));
  sent = due;
}

async function write(text: string): Promise<void> {
  await new Promise<void>((taken) => process.stdout.write(text, () => taken()));
}

async function burst(count: number): Promise<void> {
  begin(0);
  // Every flow has a caller of its own: as much work as lines can be.
  lines = kernelLines(count, { perSecond: count / 10, startMs: Date.now() - 10_000 });
  for (let written = 0; written < count; written += linesAtOnce) await write(take(linesAtOnce));
  process.send?.({ written: count });
}

process.on('message', (message: { readonly perSecond?: number; readonly burst?: number }) => {
  if (message.burst !== undefined) void burst(message.burst);
  else begin(message.perSecond ?? 0);
});
process.on('disconnect', () => process.exit(0));
setInterval(writeDue, tickMs);
