import { describe, expect, it } from 'vitest';
import { createKeyboard } from '../../../src/tui/terminal/terminal-input.ts';
import { fakeTerminal } from '../builders/fake-terminal.ts';

function aKeyboard() {
  const terminal = fakeTerminal(40, 10);
  const presses: string[] = [];
  const keyboard = createKeyboard({
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    onPress: (press) => presses.push(press.kind === 'key' ? press.name : press.kind),
  });
  return { terminal, keyboard, presses };
}

describe('the keyboard', () => {
  it('takes the terminal when it is opened, and leaves it as it was', () => {
    const { terminal, keyboard, presses } = aKeyboard();
    terminal.type('a');
    keyboard.open();
    keyboard.open();
    expect(terminal.stdin).toMatchObject({ isRaw: true, isRead: true });
    expect(terminal.takeWritten()).toBe('\u{1b}[?2004h');
    terminal.type('b');
    keyboard.close();
    keyboard.close();
    expect(terminal.stdin).toMatchObject({ isRaw: false, isRead: false });
    expect(terminal.takeWritten()).toBe('\u{1b}[?2004l');
    terminal.type('c');
    expect(presses).toEqual(['b']);
  });

  it('leaves the mouse to the terminal until it is asked for', () => {
    const { terminal, keyboard, presses } = aKeyboard();
    keyboard.open();
    expect(terminal.takeWritten()).not.toContain('1000');
    keyboard.setMouse(true);
    keyboard.setMouse(true);
    expect(terminal.takeWritten()).toBe('\u{1b}[?1000h\u{1b}[?1006h');
    terminal.type('\u{1b}[<0;1;1M');
    keyboard.setMouse(false);
    expect(terminal.takeWritten()).toBe('\u{1b}[?1006l\u{1b}[?1000l');
    expect(presses).toEqual(['mouse']);
  });

  it('gives the mouse back when it is closed, and takes it again when it is opened', () => {
    const { terminal, keyboard } = aKeyboard();
    keyboard.setMouse(true);
    expect(terminal.takeWritten()).toBe('');
    keyboard.open();
    keyboard.close();
    expect(terminal.takeWritten()).toBe(
      '\u{1b}[?2004h\u{1b}[?1000h\u{1b}[?1006h\u{1b}[?1006l\u{1b}[?1000l\u{1b}[?2004l',
    );
  });

  it('forgets half a sequence when it is closed', () => {
    const { terminal, keyboard, presses } = aKeyboard();
    keyboard.open();
    terminal.type('\u{1b}[');
    keyboard.close();
    keyboard.open();
    terminal.type('A');
    keyboard.close();
    expect(presses).toEqual(['A']);
  });
});
