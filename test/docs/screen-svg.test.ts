import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import xterm from '@xterm/headless';
import { describe, expect, it } from 'vitest';

import { cellsOf, textOf, type Cell } from '../../scripts/screen/cells.ts';
import { demoScreen } from '../../scripts/screen/demo-screen.ts';
import { svgOf } from '../../scripts/screen/svg.ts';

const run = promisify(execFile);
const texts = { title: 'a <title>', description: 'what "is" seen & where' };

/** Returns the cells of a terminal of this size that was told `written`. */
async function written(text: string, columns = 20, rows = 1): Promise<readonly (readonly Cell[])[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  return cellsOf(terminal.buffer.active, { columns, rows });
}

async function pictureOf(text: string): Promise<string> {
  return svgOf(await written(text), texts);
}

/** Attributes of the pieces of text, by what they say. */
function piecesOf(svg: string): Readonly<Record<string, string>> {
  const pieces = svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/gu);
  return Object.fromEntries(Array.from(pieces, ([, attributes = '', text = '']) => [text, attributes]));
}

describe('a screen as cells', () => {
  it('has the text without the blanks at the ends of lines', async () => {
    expect(textOf(await written('one\r\n  two', 10, 3))).toBe('one\n  two\n');
  });

  it('has a wide character as one cell of two', async () => {
    const [row = []] = await written('a\u754cb', 6);
    expect(row.slice(0, 3).map(({ text, width }) => [text, width])).toEqual([
      ['a', 1],
      ['\u754c', 2],
      ['b', 1],
    ]);
    expect(row.reduce((sum, { width }) => sum + width, 0)).toBe(6);
  });

  it('knows every look', async () => {
    const [row = []] = await written('\u001b[1;2;4;7;9;31;44mx');
    expect(row[0]).toEqual({
      text: 'x',
      width: 1,
      color: 1,
      background: 4,
      isBold: true,
      isDim: true,
      isInverse: true,
      isUnderlined: true,
      isStruck: true,
    });
  });
});

describe('a screen as SVG', () => {
  it('names itself and says what is seen, for those who do not see it', async () => {
    const svg = await pictureOf('x');
    expect(svg).toContain('role="img" aria-labelledby="title description"');
    expect(svg).toContain('<title id="title">a &lt;title&gt;</title>');
    expect(svg).toContain('<desc id="description">what &quot;is&quot; seen &amp; where</desc>');
  });

  it('escapes what stands on the screen', async () => {
    expect(piecesOf(await pictureOf('<a> & "b"'))).toHaveProperty(['&lt;a&gt; &amp; &quot;b&quot;']);
  });

  it('puts each column where the terminal has it, whatever the font', async () => {
    const pieces = piecesOf(await pictureOf('one two   \u754ca  x'));
    expect(pieces['one two']).toBe('class="f" x="12" y="25" textLength="56"');
    // Ten cells from the left; the wide character takes two.
    expect(pieces['\u754ca']).toContain('x="92" y="25" textLength="24"');
    expect(pieces['x']).toContain('x="132"');
  });

  it('has the colours of a light page and of a dark one', async () => {
    const svg = await pictureOf('\u001b[31mdenied\u001b[0m \u001b[1;33maudited\u001b[0m \u001b[2mdim');
    const pieces = piecesOf(svg);
    expect(pieces['denied']).toContain('class="c1"');
    expect(pieces['audited']).toContain('class="c3 b"');
    expect(pieces['dim']).toContain('class="d"');
    const [onLight = '', onDark = ''] = svg.split('@media(prefers-color-scheme:dark)');
    for (const rules of [onLight, onDark]) {
      for (const name of ['f', 'd', 'c1', 'c3']) expect(rules).toMatch(new RegExp(`\\.${name}\\{fill:#[0-9a-f]{6}\\}`));
    }
  });

  it('turns reversed cells round', async () => {
    const svg = await pictureOf('a\u001b[7mb c\u001b[0m');
    expect(piecesOf(svg)['b c']).toContain('class="p"');
    expect(svg).toContain('<rect class="f" x="20" y="12" width="24" height="18"/>');
  });

  it('draws bars and lines without gaps between cells', async () => {
    const svg = await pictureOf('\u001b[31m\u2584\u2588\u001b[0m\u2502');
    expect(svg).toContain('<rect class="c1" x="12" y="21" width="8" height="9"/>');
    expect(svg).toContain('<rect class="c1" x="20" y="12" width="8" height="18"/>');
    expect(piecesOf(svg)).toEqual({});
  });
});

describe('the demo on screen', () => {
  it('stands still at the moment asked for', async () => {
    const scene = {
      columns: 80,
      rows: 12,
      terms: ['ns:shop'],
      until: { seconds: 1_795_254_631, nanos: 950_000_000 },
      begins: ['09:50:31', 'held 5 s'],
      keys: ['G'],
      shows: ['ns:shop'],
    };
    const [first, second] = [textOf(await demoScreen(scene)), textOf(await demoScreen(scene))];
    expect(second).toBe(first);
    expect(first).toContain('shop/db');
    expect(first).not.toContain('09:50:34');
  });

  it('is in the documents as it is', async () => {
    await expect(run(process.execPath, ['scripts/screen-svg.mjs', '--check'])).resolves.toBeDefined();
  });
});
