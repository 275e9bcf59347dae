import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { jsonLines, runProgram } from './programs.ts';
import { serve, type Serving } from './serving.ts';
import { hasTmux, openTerminal, prompt, type Terminal } from './tmux.ts';
import { sceneLines } from './tui-flows.ts';

const flowCount = 12;
const onLast = /▌.* 5011\/TCP/u;
const left = /^seen \d+ flows/mu;

async function close(terminal: Terminal): Promise<void> {
  await terminal.press('Ctrl-c');
  await terminal.until(left);
  await terminal.until((pane) => pane.lines.some((line) => line === prompt));
}

async function say(terminal: Terminal, text: string): Promise<void> {
  await terminal.press(':');
  await terminal.until(/^ :/mu);
  await terminal.type(text);
  await terminal.until((pane) => pane.lines.includes(` :${text}`));
  await terminal.press('Enter');
}

async function save(terminal: Terminal, name: string): Promise<void> {
  await terminal.press('Ctrl-s');
  await terminal.until(/^ save as \S+/mu);
  await terminal.press('Ctrl-u');
  await terminal.type(name);
  // The whole path is told before anything is written.
  await terminal.until((pane) => pane.text.includes(`writes ${join(terminal.folder, name)}`));
  await terminal.press('Enter');
}

/** What is drawn under the header, which tells a rate that changes, and how many colours it has. */
interface Looks {
  readonly plain: readonly string[];
  readonly colours: number;
}

async function looksOf(terminal: Terminal): Promise<Looks> {
  const { lines } = await terminal.until(onLast);
  const { text } = await terminal.pane('styled');
  // oxlint-disable-next-line no-control-regex
  const colours = text.match(/\u001B\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]/gu) ?? [];
  return { plain: lines.slice(1), colours: colours.length };
}

describe.skipIf(!hasTmux).concurrent('what the UI keeps (tmux)', { timeout: 90_000 }, () => {
  let serving: Serving;
  beforeAll(async () => {
    serving = await serve();
    serving.server.child.stdin?.write(sceneLines(flowCount));
    await serving.until(({ stdout }) => stdout.includes(`: ${flowCount}/`), 'status');
  }, 60_000);
  afterAll(async () => {
    await serving[Symbol.asyncDispose]();
  });

  /** Runs `observe` against the server until the flows are there. */
  async function open(terminal: Terminal, ...args: readonly string[]): Promise<void> {
    await terminal.command(`clear; observe --server ${serving.target} ${args.join(' ')}`);
    await terminal.until(/^ observe .* LIVE/mu);
  }

  test('Ctrl-s writes jsonl that observe reads again, csv and md', async () => {
    await using terminal = await openTerminal({ columns: 140 });
    await open(terminal);
    await terminal.until(onLast);
    const path = (name: string): string => join(terminal.folder, name);
    for (const name of ['view.jsonl', 'view.csv', 'view.md']) {
      await save(terminal, name);
      await terminal.until(new RegExp(`saved ${flowCount} flows to \\S*${name} `, 'u'));
    }
    const read = await runProgram('observe', ['--input-file', path('view.jsonl'), '-o', 'jsonpb']);
    const held = await serving.observe('--all', '-o', 'jsonpb');
    expect(jsonLines(read.stdout)).toEqual(jsonLines(held.stdout));
    const csv = readFileSync(path('view.csv'), 'utf8').trimEnd().split('\n');
    expect(csv).toHaveLength(flowCount + 1);
    const md = readFileSync(path('view.md'), 'utf8').trimEnd().split('\n');
    expect(md.filter((line) => line.startsWith('|'))).toHaveLength(flowCount + 2);
    // A file that is there is replaced only after a question; marks narrow what is saved.
    await terminal.press('m');
    await terminal.until(/●/u);
    await terminal.press('Ctrl-s');
    await terminal.until(/^ save as \S+/mu);
    await terminal.press('Ctrl-u');
    await terminal.type('view.jsonl');
    await terminal.until(/is there already/u);
    await terminal.press('Enter');
    await terminal.until(/Replace it\?/u);
    await terminal.press('y');
    await terminal.until(/saved 1 flow to/u);
    expect(jsonLines(readFileSync(path('view.jsonl'), 'utf8'))).toHaveLength(1);
  });

  test('the view of the last time comes back, and named ones when asked for', async () => {
    await using terminal = await openTerminal();
    await open(terminal);
    await terminal.until(onLast);
    await say(terminal, 'filter audited');
    await terminal.until(/^ \/ audited +1 filter/mu);
    await terminal.press('t');
    await terminal.until(/ \d+ d +shop/u);
    await say(terminal, 'view save mine');
    await terminal.until(/view mine is kept in/u);
    await terminal.press('2');
    await terminal.until(/ WHO /u);
    await close(terminal);
    const views = join(terminal.folder, 'state/observe/views.json');
    expect(JSON.parse(readFileSync(views, 'utf8'))).toMatchObject({ last: { terms: ['audited'] } });
    // The tab comes back by itself; the filter is only offered, so that nobody takes a part for all of it.
    await open(terminal);
    await terminal.until(/ WHO /u);
    await terminal.until(/no filter; u brings back audited/u);
    await terminal.press('u');
    await terminal.until(/^ \/ audited +1 filter/mu);
    await close(terminal);
    await open(terminal, '--view mine');
    await terminal.until(/^ \/ audited +1 filter/mu);
    await terminal.until(/ \d+ d +shop/u);
  });

  test('SIGTERM keeps it as well', async () => {
    await using terminal = await openTerminal();
    await open(terminal);
    await terminal.until(onLast);
    await say(terminal, 'filter denied');
    await terminal.until(/^ \/ denied +1 filter/mu);
    process.kill(await terminal.foregroundPid(), 'SIGTERM');
    await terminal.until(left);
    const views = join(terminal.folder, 'state/observe/views.json');
    expect(JSON.parse(readFileSync(views, 'utf8'))).toMatchObject({ last: { terms: ['denied'] } });
    await open(terminal);
    await terminal.until(/u brings back denied/u);
  });

  test('accepted edges are read from their file, and written to it', async () => {
    await using terminal = await openTerminal();
    const file = join(terminal.folder, 'config/observe/acknowledged');
    mkdirSync(join(terminal.folder, 'config/observe'), { recursive: true });
    const written = '# ours\nshop/frontend -> shop/db 5001/TCP  # known\n';
    writeFileSync(file, written);
    await open(terminal);
    const shown = await terminal.until(onLast);
    expect(shown.text).not.toContain(' 5001/TCP');
    await terminal.press('a');
    await terminal.until(/accepted: shop\/frontend -> shop\/db 5011\/TCP/u);
    await terminal.until((pane) => !pane.text.includes(' 5011/TCP '));
    const added =
      /^# ours\nshop\/frontend -> shop\/db 5001\/TCP {2}# known\nshop\/frontend -> shop\/db 5011\/TCP {2}# \d{4}-\d\d-\d\d\n$/u;
    expect(readFileSync(file, 'utf8')).toMatch(added);
    await close(terminal);
    await open(terminal);
    await terminal.until(/▌.* 5010\/TCP/u);
    await terminal.press('A');
    await terminal.until(/ 5011\/TCP/u);
    await terminal.press('G');
    await terminal.until(onLast);
    await terminal.press('a');
    await terminal.until(/no longer accepted/u);
    expect(readFileSync(file, 'utf8')).toBe(written);
  });

  test.each([
    { way: '--no-tui', line: (target: string) => `observe --server ${target} --all --no-tui`, env: {} },
    { way: '-o', line: (target: string) => `observe --server ${target} --all -o compact`, env: {} },
    {
      way: 'OBSERVE_TUI=never',
      line: (target: string) => `observe --server ${target} --all`,
      env: { OBSERVE_TUI: 'never' },
    },
    { way: 'TERM=dumb', line: (target: string) => `observe --server ${target} --all`, env: { TERM: 'dumb' } },
    { way: 'a pipe', line: (target: string) => `observe --server ${target} --all | cat`, env: {} },
    {
      way: 'standard input from elsewhere',
      line: (target: string) => `observe --server ${target} --all </dev/null`,
      env: {},
    },
  ])('$way gives lines', async ({ line, env }) => {
    await using terminal = await openTerminal({ env, columns: 200 });
    const recording = await terminal.record();
    await terminal.command(`${line(serving.target)}; echo done $((6 * 7))`);
    const pane = await terminal.until(/^done 42$/mu);
    expect(
      pane.lines.filter((text) => /shop\/frontend-1:\d+ .* (?:FORWARDED|DENIED|AUDITED) /u.test(text)),
    ).toHaveLength(flowCount);
    expect(recording.bytes()).not.toContain('\u001B[?1049h');
  });

  test('NO_COLOR draws the same without colours', async () => {
    await using terminal = await openTerminal();
    await open(terminal);
    const coloured = await looksOf(terminal);
    await close(terminal);
    await terminal.command('export NO_COLOR=1');
    await open(terminal);
    const plain = await looksOf(terminal);
    expect(coloured.colours).toBeGreaterThan(flowCount);
    expect(plain).toEqual({ plain: coloured.plain, colours: 0 });
  });

  test('the start screen opens a file, and another server', async () => {
    await using terminal = await openTerminal();
    writeFileSync(join(terminal.folder, 'kept.jsonl'), sceneLines(3));
    await terminal.command('observe');
    const start = await terminal.until(/No flow server answered/u);
    expect(start.text).toMatch(/tried .*sock/u);
    await terminal.press('f');
    await terminal.until(/Enter take/u);
    await terminal.type('kept.jsonl');
    await terminal.press('Enter');
    await terminal.until(/▌.* 5002\/TCP/u);
    await say(terminal, `server ${serving.target}`);
    await terminal.until(onLast);
    await close(terminal);
    await terminal.command('clear; observe');
    await terminal.until(/No flow server answered/u);
    await terminal.press('s');
    await terminal.until(/Enter take/u);
    await terminal.type('unix:///nowhere/observed.sock');
    await terminal.press('Enter');
    await terminal.until((pane) => /nowhere/u.test(pane.lines.at(-1) ?? '') && !/Enter take/u.test(pane.text));
    await terminal.press('s');
    await terminal.until(/Enter take/u);
    await terminal.type(serving.target);
    await terminal.press('Enter');
    await terminal.until(onLast);
    await close(terminal);
  });

  test('observe demo plays in a terminal', async () => {
    await using terminal = await openTerminal();
    await terminal.command('observe demo');
    await terminal.until(
      (pane) => pane.lines.filter((line) => /(?:DENIED|AUDITED|FORWARDED|ALLOWED)/u.test(line)).length > 15,
    );
    await terminal.press('Space');
    await terminal.until(/PAUSED [1-9]\d* waiting/u);
    await terminal.press('q');
    await terminal.until(/^seen \d+ flows .*; the same again: observe demo$/mu);
    expect(existsSync(join(terminal.folder, 'state/observe/views.json'))).toBe(true);
  });
});
