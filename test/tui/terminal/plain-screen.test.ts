import { describe, expect, it } from 'vitest';
import { echo } from '../../../src/tui/terminal/plain-screen.ts';
import { eventually } from '../../helpers/eventually.ts';
import { anOpenTui, type OpenTuiOptions } from '../builders/an-open-tui.ts';
import { streamFlow } from '../builders/stream.ts';

const filterText = (written: string) => ({ label: 'filter', text: written });

/** Opens the UI for a screen reader, with all it has written so far. */
async function aReader(options: OpenTuiOptions = {}) {
  const tui = anOpenTui({ ...options, appearance: { isScreenReader: true, ...options.appearance } });
  await eventually(() => tui.origin.calls.length).toBe(1);
  tui.origin.call().accept();
  const send = (at: number, from: string) => tui.origin.call().send(streamFlow({ at, from, fromPort: 10_000 + at }));
  return {
    ...tui,
    send,
    written: () => tui.terminal.stdout.written,
    says: (text: string) => eventually(() => tui.terminal.stdout.written).toContain(text),
  };
}

describe('the UI for a screen reader', () => {
  it('adds a line for each event, and never moves the cursor', async () => {
    const { send, says, written } = await aReader();
    await says('live: node-1:4245\n');
    send(1, '10.9.0.1');
    await says('10.9.0.1');
    send(2, '10.9.0.2');
    await says('10.9.0.2');
    const lines = written()
      .split('\n')
      .filter((line) => line.includes('10.9.0.'));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/would be denied.*10\.9\.0\.1.*at 23:59:01/u);
    expect(written().replace('\u{1b}[?2004h', '')).not.toContain('\u{1b}');
  });

  it('tells events once each, also those that would fold into a row', async () => {
    const { send, says, written } = await aReader();
    send(1, '10.9.0.1');
    send(1, '10.9.0.1');
    send(2, '10.9.0.2');
    await says('10.9.0.2');
    expect(written().match(/10\.9\.0\.1/gu)).toHaveLength(2);
  });

  it('is silent while it is paused, and tells what waited after', async () => {
    const { send, says, written, terminal } = await aReader();
    send(1, '10.9.0.1');
    await says('10.9.0.1');
    terminal.type(' ');
    await says('paused\n');
    send(2, '10.9.0.2');
    terminal.type('A');
    await says('acknowledged');
    expect(written()).not.toContain('10.9.0.2');
    terminal.type(' ');
    await says('goes on\n');
    await says('10.9.0.2');
  });

  it('echoes a filter as it is typed, and says what is in force', async () => {
    const { says, terminal, origin } = await aReader();
    await says('live');
    terminal.type('/denix');
    await says('filter: denix');
    terminal.type('\u{7f}ed\r');
    await says('\b \bed');
    await says('filters: denied\n');
    await eventually(() => origin.calls.length).toBe(2);
    expect(origin.call().request.whitelist).toHaveLength(1);
  });

  it('tells the keys, and ends with q', async () => {
    const { says, terminal, ending, written } = await aReader();
    await says('live');
    terminal.type('?');
    await says('Edit the filter\n');
    terminal.type('\u{1b}');
    terminal.type('q');
    expect(await ending).toMatchObject({ code: 0, farewell: expect.stringContaining('seen no flows') });
    expect(written().endsWith('\u{1b}[?2004l')).toBe(true);
    expect(terminal.stdin.isRaw).toBe(false);
  });

  it('ends once, also where the terminal hung up and each write fails', async () => {
    const { says, terminal, ending, written } = await aReader();
    await says('live');
    const { stdout } = terminal;
    let writes = 0;
    stdout.write = (...given: readonly unknown[]) => {
      writes += 1;
      const done = given.at(-1);
      queueMicrotask(() => {
        stdout.emit('error', new Error('EIO'));
        if (typeof done === 'function') done();
      });
      // Without an end to it, this would go on for ever.
      if (writes > 20) throw new Error('written to again and again');
      return true;
    };
    terminal.type('?');
    expect(await ending).toMatchObject({ code: 130 });
    expect(written()).toContain('live');
    expect(writes).toBeLessThan(10);
  });

  it('says what was tried when there is nothing to connect to', async () => {
    const tui = anOpenTui({
      isWithoutOrigin: true,
      tried: [{ what: 'unix socket', outcome: 'not there\u{1b}[2J' }],
      appearance: { isScreenReader: true },
    });
    await eventually(() => tui.terminal.stdout.written).toContain('tried unix socket');
    expect(tui.terminal.stdout.written).toContain('not there^[[2J\n');
  });
});

describe('the echo of a text', () => {
  it.each([
    [undefined, filterText('ab'), 'filter: ab'],
    [filterText('ab'), filterText('abc'), 'c'],
    [filterText('ab日'), filterText('a'), '\b \b\b \b\b \b'],
    [filterText('ab'), filterText('xy'), '\nfilter: xy'],
    [filterText('ab'), undefined, '\n'],
    [undefined, undefined, ''],
    [filterText('a'), filterText('a\u{1b}'), '^['],
  ])('from %j to %j is %j', (before, after, expected) => {
    expect(echo(before, after)).toBe(expected);
  });
});
