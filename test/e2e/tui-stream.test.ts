import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { packetMessage } from './packets.ts';
import { startProgram, temporaryFolder, type Running } from './programs.ts';
import { serve } from './serving.ts';
import { hasTmux, openTerminal } from './tmux.ts';
import { sceneLine } from './tui-flows.ts';

const total = 300_000;
/** Flows the view keeps at most. */
const held = 50_000;
/** Bytes the client may have resident then. Measured: 330 MB; twice that much is a leak. */
const mostResident = 700e6;

/** Returns the bytes a process has resident. */
function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

/** Writes all flows into a server, no faster than it takes them. Each is from another port than the 40,000 before it. */
async function feed(server: Running): Promise<void> {
  const { stdin } = server.child;
  if (stdin === null) throw new Error('the server has no standard input');
  const atOnce = 2_000;
  for (let first = 0; first < total; first += atOnce) {
    const lines = Array.from({ length: atOnce }, (_, index) => {
      const at = first + index;
      const stamp = new Date(Date.UTC(2024, 2, 1) + at).toISOString().replace('Z', '000Z');
      const message = packetMessage({
        source: `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`,
        sourcePort: 1024 + (at % 40_000),
      });
      return `${stamp} node kernel: ${message}\n`;
    });
    const goesOn = stdin.write(lines.join(''));
    if (!goesOn) await new Promise((drained) => stdin.once('drain', drained));
  }
}

describe.skipIf(!hasTmux)('many flows in a terminal (tmux)', () => {
  test('300,000 as fast as they come: counted, the newest held, in bounded memory', { timeout: 600_000 }, async () => {
    await using serving = await serve({
      args: () => ['--source', 'stdin:', '--capacity', '1000000', '--drop-action-override', 'LogAndDrop'],
    });
    await using terminal = await openTerminal({ columns: 120, rows: 30 });
    await terminal.command(`observe --server ${serving.target}`);
    await terminal.until(/LIVE/u);
    await feed(serving.server);
    await terminal.press('4');
    const nodes = await terminal.until(new RegExp(`^ here +${total.toLocaleString('en')} flows`, 'mu'), {
      ms: 540_000,
    });
    expect(nodes.text).toMatch(/^ lost +0 before the server +0 on the way to this reader/mu);
    expect(nodes.lines[0]).toMatch(/ lost 0 /u);
    expect(residentBytes(await terminal.foregroundPid())).toBeLessThan(mostResident);
    // At the start of what is held a line tells how many have left.
    await terminal.press('1');
    await terminal.press('g');
    await terminal.until(new RegExp((total - held).toLocaleString('en'), 'u'));
    await terminal.press('q');
    await terminal.until(/^seen 300,000 flows \(300,000 denied\)/mu);
  });
});

const settings = ['--drop-action-override', 'LogAndDrop'];

async function startServer(target: string, log: string): Promise<Running> {
  const server = startProgram('observed', ['--listen', target, '--source', `file:${log}`, ...settings]);
  await server.waitFor('stderr', /listening on/);
  return server;
}

describe.skipIf(!hasTmux)('a server that goes away (tmux)', () => {
  test('leaves what is on screen, comes back by itself, and the gap is marked', { timeout: 90_000 }, async () => {
    using folder = temporaryFolder();
    const log = join(folder.path, 'kern.log');
    const target = `unix://${join(folder.path, 'observed.sock')}`;
    writeFileSync(log, [1, 2, 3].map((host) => hostLine(host)).join(''));
    const first = await startServer(target, log);
    await using terminal = await openTerminal();
    await terminal.command(`observe --server ${target}`);
    const before = await terminal.until(/▌.*10\.9\.0\.3 /u);
    await first.stop('SIGKILL');
    const away = await terminal.until(/↻ \d+ s/u);
    expect(away.lines.slice(1, 6)).toEqual(before.lines.slice(1, 6));
    expect(away.lines.at(-1)).not.toContain('/ filter');
    // It counts down, and keys are answered meanwhile.
    const [, shown] = /↻ (\d+) s/u.exec(away.lines[0] ?? '') ?? [];
    await terminal.until(({ lines }) => {
      const [, now] = /↻ (\d+) s/u.exec(lines[0] ?? '') ?? [];
      return now !== undefined && now !== shown;
    });
    await terminal.press('k');
    await terminal.until(/▌.*10\.9\.0\.2 /u);
    await terminal.press('G');
    await terminal.until(/▌.*10\.9\.0\.3 /u);
    await using second = await startServer(target, log);
    appendFileSync(log, hostLine(4));
    const back = await terminal.until(/ LIVE [^]*10\.9\.0\.4 /u, { ms: 40_000 });
    for (const host of [1, 2, 3, 4]) {
      const times = back.lines.filter((line) => line.includes(` 10.9.0.${host} `)).length;
      expect({ host, times }).toEqual({ host, times: 1 });
    }
    const order = back.lines.map((line) => /10\.9\.0\.\d|── .*/u.exec(line)?.[0] ?? '').filter((text) => text !== '');
    const gap: unknown = expect.stringMatching(/^── \d\d:\d\d:\d\d {2}no connection for \d+\.\d s/u);
    expect(order).toEqual(['10.9.0.1', '10.9.0.2', '10.9.0.3', gap, '10.9.0.4']);
    expect(second.child.exitCode).toBe(null);
  });
});

/** A log line of a minute ago: the address tells the row. What is stamped later than a server's clock would get other times from it. */
function hostLine(host: number): string {
  const stamp = new Date(Date.now() - 60_000 + host * 1000).toISOString().replace('Z', '000Z');
  return `${stamp} node kernel: ${packetMessage({ sourcePort: host, source: `10.9.0.${host}` })}\n`;
}

const hostile = {
  clear: '\u001B[2J\u001B[H\u001B[?1049lgone',
  title: '\u001B]0;stolen title\u0007',
  clipboard: '\u001B]52;c;c3RvbGVu\u0007',
  control: '\u009B31mred',
  order: 'safe\u202Eevil',
  line: 'one\rtwo\nthree\u0008\u0008',
  wide: '漢字漢字👩‍👩‍👧‍👦',
} as const;

describe.skipIf(!hasTmux)('hostile text (tmux)', () => {
  test('of pods, names, summaries and log lines never reaches the terminal as it is', { timeout: 60_000 }, async () => {
    await using serving = await serve();
    const flows = Object.values(hostile).map((text, index) =>
      sceneLine({
        index,
        verdict: 'DROPPED',
        sourcePod: text,
        destinationPod: text,
        destinationNames: [text],
        summary: text,
      }),
    );
    const log = `May 18 18:42:44 ubuntu kernel: [ 1156.246182] ${packetMessage({ input: hostile.title, output: 'cali\u001B[2Jx' })}\n`;
    serving.server.child.stdin?.write(`${flows.join('')}${log}`);
    await serving.until(({ stdout }) => /Current\/Max Flows: [78]\//u.test(stdout), 'status');
    await using terminal = await openTerminal({ columns: 160, rows: 40 });
    const recording = await terminal.record();
    await terminal.command(`observe --server ${serving.target}`);
    await terminal.until(/5006\/TCP/u);
    await terminal.press('g');
    for (let row = 0; row < flows.length; row += 1) {
      await terminal.until(new RegExp(`▌.* ${5000 + row}/TCP`, 'u'));
      await terminal.press('Enter');
      await terminal.until(/── detail|│ /u);
      await terminal.press('J');
      await terminal.until(/[▾▸]|verdict/u);
      await terminal.press('Esc');
      await terminal.press('j');
    }
    for (const tab of ['2', '3', '4', '1']) await terminal.press(tab);
    await terminal.until(/TIME/u);
    const plain = await terminal.pane();
    expect(plain.text).toContain('␛[2J');
    expect(plain.text).toContain(String.raw`safe\u{202e}evil`);
    const styled = await terminal.pane('styled');
    const { wide: _, ...texts } = hostile;
    for (const [name, text] of Object.entries(texts)) {
      expect({ name, isThere: styled.text.includes(text) }).toEqual({ name, isThere: false });
    }
    const title = await terminal.tmux('display-message', '-p', '-t', 'main', '#{pane_title} #{alternate_on}');
    expect(title).not.toContain('stolen');
    expect(title).toMatch(/ 1$/mu);
    expect((await terminal.tmux('list-buffers')).trim()).toBe('');
    const bytes = fromProgram(recording.bytes());
    expect(bytes.length).toBeGreaterThan(1000);
    for (const sign of ['\u001B[2J\u001B[H', '\u001B]0;', '\u001B]52', '\u009B', '\u202E', '\u0008', 'one\rtwo']) {
      expect({ sign, isThere: bytes.includes(sign) }).toEqual({ sign, isThere: false });
    }
  });
});

/** What was written after the program took the screen: before that the shell echoes what is typed in its own way. */
function fromProgram(bytes: string): string {
  return bytes.slice(bytes.indexOf('\u001B[?1049h'));
}
