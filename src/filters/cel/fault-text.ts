/** Faults of an expression as cel-go shows them: where, what, and the line with a mark below. */

import type { CelFault } from './checker.ts';

interface Place {
  /** Counted from 1. */
  readonly line: number;
  /** Characters before it on the line. */
  readonly column: number;
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: Array.from(before.at(-1) ?? '').length };
}

function show(text: string, { line, column }: Place, message: string): string {
  const shown = (text.split('\n')[line - 1] ?? '').replaceAll('\t', ' ');
  const mark = `${'.'.repeat(column)}^`;
  return `ERROR: <input>:${line}:${column + 1}: ${message}\n | ${shown}\n | ${mark}`;
}

// The parser of the CEL library counts the blanks before an operator to it.
function markedOffset(text: string, offset: number, mark: string | undefined): number {
  const marked = mark === undefined ? -1 : text.indexOf(mark, offset);
  return marked >= 0 ? marked : offset + (/^\s*/.exec(text.slice(offset))?.[0].length ?? 0);
}

/** Returns the text of a fault of a node that starts at `offset`, in UTF-16 units, of the expression `text`. */
export function faultText(text: string, offset: number, { message, mark }: Omit<CelFault, 'node'>): string {
  return show(text, placeOf(text, markedOffset(text, offset, mark)), message);
}

/** Returns the text of the fault a parser of the CEL library threw for `text`. */
export function syntaxFaultText(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const match = /^<input>:(\d+):(\d+): ([^]*)$/.exec(message);
  if (match === null) return message;
  const place = { line: Number(match[1]), column: Number(match[2]) - 1 };
  return show(text, place, `Syntax error: ${match[3]}`);
}
