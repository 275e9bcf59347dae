import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import type { GetFlowsResponse } from '../../src/flow/messages.ts';
import { Verdict } from '../../src/flow/verdict.ts';
import { textWidth } from '../../src/tui/text/width.ts';
import { eventually } from '../helpers/eventually.ts';
import { anOpenTui, type AnOpenTui, type OpenTuiOptions } from './builders/an-open-tui.ts';
import { streamFlow } from './builders/stream.ts';

/** Returns flows of as many connections, told apart by the last part of where they come from. */
function flows(count: number, from = 1): readonly GetFlowsResponse[] {
  return Array.from({ length: count }, (_, index) =>
    streamFlow({ at: from + index, from: `10.1.0.${from + index}`, fromPort: 10_000 + from + index }),
  );
}

/** Opens the UI over a server that has sent some flows. */
async function live(count = 3, options: OpenTuiOptions = {}): Promise<AnOpenTui> {
  const tui = anOpenTui(options);
  await eventually(() => tui.origin.calls.length).toBe(1);
  tui.origin.call().accept();
  tui.origin.call().send(...flows(count));
  await tui.shows(`23:59:${String(count).padStart(2, '0')}`);
  return tui;
}

describe('the UI over a stream', () => {
  it.each([
    [40, 12],
    [80, 24],
    [100, 24],
    [200, 50],
  ])('fills a terminal of %d × %d', async (columns, rows) => {
    const { terminal } = await live(3, { columns, rows });
    const lines = await terminal.lines();
    expect(lines[0]).toContain('LIVE');
    expect(lines).toHaveLength(rows);
    expect(lines.at(-1)).toContain('flows');
    expect(Math.max(...lines.map((line) => textWidth(line)))).toBeLessThanOrEqual(columns);
  });

  it('answers keys', async () => {
    const { terminal, shows } = await live();
    terminal.type('k');
    await eventually(async () => (await terminal.lines()).findIndex((line) => line.startsWith('▌'))).toBe(4);
    terminal.type('2');
    await shows('WHOM');
    terminal.type('?');
    await shows('Top');
    terminal.type('\u{1b}');
    terminal.type('1 ');
    await shows('PAUSED');
    expect((await terminal.lines())[2]).toContain('SOURCE');
  });

  it('draws over the body what lies over it, and the body again after', async () => {
    const { terminal, shows } = await live();
    const before = await terminal.lines();
    terminal.type('y');
    await shows('Copy');
    const over = await terminal.lines();
    expect(over[0]).toBe(before[0]);
    expect(over.filter((line, row) => line !== before[row]).length).toBeGreaterThan(3);
    terminal.type('q');
    await eventually(() => terminal.lines()).toEqual(before);
  });

  it('writes no more than what changed while flows run, and never erases the screen', async () => {
    const { terminal, origin, shows } = await live(3);
    terminal.takeWritten();
    for (let from = 4; from < 60; from += 4) {
      origin.call().send(...flows(4, from));
      await shows(`10.1.0.${from + 3} `);
    }
    const written = terminal.takeWritten();
    expect(written).not.toMatch(/\u{1b}\[[0-3]?J/u);
    expect(written).not.toContain('SOURCE');
    expect(written).not.toContain('1 flows');
  });

  it('goes on with a new size, without anything of the old one', async () => {
    const { terminal, origin, shows } = await live(12);
    const before = await terminal.lines();
    terminal.resize(60, 15);
    origin.call().send(...flows(1, 13));
    await shows('10.1.0.13 ');
    expect((await terminal.lines()).filter((line) => line.includes('LIVE'))).toHaveLength(1);
    terminal.resize(30, 6);
    await shows('cells are needed');
    terminal.resize(100, 24);
    await eventually(async () => (await terminal.lines()).slice(1, 10)).toEqual(before.slice(1, 10));
    expect((await terminal.lines()).at(-1)).toContain('help');
  });

  it('sends copied text to the terminal, and says so', async () => {
    const { terminal, shows } = await live();
    terminal.takeWritten();
    terminal.type('c');
    await shows('copied');
    expect(terminal.takeWritten()).toMatch(/\u{1b}\]52;c;[A-Za-z0-9+/=]+\u{7}/u);
  });

  it('leaves the mouse alone until F2', async () => {
    const { terminal, shows } = await live();
    terminal.type('\u{1b}OQ');
    await eventually(() => terminal.takeWritten()).toContain('\u{1b}[?1000h\u{1b}[?1006h');
    terminal.type('\u{1b}[<64;10;5M');
    await eventually(async () => (await terminal.lines()).findIndex((line) => line.startsWith('▌'))).toBe(3);
    terminal.type('\u{1b}OQ');
    await shows('mouse');
    expect(terminal.takeWritten()).toContain('\u{1b}[?1006l\u{1b}[?1000l');
  });
});

describe('without a server', () => {
  it('says what was tried, and opens what is chosen there', async () => {
    const tui = anOpenTui({
      isWithoutOrigin: true,
      tried: [{ what: 'localhost:4245', outcome: 'connection refused' }],
    });
    await tui.shows('connection refused');
    tui.terminal.type('d');
    await eventually(() => tui.origin.calls.length).toBe(1);
    tui.origin.call().send(...flows(2));
    await tui.shows('10.1.0.2 ');
    expect(await tui.terminal.text()).not.toContain('connection refused');
  });

  it('leaves without a word when nothing was opened', async () => {
    const tui = anOpenTui({ isWithoutOrigin: true });
    await tui.shows('demo');
    tui.terminal.type('q');
    expect(await tui.ending).toEqual({ code: 0, farewell: '' });
  });
});

describe('the end', () => {
  it('restores the terminal, keeps the settings, and says what was seen', async () => {
    const tui = await live(3, { terms: ['audited'] });
    tui.origin.call().send(streamFlow({ at: 9, from: '10.1.0.9', verdict: Verdict.DROPPED }));
    await tui.shows('10.1.0.9 ');
    tui.terminal.takeWritten();
    tui.terminal.type('q');
    const ending = await tui.ending;
    expect(ending).toMatchObject({
      code: 0,
      farewell: expect.stringMatching(
        /^seen 4 flows \(3 audited, 1 denied\) in \d+ s; the same again: observe .*AUDIT/u,
      ),
    });
    expect(tui.kept).toMatchObject([{ terms: ['audited'], tab: 'flows' }]);
    const written = tui.terminal.takeWritten();
    expect(written).toMatch(/\u{1b}\[\?2004l[^]*\u{1b}\[\?1049l[^]*\u{1b}\[\?25h/u);
    expect(await tui.terminal.text()).toBe('\n'.repeat(23));
    expect(tui.terminal.stdin).toMatchObject({ isRaw: false, isRead: false });
    expect(tui.origin.closed).toBe(1);
  });

  it('comes with Ctrl-c from wherever one is', async () => {
    const tui = await live();
    tui.terminal.type('/aud\u{3}');
    expect(await tui.ending).toMatchObject({ code: 0 });
  });

  it('comes with a signal as well, with its exit code', async () => {
    const tui = await live();
    tui.interrupt();
    expect(await tui.ending).toMatchObject({ code: 130, farewell: expect.stringContaining('seen 3 flows') });
    expect(tui.kept).toHaveLength(1);
    expect(await tui.terminal.isAlternate()).toBe(false);
  });

  it('says when the settings could not be kept', async () => {
    const settings = {
      path: '/p',
      last: undefined,
      views: new Map(),
      save: () => Promise.reject(new Error('disk full')),
    };
    const tui = await live(3, { ports: { settings } });
    tui.terminal.type('q');
    expect(await tui.ending).toMatchObject({ code: 0, farewell: expect.stringMatching(/^seen .*; .*disk full$/u) });
  });

  it('comes when the terminal takes nothing any more', async () => {
    const tui = await live();
    tui.terminal.stdout.destroy(new Error('EIO'));
    expect(await tui.ending).toMatchObject({ code: 130 });
  });

  it('is an error when something breaks, with the terminal restored first', async () => {
    const broken = new Error('a port that breaks');
    const tui = await live(3, {
      ports: {
        commandWith: () => {
          throw broken;
        },
      },
    });
    tui.terminal.takeWritten();
    tui.terminal.type('yo');
    expect(await tui.ending).toEqual({ broken });
    expect(tui.terminal.takeWritten()).toMatch(/\u{1b}\[\?2004l[^]*\u{1b}\[\?1049l/u);
    expect(tui.terminal.stdin).toMatchObject({ isRaw: false, isRead: false });
    expect(tui.origin.closed).toBe(1);
  });

  it('comes before anything is drawn when keys are none', async () => {
    const tui = anOpenTui({ appearance: { keys: { pauses: ['p'] } } });
    expect(await tui.ending).toMatchObject({ broken: expect.any(UsageError) });
    expect(tui.terminal.takeWritten()).toBe('');
  });
});

describe('Ctrl-z', () => {
  it('gives the terminal back, and draws everything after fg, in the size of then', async () => {
    const stopped = Promise.withResolvers<void>();
    const tui = await live(3, { ports: { suspend: () => stopped.promise } });
    tui.terminal.takeWritten();
    tui.terminal.type('\u{1a}');
    await eventually(() => tui.terminal.isAlternate()).toBe(false);
    expect(tui.terminal.stdin.isRaw).toBe(false);
    tui.terminal.stdout.terminal.resize(80, 20);
    tui.origin.call().send(...flows(1, 4));
    await eventually(() => tui.origin.call().isOver).toBe(false);
    stopped.resolve();
    await tui.shows('10.1.0.4 ');
    const lines = await tui.terminal.lines();
    expect(await tui.terminal.isAlternate()).toBe(true);
    expect(lines[0]).toContain('LIVE');
    expect(lines.at(-1)).toContain('flows');
    expect(tui.terminal.stdin.isRaw).toBe(true);
  });

  it('says when there is no shell to go back to', async () => {
    const tui = await live();
    tui.terminal.type('\u{1a}');
    await tui.shows('no shell');
    expect(await tui.terminal.isAlternate()).toBe(true);
  });
});
