import { describe, expect, it } from 'vitest';
import { createPainter } from '../../../src/tui/terminal/painter.ts';
import { fakeTerminal } from '../builders/fake-terminal.ts';

function aPainter(columns = 20, rows = 4) {
  const terminal = fakeTerminal(columns, rows);
  const painter = createPainter(terminal.stdout);
  function show(...lines: readonly string[]): void {
    for (const [row, line] of lines.entries()) painter.put(row, line);
    painter.flush(lines.length);
  }
  return { terminal, painter, show };
}

describe('rows', () => {
  it('stand where they were put, with their looks and no others', async () => {
    const { terminal, show } = aPainter();
    show('\u{1b}[1;31mdenied\u{1b}[0m then', '\u{1b}[7mleft open', 'plain', '');
    expect(await terminal.lines()).toEqual(['denied then', 'left open', 'plain', '']);
    expect(await terminal.looks(0)).toMatchObject([
      { text: 'denied', isBold: true, color: 1 },
      { isBold: false, color: undefined },
    ]);
    expect(await terminal.looks(2)).toMatchObject([{ isInverse: false }]);
  });

  it('are written only when they changed, in one piece that is shown at once', async () => {
    const { terminal, show } = aPainter();
    show('one', 'two', 'three', 'four');
    terminal.takeWritten();
    show('one', 'two', 'three', 'four');
    expect(terminal.takeWritten()).toBe('');
    show('one', '2', 'three', 'four');
    const written = terminal.takeWritten();
    expect(written).toMatch(/^\u{1b}\[\?2026h.*\u{1b}\[\?2026l$/u);
    expect(written).not.toMatch(/one|three|four|\u{1b}\[\d*J/u);
    expect(await terminal.lines()).toEqual(['one', '2', 'three', 'four']);
  });

  it('are written without the blanks at their ends, but for those that have a look', async () => {
    const { terminal, show } = aPainter(10, 2);
    show('xxxxxxxxxx', '');
    terminal.takeWritten();
    show('one       ', '\u{1b}[7mtwo \u{1b}[27m      ');
    const written = terminal.takeWritten();
    expect(written).toContain('one\u{1b}[m');
    expect(written).not.toMatch(/ {2}/u);
    expect(await terminal.lines()).toEqual(['one', 'two']);
    expect(await terminal.looks(1)).toMatchObject([{ text: 'two ', isInverse: true }, { isInverse: false }]);
  });

  it('never move those below, however wide the terminal draws them', async () => {
    const { terminal, show } = aPainter(10, 3);
    show('x'.repeat(30), 'below', 'last'.padEnd(10));
    expect(await terminal.lines()).toEqual(['x'.repeat(10), 'below', 'last']);
  });

  it('are all written again, over whatever is there, once the screen is not known any more', async () => {
    const { terminal, painter, show } = aPainter(20, 3);
    show('one', 'two', 'three');
    terminal.stdout.write('\u{1b}[2;5H\u{1b}[41mgarbage\r\n\r\n');
    painter.forget();
    painter.flush(3);
    expect(await terminal.lines()).toEqual(['one', 'two', 'three']);
    expect(await terminal.looks(1)).toMatchObject([{ isInverse: false, color: undefined }]);
  });

  it('are kept while the terminal is somebody else’s, and shown after', async () => {
    const { terminal, painter, show } = aPainter(20, 2);
    show('one', 'two');
    terminal.takeWritten();
    painter.pause();
    show('1', '2');
    expect(terminal.takeWritten()).toBe('');
    painter.forget();
    painter.flush(2);
    expect(await terminal.lines()).toEqual(['1', '2']);
  });

  it('that are gone do not come back on a screen that grows', async () => {
    const { terminal, painter, show } = aPainter(20, 4);
    show('one', 'two', 'three', 'four');
    painter.forget();
    painter.flush(2);
    painter.forget();
    painter.flush(4);
    expect(await terminal.lines()).toEqual(['one', 'two', '', '']);
  });
});
