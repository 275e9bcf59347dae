import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { serve, type Serving } from './serving.ts';
import { eventually, hasTmux, openTerminal, type Terminal } from './tmux.ts';
import { sceneLine, sceneLines } from './tui-flows.ts';
import { frameFaults } from './tui-frame.ts';

const onLast = /▌.* 5059\/TCP/u;
const restored = { isAlternate: false, isCursorShown: true, isMouseOn: false };

/** Feeds a server `perTick` flows every 20 ms until it is disposed of. */
function startFeeding(serving: Serving, perTick: number): { stop(): void } & Disposable {
  let next = 60;
  const timer = setInterval(() => {
    serving.server.child.stdin?.write(sceneLines(perTick, next));
    next = 60 + ((next + perTick) % 10_000);
  }, 20);
  const stop = (): void => clearInterval(timer);
  return { stop, [Symbol.dispose]: stop };
}

/** Starts `observe` behind a line of text, between two looks at the modes of the terminal. */
async function observeAfterText(terminal: Terminal, target: string): Promise<void> {
  await terminal.command("echo 'what was ''here before'");
  await terminal.until(/^what was here before$/mu);
  await terminal.command(`stty -a > before; observe --server ${target}; echo "code $?"; stty -a > after`);
  await terminal.until(onLast);
  expect(await terminal.modes()).toEqual({ isAlternate: true, isCursorShown: false, isMouseOn: false });
}

/** The modes of the terminal are those of before, and so are the settings of its line, as `stty` tells them. */
async function expectRestored(terminal: Terminal): Promise<void> {
  // The last command of the line is done when there is a prompt again.
  await terminal.until(/^code \d+\nready>$/mu);
  const [before, after] = ['before', 'after'].map((name) => readFileSync(join(terminal.folder, name), 'utf8'));
  expect(before).toContain('icanon');
  expect(after).toBe(before);
  expect(await terminal.modes()).toEqual(restored);
}

const buttons = { left: 0, 'wheel up': 64, 'wheel down': 65 } as const;

/** Uses the mouse on a row, counted from 1, as a terminal with SGR reports tells it (xterm, mode 1006). */
async function mouse(terminal: Terminal, button: keyof typeof buttons, row: number): Promise<void> {
  const place = `\u001B[<${buttons[button]};20;${row}`;
  const report = button === 'left' ? `${place}M${place}m` : `${place}M`;
  const codes = Array.from(Buffer.from(report), (byte) => byte.toString(16));
  await terminal.tmux('send-keys', '-t', 'main', '-H', ...codes);
}

describe.skipIf(!hasTmux).concurrent('the terminal (tmux)', { timeout: 60_000 }, () => {
  let serving: Serving;
  beforeAll(async () => {
    serving = await serve();
    serving.server.child.stdin?.write(sceneLines(60));
    await serving.until(({ stdout }) => stdout.includes(': 60/'), 'status');
  }, 60_000);
  afterAll(async () => {
    await serving[Symbol.asyncDispose]();
  });

  const farewell = /^seen 60 flows \(15 audited, 15 denied\) in \d+ s; the same again: observe/mu;

  test.each([
    { way: 'q', code: 0, leave: (terminal: Terminal) => terminal.press('q') },
    { way: 'Ctrl-c', code: 0, leave: (terminal: Terminal) => terminal.press('Ctrl-c') },
    { way: 'SIGTERM', code: 130, leave: (terminal: Terminal) => signal(terminal, 'SIGTERM') },
    { way: 'SIGINT', code: 130, leave: (terminal: Terminal) => signal(terminal, 'SIGINT') },
    { way: 'SIGHUP', code: 130, leave: (terminal: Terminal) => signal(terminal, 'SIGHUP') },
  ])('is given back as it was on $way, with one line on what was seen', async ({ code, leave }) => {
    await using terminal = await openTerminal();
    await observeAfterText(terminal, serving.target);
    const recording = await terminal.record();
    await leave(terminal);
    const pane = await terminal.until(farewell);
    expect(pane.text).toMatch(/^what was here before$/mu);
    expect(pane.text.match(/^seen /gmu)).toHaveLength(1);
    await expectRestored(terminal);
    expect((await terminal.pane()).text).toContain(`code ${code}\n`);
    const written = recording.bytes().split('seen 60 flows')[0] ?? '';
    expect(written).toContain('\u001B[?2004l');
  });

  test.each(['', '--screen-reader'])('is let go when it is gone: %s', async (flag) => {
    await using terminal = await openTerminal();
    await terminal.command(`observe --server ${serving.target} ${flag}`);
    await terminal.until(/5059/u);
    const pid = await terminal.foregroundPid();
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    await terminal.tmux('kill-server');
    expect(await eventually(async () => (existsSync(`/proc/${pid}`) ? undefined : 'ended'))).toBe('ended');
  });

  test('is given back on a crash, with the mouse on', async () => {
    await using terminal = await openTerminal();
    const preload = join(terminal.folder, 'crash.mjs');
    writeFileSync(preload, "process.on('SIGUSR2', () => { throw new Error('broken on purpose'); });\n");
    await terminal.command(`export NODE_OPTIONS=--import=${preload}`);
    await observeAfterText(terminal, serving.target);
    await terminal.press('F2');
    await terminal.until(/mouse on/u);
    await signal(terminal, 'SIGUSR2');
    const pane = await terminal.until(/broken on purpose/u);
    expect(pane.text).toContain('what was here before');
    await expectRestored(terminal);
  });

  test('is given back to the shell on Ctrl-z, and fg takes it again in its new size', async () => {
    await using terminal = await openTerminal();
    await terminal.command("echo 'what was ''here before'");
    await terminal.command(`observe --server ${serving.target}`);
    await terminal.until(onLast);
    await terminal.press('Ctrl-z');
    const stopped = await terminal.until(/Stopped/u);
    expect(stopped.text).toMatch(/^what was here before$/mu);
    expect(await terminal.modes()).toEqual(restored);
    await terminal.command('echo shell $((6 * 7))');
    await terminal.until(/^shell 42$/mu);
    await terminal.resize(80, 20);
    await terminal.command('fg');
    await terminal.until((pane) => frameFaults(pane, { columns: 80, rows: 20 }).length === 0);
    expect((await terminal.modes()).isAlternate).toBe(true);
    await terminal.press('k');
    await terminal.until(/▌.* 5058\/TCP/u);
    await terminal.press('q');
    await terminal.until(farewell);
    expect(await terminal.modes()).toEqual(restored);
  });

  test('takes copies through OSC 52', async () => {
    await using terminal = await openTerminal();
    await terminal.command(`observe --server ${serving.target}`);
    await terminal.until(onLast);
    await terminal.press('c');
    await terminal.until(/copied the row/u);
    expect(await terminal.tmux('show-buffer')).toBe(
      '2024-03-01T09:00:59Z [edge/worker-7]: shop/frontend-1:40059 <> shop/db-0:5059 policy-verdict:none INGRESS AUDITED (TCP Flags: SYN)',
    );
    await terminal.press('y');
    await terminal.until(/─ Copy ─/u);
    await terminal.press('j');
    await terminal.until(/copied 1 flow as JSON/u);
    const copied: unknown = JSON.parse(await terminal.tmux('show-buffer'));
    expect(copied).toMatchObject({ flow: { verdict: 'AUDIT', l4: { TCP: { destination_port: 5059 } } } });
    await terminal.press('y');
    await terminal.until(/─ Copy ─/u);
    await terminal.press('o');
    await terminal.until(/copied the observe command/u);
    expect(await terminal.tmux('show-buffer')).toBe(`observe --server ${serving.target}`);
  });

  test('sends the mouse while F2 has it on', async () => {
    await using terminal = await openTerminal();
    await terminal.command(`observe --server ${serving.target}`);
    await terminal.until(onLast);
    // Row 4 is the first of the table: flow 40 of 0 to 59.
    await mouse(terminal, 'left', 6);
    await terminal.press('F2');
    await terminal.until(/mouse on/u);
    expect((await terminal.modes()).isMouseOn).toBe(true);
    expect((await terminal.pane()).text).toMatch(onLast);
    await mouse(terminal, 'left', 6);
    await terminal.until(/▌.* 5042\/TCP/u);
    await mouse(terminal, 'wheel down', 6);
    await terminal.until(/▌.* 5045\/TCP/u);
    await mouse(terminal, 'wheel up', 6);
    await terminal.until(/▌.* 5042\/TCP/u);
    await terminal.press('q');
    await terminal.until(farewell);
    expect(await terminal.modes()).toEqual(restored);
  });
});

async function signal(terminal: Terminal, name: NodeJS.Signals): Promise<void> {
  process.kill(await terminal.foregroundPid(), name);
}

const sizes = [
  { columns: 60, rows: 15 },
  { columns: 300, rows: 100 },
  { columns: 40, rows: 12 },
  { columns: 80, rows: 24 },
] as const;

describe.skipIf(!hasTmux).concurrent('frames while flows run (tmux)', { timeout: 60_000 }, () => {
  test('are whole at every size the window takes, and nothing else is on screen', async () => {
    await using serving = await serve();
    serving.server.child.stdin?.write(sceneLines(60));
    await using terminal = await openTerminal();
    await terminal.command(`observe --server ${serving.target}`);
    await terminal.until(/5059/u);
    using feeding = startFeeding(serving, 4);
    for (const size of sizes) {
      await terminal.resize(size.columns, size.rows);
      await terminal.until((pane) => frameFaults(pane, size).length === 0);
    }
    // As fast as they come, as when a person drags the edge of the window.
    for (const size of [...sizes, ...sizes, ...sizes]) await terminal.resize(size.columns, size.rows);
    await terminal.until((pane) => frameFaults(pane, sizes[3]).length === 0);
    feeding.stop();
    serving.server.child.stdin?.write(sceneLine({ index: 20_000 }));
    await terminal.until(/▌.* 25000\/TCP/u);
    const shown = await terminal.pane();
    expect(frameFaults(shown, sizes[3])).toEqual([]);
    await terminal.press('Ctrl-l');
    await terminal.press('Space');
    const redrawn = await terminal.until(/PAUSED/u);
    expect(redrawn.lines.slice(1)).toEqual(shown.lines.slice(1));
  });

  test('write what changes and no more', async () => {
    await using serving = await serve();
    serving.server.child.stdin?.write(sceneLines(60));
    await using terminal = await openTerminal();
    await terminal.command(`observe --server ${serving.target}`);
    await terminal.until(onLast);
    using feeding = startFeeding(serving, 1);
    const following = await terminal.record();
    const frames = await eventually(async () => {
      const bytes = following.bytes();
      return framesOf(bytes).length > 20 ? framesOf(bytes) : undefined;
    });
    const touched = new Set(frames?.flatMap((frame) => frame.rows));
    // The filter bar, the titles of the columns and the foot stay as they are.
    expect([2, 3, 24].filter((row) => touched.has(row))).toEqual([]);
    expect(following.bytes()).not.toMatch(erasing);
    await terminal.press('Space');
    await terminal.until(/PAUSED [1-9]/u);
    const paused = await terminal.record();
    const quiet = await eventually(async () => {
      const bytes = paused.bytes();
      return framesOf(bytes).length > 10 ? framesOf(bytes) : undefined;
    });
    expect(new Set(quiet?.flatMap((frame) => frame.rows))).toEqual(new Set([1]));
    expect(paused.bytes()).not.toMatch(erasing);
    expect(Math.max(...(quiet ?? []).map((frame) => frame.bytes))).toBeLessThan(400);
    feeding.stop();
  });
});

/** Erases the screen or what is below the cursor. */
// oxlint-disable-next-line no-control-regex
const erasing = /\u001B\[[0-3]?J/u;

interface Frame {
  /** Rows written, counted from 1. */
  readonly rows: readonly number[];
  readonly bytes: number;
}

/** Returns the whole frames of a recording: each is written between the marks of a synchronized update. */
function framesOf(bytes: string): readonly Frame[] {
  const parts = bytes.split('\u001B[?2026h').slice(1);
  return parts
    .filter((part) => part.includes('\u001B[?2026l'))
    .map((part) => ({
      // oxlint-disable-next-line no-control-regex
      rows: [...part.matchAll(/\u001B\[(\d+);1H/gu)].map(([, row]) => Number(row)),
      bytes: part.length,
    }));
}
