import { useContext, useLayoutEffect, useSyncExternalStore, type ReactElement } from 'react';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Lines } from '../../../src/tui/components/Lines.tsx';
import { PainterContext } from '../../../src/tui/hooks/painter-context.ts';
import { openInkScreen } from '../../../src/tui/terminal/ink-screen.tsx';
import { createKeyboard } from '../../../src/tui/terminal/terminal-input.ts';
import { eventually } from '../../helpers/eventually.ts';
import { fakeTerminal, type FakeTerminal } from '../builders/fake-terminal.ts';

/** Lines that tests change, as a store. */
function lineStore(initial: readonly string[]) {
  let lines = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => lines,
    set: (next: readonly string[]) => {
      lines = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function numbered(rows: number, columns: number, word = 'line'): readonly string[] {
  return Array.from({ length: rows }, (_, row) => `${word} ${row}`.padEnd(columns));
}

function open(terminal: FakeTerminal, initial = numbered(terminal.stdout.rows, terminal.stdout.columns)) {
  const presses: string[] = [];
  const keyboard = createKeyboard({
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    onPress: (press) => presses.push(press.kind === 'key' ? press.name : press.kind),
  });
  const store = lineStore(initial);
  function Body(): ReactElement {
    const lines = useSyncExternalStore(store.subscribe, store.get);
    if (lines[0]?.startsWith('break') === true) throw new Error('a screen that cannot be drawn');
    const painter = useContext(PainterContext);
    useLayoutEffect(() => painter?.flush(lines.length));
    return <Lines lines={lines} top={0} region={{ columns: terminal.stdout.columns, rows: lines.length }} />;
  }
  const screen = openInkScreen({
    stdout: terminal.stdout,
    keyboard,
    onResize: ({ columns, rows }) => store.set(numbered(rows, columns, store.get()[0]?.split(' ')[0])),
    children: <Body />,
  });
  const ended = screen.ended.then(
    () => undefined,
    (error: unknown) => error,
  );
  onTestFinished(async () => {
    screen.close();
    await ended;
  });
  return { screen, store, keyboard, presses, ended };
}

async function shows(terminal: FakeTerminal, expected: readonly string[]): Promise<void> {
  await eventually(() => terminal.lines()).toEqual(expected.map((line) => line.trimEnd()));
}

const restored = ['\u{1b}[?2004l', '\u{1b}[?1049l', '\u{1b}[?25h'];

describe('the screen', () => {
  it('is the alternate one, filled to the last cell, with keys that arrive one by one', async () => {
    const terminal = fakeTerminal(30, 8);
    const { presses } = open(terminal);
    await shows(terminal, numbered(8, 30));
    expect(await terminal.isAlternate()).toBe(true);
    expect(terminal.stdin).toMatchObject({ isRaw: true, isRead: true });
    terminal.type('j\u{1b}OP');
    expect(presses).toEqual(['j', 'F1']);
  });

  it('writes only what changed', async () => {
    const terminal = fakeTerminal(30, 8);
    const { store } = open(terminal);
    await shows(terminal, numbered(8, 30));
    terminal.takeWritten();
    const next = numbered(8, 30).map((line, row) => (row === 3 ? 'other'.padEnd(30) : line));
    store.set(next);
    await shows(terminal, next);
    const written = terminal.takeWritten();
    expect(written).toContain('other');
    expect(written).not.toMatch(/line \d|\u{1b}\[\d*J/u);
  });

  it.each([
    ['narrower and lower', 20, 5],
    ['wider and higher', 50, 14],
  ])('is right after the terminal became %s', async (_, columns, rows) => {
    const terminal = fakeTerminal(30, 8);
    open(terminal);
    await shows(terminal, numbered(8, 30));
    terminal.resize(columns, rows);
    await shows(terminal, numbered(rows, columns));
    terminal.resize(30, 8);
    await shows(terminal, numbered(8, 30));
    expect(await terminal.isAlternate()).toBe(true);
  });

  it('is drawn anew over whatever stands there', async () => {
    const terminal = fakeTerminal(30, 8);
    const { screen } = open(terminal);
    await shows(terminal, numbered(8, 30));
    terminal.stdout.write('\u{1b}[3;1Hgarbage\r\n\r\n\r\n\r\n\r\n\r\n\r\ngarbage');
    expect(await terminal.text()).toContain('garbage');
    screen.redraw();
    await shows(terminal, numbered(8, 30));
  });
});

describe('the terminal is given back', () => {
  it('at the end', async () => {
    const terminal = fakeTerminal(30, 8);
    const { screen, ended, keyboard } = open(terminal);
    keyboard.setMouse(true);
    await shows(terminal, numbered(8, 30));
    terminal.takeWritten();
    screen.close();
    expect(await ended).toBeUndefined();
    const written = terminal.takeWritten();
    for (const sequence of [...restored, '\u{1b}[?1000l', '\u{1b}[?1006l']) expect(written).toContain(sequence);
    expect(await terminal.isAlternate()).toBe(false);
    expect(await terminal.text()).toBe('\n'.repeat(7));
    expect(terminal.stdin).toMatchObject({ isRaw: false, isRead: false });
    expect(terminal.stdin.listenerCount('data')).toBe(0);
    expect(terminal.stdout.listenerCount('resize')).toBe(0);
  });

  it('when a component throws', async () => {
    const terminal = fakeTerminal(30, 8);
    const { store, ended } = open(terminal);
    await shows(terminal, numbered(8, 30));
    terminal.takeWritten();
    store.set(['break']);
    expect(await ended).toEqual(new Error('a screen that cannot be drawn'));
    const written = terminal.takeWritten();
    for (const sequence of restored) expect(written).toContain(sequence);
    expect(await terminal.isAlternate()).toBe(false);
    expect(terminal.stdin.isRaw).toBe(false);
  });

  it('when the program around it fails', async () => {
    const terminal = fakeTerminal(30, 8);
    const { screen, ended } = open(terminal);
    const broken = new Error('a bug elsewhere');
    screen.fail(broken);
    expect(await ended).toBe(broken);
    expect(await terminal.isAlternate()).toBe(false);
    expect(terminal.stdin.isRaw).toBe(false);
  });

  it('while it is suspended, and taken again after', async () => {
    const terminal = fakeTerminal(30, 8);
    const { screen, store, keyboard } = open(terminal);
    keyboard.setMouse(true);
    await shows(terminal, numbered(8, 30));
    terminal.takeWritten();
    const stopped = Promise.withResolvers<void>();
    const suspended = screen.suspend(async () => {
      terminal.stdout.write('$ fg\r\n');
      await stopped.promise;
    });
    await eventually(() => terminal.text()).toContain('$ fg');
    expect(await terminal.isAlternate()).toBe(false);
    expect(terminal.stdin).toMatchObject({ isRaw: false, isRead: false });
    expect(terminal.takeWritten()).toContain('\u{1b}[?1006l\u{1b}[?1000l\u{1b}[?2004l');

    store.set(numbered(8, 30, 'later'));
    expect(terminal.takeWritten()).toBe('');
    stopped.resolve();
    await suspended;
    await shows(terminal, numbered(8, 30, 'later'));
    expect(await terminal.isAlternate()).toBe(true);
    expect(terminal.stdin).toMatchObject({ isRaw: true, isRead: true });
    expect(terminal.takeWritten()).toContain('\u{1b}[?2004h\u{1b}[?1000h\u{1b}[?1006h');
  });

  it('when stopping it fails', async () => {
    const terminal = fakeTerminal(30, 8);
    const { screen } = open(terminal);
    await shows(terminal, numbered(8, 30));
    await expect(screen.suspend(() => Promise.reject(new Error('no job control')))).rejects.toThrow('no job control');
    screen.redraw();
    await shows(terminal, numbered(8, 30));
    expect(terminal.stdin.isRaw).toBe(true);
  });
});
