import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyName, type KeyPress } from '../../../src/tui/keys/key-press.ts';
import { createKeyDecoder, escapeWaitMs, longestPaste } from '../../../src/tui/terminal/key-decoder.ts';

/** A schedule that runs when told to. */
function handTimer() {
  let waiting: { callback: () => void; ms: number } | undefined;
  return {
    schedule: (callback: () => void, ms: number) => {
      const mine = { callback, ms };
      waiting = mine;
      return () => {
        if (waiting === mine) waiting = undefined;
      };
    },
    get waitsMs() {
      return waiting?.ms;
    },
    /** Lets time pass until nothing is waited for. */
    elapse: () => {
      while (waiting !== undefined) {
        const { callback } = waiting;
        waiting = undefined;
        callback();
      }
    },
  };
}

function named(press: KeyPress): string {
  switch (press.kind) {
    case 'key':
      return keyName(press) + (press.text === '' || press.text === press.name ? '' : `=${press.text}`);
    case 'paste':
      return `paste:${press.text}`;
    case 'mouse':
      return `${press.action}@${press.column},${press.row}`;
    default:
      return press satisfies never;
  }
}

function aDecoder() {
  const presses: string[] = [];
  const timer = handTimer();
  const decoder = createKeyDecoder({ onPress: (press) => presses.push(named(press)), schedule: timer.schedule });
  return { presses, timer, push: (text: string | Uint8Array) => decoder.push(Buffer.from(text)), decoder };
}

/** Presses of `text` sent at once, and after that nothing for a while. */
function pressesOf(text: string): readonly string[] {
  const { presses, timer, push } = aDecoder();
  push(text);
  timer.elapse();
  return presses;
}

describe('keys', () => {
  it.each([
    ['a', ['a']],
    ['A', ['A']],
    ['/?', ['/', '?']],
    [' ', ['Space= ']],
    ['é日🙂', ['é', '日', '🙂']],
    ['\r', ['Enter']],
    ['\n', ['Enter']],
    ['\t', ['Tab']],
    ['\u{7f}\b', ['Backspace', 'Backspace']],
    ['\u{0}', ['Ctrl-Space']],
    ['\u{1}\u{3}\u{1a}', ['Ctrl-a', 'Ctrl-c', 'Ctrl-z']],
    ['\u{1c}\u{1f}', ['Ctrl-\\', 'Ctrl-_']],
    ['\u{1b}', ['Esc']],
    ['\u{1b}\u{1b}', ['Esc', 'Esc']],
    ['\u{1b}x\u{1b}X\u{1b}é', ['Alt-x', 'Alt-x', 'Alt-é']],
    ['\u{1b}\r\u{1b}\u{1}', ['Alt-Enter', 'Ctrl-Alt-a']],
    ['\u{1b}[', ['Alt-[']],
    ['\u{1b}O', ['Alt-o']],
    ['\u{1b}]', ['Alt-]']],
    ['\u{1b}[A\u{1b}[B\u{1b}[C\u{1b}[D', ['Up', 'Down', 'Right', 'Left']],
    ['\u{1b}OA\u{1b}OB\u{1b}OC\u{1b}OD', ['Up', 'Down', 'Right', 'Left']],
    ['\u{1b}[H\u{1b}[F\u{1b}OH\u{1b}OF', ['Home', 'End', 'Home', 'End']],
    ['\u{1b}[1~\u{1b}[4~\u{1b}[7~\u{1b}[8~', ['Home', 'End', 'Home', 'End']],
    ['\u{1b}[2~\u{1b}[3~\u{1b}[5~\u{1b}[6~', ['Insert', 'Del', 'PgUp', 'PgDn']],
    ['\u{1b}OP\u{1b}OQ\u{1b}OR\u{1b}OS', ['F1', 'F2', 'F3', 'F4']],
    ['\u{1b}[11~\u{1b}[12~\u{1b}[13~\u{1b}[14~\u{1b}[15~', ['F1', 'F2', 'F3', 'F4', 'F5']],
    ['\u{1b}[17~\u{1b}[18~\u{1b}[19~\u{1b}[20~', ['F6', 'F7', 'F8', 'F9']],
    ['\u{1b}[21~\u{1b}[23~\u{1b}[24~', ['F10', 'F11', 'F12']],
    ['\u{1b}[[A\u{1b}[[E\u{1b}[[zq', ['F1', 'F5', 'z', 'q']],
    ['\u{1b}[1;5C\u{1b}[1;2A\u{1b}[1;3B\u{1b}[1;8D', ['Ctrl-Right', 'Shift-Up', 'Alt-Down', 'Ctrl-Alt-Shift-Left']],
    ['\u{1b}[3;5~\u{1b}[1;2P\u{1b}O5C', ['Ctrl-Del', 'Shift-F1', 'Ctrl-Right']],
    ['\u{1b}[Z\u{1b}OM', ['Shift-Tab', 'Enter']],
    ['\u{1b}\u{1b}[A\u{1b}\u{1b}OB', ['Alt-Up', 'Alt-Down']],
  ])('reads %j', (text, expected) => {
    expect(pressesOf(text)).toEqual(expected);
  });

  it.each([
    ['\u{1b}[97u', ['a']],
    ['\u{1b}[97;2u', ['A']],
    ['\u{1b}[97;5u', ['Ctrl-a']],
    ['\u{1b}[97;1:3uq', ['q']],
    ['\u{1b}[13u\u{1b}[27u\u{1b}[9;2u\u{1b}[127u\u{1b}[32u', ['Enter', 'Esc', 'Shift-Tab', 'Backspace', 'Space= ']],
    ['\u{1b}[57441;2uq', ['q']],
    ['\u{1b}[1;1:3Aq', ['q']],
    ['\u{1b}[27;5;97~', ['Ctrl-a']],
    ['\u{1b}[99999999999999999999uq', ['q']],
  ])('reads %j of the kitty protocol', (text, expected) => {
    expect(pressesOf(text)).toEqual(expected);
  });

  it.each([
    ['\u{1b}[I\u{1b}[Oq', ['q']],
    ['\u{1b}[?62;22cq', ['q']],
    ['\u{1b}[24;80Rq', ['q']],
    ['\u{1b}[?2026;2$yq', ['q']],
    ['\u{1b}[999~q', ['q']],
    ['\u{1b}]11;rgb:0000/0000/0000\u{1b}\\q', ['q']],
    ['\u{1b}]52;c;aGk=\u{7}q', ['q']],
    ['\u{1b}P>|XTerm(390)\u{1b}\\q', ['q']],
    ['\u{1b}_Gi=1;OK\u{1b}\\q', ['q']],
    ['\u{1b}[12\u{1b}[A', ['Up']],
    ['\u{1b}[1;éq', ['é', 'q']],
    ['\u{1b}[M !!q', ['q']],
    ['\u{80}\u{9b}q', ['q']],
  ])('takes %j for what it is', (text, expected) => {
    expect(pressesOf(text)).toEqual(expected);
  });

  it('tells the wheel and the left button, and nothing else of the mouse', () => {
    expect(pressesOf('\u{1b}[<0;3;5M\u{1b}[<0;3;5m')).toEqual(['press@2,4']);
    expect(pressesOf('\u{1b}[<64;1;1M\u{1b}[<65;300;100M')).toEqual(['wheel-up@0,0', 'wheel-down@299,99']);
    expect(pressesOf('\u{1b}[<68;1;1M')).toEqual(['wheel-up@0,0']);
    expect(pressesOf('\u{1b}[<2;1;1M\u{1b}[<32;1;1M\u{1b}[<66;1;1M\u{1b}[<;;M\u{1b}[<0M')).toEqual([]);
  });
});

describe('what arrives in pieces', () => {
  it('waits for the rest of a sequence, and of a character', () => {
    const { presses, push } = aDecoder();
    push('\u{1b}');
    push('[1;');
    push('5C');
    push(Buffer.from('é').subarray(0, 1));
    push(Buffer.from('é').subarray(1));
    expect(presses).toEqual(['Ctrl-Right', 'é']);
  });

  it('takes Esc for itself after a short silence', () => {
    const { presses, push, timer } = aDecoder();
    push('\u{1b}');
    expect(presses).toEqual([]);
    expect(timer.waitsMs).toBe(escapeWaitMs);
    timer.elapse();
    push('j');
    expect(presses).toEqual(['Esc', 'j']);
    expect(timer.waitsMs).toBeUndefined();
  });

  it('drops the ruins of a sequence', () => {
    const { presses, push, timer } = aDecoder();
    push('\u{1b}[1;5');
    timer.elapse();
    push('j');
    expect(presses).toEqual(['j']);
  });

  it('forgets what is half read when it is closed', () => {
    const { presses, push, timer, decoder } = aDecoder();
    push('\u{1b}');
    decoder.close();
    expect(timer.waitsMs).toBeUndefined();
    push('j');
    expect(presses).toEqual(['j']);
  });
});

describe('Esc and a key at once', () => {
  it('are both keys where the key does nothing with Alt', () => {
    const presses: string[] = [];
    const { schedule, elapse } = handTimer();
    const decoder = createKeyDecoder({
      onPress: (press) => presses.push(named(press)),
      isMeant: (stroke) => keyName(stroke) === 'Alt-b',
      schedule,
    });
    decoder.push(Buffer.from('\u{1b}b\u{1b}G\u{1b}?\u{1b}[1;3D\u{1b}/x\u{1b}['));
    elapse();
    expect(presses).toEqual(['Alt-b', 'Esc', 'G', 'Esc', '?', 'Alt-Left', 'Esc', '/', 'x', 'Esc', '[']);
  });
});

describe('pasted text', () => {
  it('is one press, with plain ends of lines', () => {
    expect(pressesOf('\u{1b}[200~a\rb\r\nc\u{1b}[A\u{1b}[201~q')).toEqual(['paste:a\nb\nc\u{1b}[A', 'q']);
  });

  it('is found with its end mark cut anywhere', () => {
    const text = '\u{1b}[200~häh\u{1b}[201~q';
    for (let cut = 0; cut < text.length; cut += 1) {
      const { presses, push } = aDecoder();
      push(text.slice(0, cut));
      push(text.slice(cut));
      expect(presses).toEqual(['paste:häh', 'q']);
    }
  });

  it('is over after a silence when its end got lost, and no longer than allowed', () => {
    const { presses, push, timer } = aDecoder();
    push(`\u{1b}[200~${'x'.repeat(longestPaste + 10)}`);
    timer.elapse();
    push('q');
    expect(presses.map((press) => press.length)).toEqual(['paste:'.length + longestPaste, 1]);
  });
});

/** Bytes that a terminal may send, sequences and their ruins among them. */
const bytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 4 }).map((text) => Buffer.from(text)),
      fc
        .constantFrom(
          '\u{1b}',
          '\u{1b}[',
          '\u{1b}O',
          '\u{1b}[<0;1;1M',
          '\u{1b}[200~',
          '\u{1b}[201~',
          '\u{1b}]0;',
          '\u{7}',
          '1;5',
          '~',
          '[M',
          'u',
        )
        .map((text) => Buffer.from(text)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts));

describe('any bytes', () => {
  it('give the same presses in whatever pieces they come', () => {
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(20), { maxLength: 12 }), (input, sizes) => {
        const whole = aDecoder();
        whole.push(input);
        whole.timer.elapse();
        const cut = aDecoder();
        let from = 0;
        for (const size of sizes) {
          cut.push(input.subarray(from, from + size));
          from += size;
        }
        cut.push(input.subarray(from));
        cut.timer.elapse();
        expect(cut.presses).toEqual(whole.presses);
      }),
      { numRuns: 2000 },
    );
  });

  it('are all read in the end: a key after them is heard', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        const { presses, push, timer } = aDecoder();
        push(input);
        timer.elapse();
        // The first byte may end a character that was cut.
        push('q');
        timer.elapse();
        push('j');
        expect(presses.at(-1)).toBe('j');
        expect(timer.waitsMs).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  it('do not pile up in an answer without an end', () => {
    const { presses, push } = aDecoder();
    push(`\u{1b}]0;${'x'.repeat(100_000)}`);
    expect(presses.length).toBeGreaterThan(90_000);
  });
});
