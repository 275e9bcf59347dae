/** A line of text that is written, with the keys of readline. Characters are whole code points with what belongs to them. */

/** A line and the cursor in it, as an index into the text. */
export interface TextLine {
  readonly text: string;
  readonly at: number;
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

function characterBefore({ text, at }: TextLine): number {
  const last = [...characters.segment(text.slice(0, at))].at(-1);
  return last === undefined ? 0 : last.index;
}

function characterAfter({ text, at }: TextLine): number {
  const [first] = characters.segment(text.slice(at));
  return first === undefined ? text.length : at + first.segment.length;
}

function wordBefore({ text, at }: TextLine): number {
  return /\S*\s*$/u.exec(text.slice(0, at))?.index ?? 0;
}

function wordAfter({ text, at }: TextLine): number {
  return at + (/^\s*\S*/u.exec(text.slice(at))?.[0].length ?? 0);
}

function cut({ text }: TextLine, from: number, to: number): TextLine {
  return { text: text.slice(0, from) + text.slice(to), at: from };
}

/** What keys do to a line. */
export const textEdits = {
  'edit-left': (line) => ({ text: line.text, at: characterBefore(line) }),
  'edit-right': (line) => ({ text: line.text, at: characterAfter(line) }),
  'edit-word-left': (line) => ({ text: line.text, at: wordBefore(line) }),
  'edit-word-right': (line) => ({ text: line.text, at: wordAfter(line) }),
  'edit-start': ({ text }) => ({ text, at: 0 }),
  'edit-end': ({ text }) => ({ text, at: text.length }),
  'edit-backspace': (line) => cut(line, characterBefore(line), line.at),
  'edit-delete': (line) => cut(line, line.at, characterAfter(line)),
  'edit-delete-word': (line) => cut(line, wordBefore(line), line.at),
  'edit-delete-to-start': (line) => cut(line, 0, line.at),
  'edit-delete-to-end': (line) => cut(line, line.at, line.text.length),
} as const satisfies Record<string, (line: TextLine) => TextLine>;

/** Name of an edit; that of its command. */
export type TextEdit = keyof typeof textEdits;

/** Returns the line with `typed` at the cursor, which stands after it. */
export function typeText({ text, at }: TextLine, typed: string): TextLine {
  return { text: text.slice(0, at) + typed + text.slice(at), at: at + typed.length };
}

/** Part of a line that candidates replace. */
export interface Completion {
  readonly candidates: readonly string[];
  /** The candidate that is chosen; undefined while none is. */
  readonly candidate: number | undefined;
  readonly replaces: { readonly from: number; readonly to: number };
}

/** Returns the line with the next (1) or previous (-1) candidate in its place, or undefined when there is none. */
export function nextCandidate(
  line: TextLine,
  completion: Completion,
  step: 1 | -1,
): (TextLine & Completion) | undefined {
  const { candidates, candidate, replaces } = completion;
  const count = candidates.length;
  if (count === 0) return undefined;
  const index = candidate === undefined ? (step === 1 ? 0 : count - 1) : (candidate + step + count) % count;
  const chosen = candidates[index] ?? '';
  const text = line.text.slice(0, replaces.from) + chosen + line.text.slice(replaces.to);
  const to = replaces.from + chosen.length;
  return { text, at: to, candidates, candidate: index, replaces: { from: replaces.from, to } };
}
