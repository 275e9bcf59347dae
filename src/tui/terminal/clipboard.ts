/**
 * The clipboard of the terminal, by OSC 52: it works over ssh, where no program of this machine could reach the clipboard.
 * Nothing answers, so nobody can tell whether the terminal took it.
 *
 * A multiplexer stands between. tmux takes a plain OSC 52 only with `set-clipboard on`, and hands the wrapped form
 * (`DCS tmux;`) on only with `allow-passthrough on` (always, before 3.3); it ignores the form it does not take, so both are sent.
 * GNU screen hands the contents of a DCS on, in pieces of at most 768 bytes.
 */

/** What stands between this program and the terminal. */
export type Multiplexer = 'tmux' | 'screen';

/** Bytes of UTF-8 that are copied at most: terminals cut or drop longer sequences without a word. */
export const longestCopyBytes = 100_000;

/** Bytes of one DCS that GNU screen takes. */
const screenPieceBytes = 700;

const bell = '\u{7}';
const stringEnd = '\u{1b}\\';

/** Whether a text went to the terminal, and what to tell about it. */
export type Copied =
  | { readonly ok: true; readonly note: string | undefined }
  | { readonly ok: false; readonly message: string };

function forTmux(sequence: string): string {
  return `${sequence}\u{1b}Ptmux;${sequence.replaceAll('\u{1b}', '\u{1b}\u{1b}')}${stringEnd}`;
}

function forScreen(sequence: string): string {
  const pieces = sequence.match(new RegExp(`[^]{1,${screenPieceBytes}}`, 'gu')) ?? [];
  return pieces.map((piece) => `\u{1b}P${piece}${stringEnd}`).join('');
}

/** Returns the sequence that puts `text` on the clipboard. BEL ends it: every terminal that knows OSC 52 takes that end. */
export function clipboardSequence(text: string, multiplexer: Multiplexer | undefined): string {
  const sequence = `\u{1b}]52;c;${Buffer.from(text, 'utf8').toString('base64')}${bell}`;
  switch (multiplexer) {
    case 'tmux':
      return forTmux(sequence);
    case 'screen':
      return forScreen(sequence);
    case undefined:
      return sequence;
    default:
      return multiplexer satisfies never;
  }
}

const tmuxNote = 'through tmux it needs "set -g set-clipboard on"';

/** Puts `text` on the clipboard of the terminal behind `stdout`; refuses what is too long for one. */
export function copyText(
  stdout: { write(text: string): unknown },
  text: string,
  multiplexer: Multiplexer | undefined,
): Copied {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > longestCopyBytes) {
    const kilobytes = Math.ceil(bytes / 1000);
    return {
      ok: false,
      message: `not copied: ${kilobytes} kB are more than a terminal takes (100 kB); save it instead`,
    };
  }
  stdout.write(clipboardSequence(text, multiplexer));
  return { ok: true, note: multiplexer === 'tmux' ? tmuxNote : undefined };
}
