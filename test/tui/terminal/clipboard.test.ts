import { describe, expect, it } from 'vitest';
import { clipboardSequence, copyText, longestCopyBytes } from '../../../src/tui/terminal/clipboard.ts';

function copied(text: string, multiplexer?: 'tmux' | 'screen') {
  let written = '';
  const result = copyText({ write: (part) => (written += part) }, text, multiplexer);
  return { written, result };
}

describe('the clipboard', () => {
  it('is set by OSC 52, in base64', () => {
    expect(copied('flöw\n')).toEqual({
      written: `\u{1b}]52;c;${Buffer.from('flöw\n').toString('base64')}\u{7}`,
      result: { ok: true, note: undefined },
    });
  });

  it('is set through tmux in both forms that it may take', () => {
    const { written, result } = copied('hi', 'tmux');
    expect(written).toBe('\u{1b}]52;c;aGk=\u{7}\u{1b}Ptmux;\u{1b}\u{1b}]52;c;aGk=\u{7}\u{1b}\\');
    expect(result).toMatchObject({ ok: true, note: expect.stringContaining('set-clipboard on') });
  });

  it('is set through GNU screen in pieces that it hands on', () => {
    const text = 'x'.repeat(3000);
    const pieces = clipboardSequence(text, 'screen').split('\u{1b}\\');
    expect(pieces.pop()).toBe('');
    expect(pieces.every((piece) => piece.startsWith('\u{1b}P') && piece.length <= 768)).toBe(true);
    expect(pieces.map((piece) => piece.slice(2)).join('')).toBe(clipboardSequence(text, undefined));
  });

  it('refuses what terminals would cut, and writes nothing then', () => {
    expect(copied('é'.repeat(longestCopyBytes / 2)).result.ok).toBe(true);
    const { written, result } = copied(`${'é'.repeat(longestCopyBytes / 2)}!`);
    expect(written).toBe('');
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining('101 kB') });
  });
});
