import { describe, expect, it } from 'vitest';
import { verdictClasses } from '../../../src/flow/verdict-class.ts';
import { textWidth } from '../../../src/tui/text/width.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/tui/theme/glyphs.ts';
import { createTheme } from '../../../src/tui/theme/themes.ts';
import type { Glyphs } from '../../../src/tui/theme/tones.ts';

const terminal = createTheme({ name: 'terminal', isAscii: false, hasColor: true });

function oneCellGlyphs({ paused, reconnecting, verdicts, bars, ...others }: Glyphs): readonly string[] {
  expect([paused, reconnecting].every((text) => textWidth(text) > 0)).toBe(true);
  return [...Object.values(verdicts), ...bars, ...Object.values(others)];
}

describe('createTheme', () => {
  it('paints verdicts in the colours of the terminal and ends them again', () => {
    expect(terminal.paint('denied', 'x')).toBe('\u001B[31mx\u001B[39m');
    expect(terminal.paint('audited', 'x')).toBe('\u001B[33mx\u001B[39m');
    expect(terminal.paint('allowed', 'x')).toBe('\u001B[32mx\u001B[39m');
    expect(terminal.paint('undecided', 'x')).toBe('\u001B[2mx\u001B[22m');
    expect(terminal.paint('error', 'x')).toBe('\u001B[1;35mx\u001B[22;39m');
  });

  it('ends only what it began, so that looks lie in one another', () => {
    const nested = terminal.paint('selected-cell', `a${terminal.paint('match', 'b')}c`);
    expect(nested).toBe('\u001B[7ma\u001B[30;43mb\u001B[39;49mc\u001B[27m');
  });

  it('paints nothing around an empty text', () => {
    expect(terminal.paint('denied', '')).toBe('');
  });

  it('is mono where there are no colours: attributes alone', () => {
    const mono = createTheme({ name: 'high-contrast', isAscii: false, hasColor: false });
    expect(mono.name).toBe('mono');
    const painted = verdictClasses.map((verdict) => mono.paint(verdict, 'x')).join('') + mono.paint('match', 'x');
    // oxlint-disable-next-line no-control-regex -- The looks are what is tested.
    const parameters = [...painted.matchAll(/\u001B\[([\d;]*)m/g)].flatMap(([, list = '']) => list.split(';'));
    expect(parameters.map(Number).filter((parameter) => parameter >= 30)).toEqual([]);
    expect(mono.paintEndpoint('shop/db', 'x')).toBe('x');
    expect(mono.paint('selected-cell', 'x')).toBe('\u001B[7mx\u001B[27m');
  });

  it('gives an endpoint one colour, and not that of a verdict', () => {
    const colors = new Set<string>();
    for (let index = 0; index < 100; index += 1) {
      const painted = terminal.paintEndpoint(`shop/pod-${index}`, 'x');
      expect(painted).toBe(terminal.paintEndpoint(`shop/pod-${index}`, 'x'));
      colors.add(painted);
    }
    expect(colors.size).toBe(6);
    expect([...colors].some((painted) => /\[3[123]m/.test(painted))).toBe(false);
  });

  it('draws with the glyphs that were asked for', () => {
    expect(createTheme({ name: 'terminal', isAscii: true, hasColor: true })).toMatchObject({
      glyphs: asciiGlyphs,
      isAscii: true,
    });
    expect(terminal).toMatchObject({ glyphs: unicodeGlyphs, isAscii: false });
  });
});

describe('glyphs', () => {
  it('are one cell wide each', () => {
    for (const glyph of [...oneCellGlyphs(unicodeGlyphs), ...oneCellGlyphs(asciiGlyphs)]) {
      expect(textWidth(glyph), glyph).toBe(1);
    }
  });

  it('of ASCII are of ASCII', () => {
    expect(
      Object.values(asciiGlyphs)
        .flatMap((glyph) => (typeof glyph === 'string' ? glyph : Object.values(glyph)))
        .join(''),
    ).toMatch(/^[ -~]*$/);
  });

  it('tell the verdicts apart', () => {
    for (const { verdicts } of [unicodeGlyphs, asciiGlyphs]) expect(new Set(Object.values(verdicts)).size).toBe(5);
  });
});
