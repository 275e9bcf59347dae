/** The rotated copies of a log file, as logrotate names them. */

import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A rotated copy by its name. */
export interface RotatedName {
  readonly name: string;
  /** What the name says of its age: a count (1 is the newest) or a date (the latest is the newest). */
  readonly age: { readonly kind: 'count'; readonly count: number } | { readonly kind: 'date'; readonly date: string };
  readonly compressed: boolean;
}

/** Endings of compressions that are read; others (xz, bzip2) are no rotated copies we know of. */
const compressedEnding = /\.(?:gz|zst)$/;
const countPattern = /^\.(\d{1,5})$/;
/** logrotate's default `-%Y%m%d`, with `-%H`, `-%s` and the like after it, in `.`, `-` or `_` form. */
const datePattern = /^[-._](\d{4}-?\d{2}-?\d{2}(?:[-._T]?\d{1,10})*)$/;

/**
 * Returns the rotated copies of `log` among `names`, oldest first: `kern.log.2.gz`, `kern.log.1`,
 * `kern.log-20261121.gz`, and with logrotate's `extension`, `kern.1.log`. Counted ones come before dated ones. Of a
 * copy that is there plain and compressed (gzip has not finished yet) the plain one alone is returned.
 */
export function rotatedNames(log: string, names: readonly string[]): RotatedName[] {
  const found = new Map<string, RotatedName>();
  for (const name of names) {
    const rotated = rotatedName(log, name);
    if (rotated === undefined) continue;
    const key = name.replace(compressedEnding, '');
    if (found.get(key)?.compressed !== false) found.set(key, rotated);
  }
  return [...found.values()].toSorted(olderFirst);
}

function rotatedName(log: string, name: string): RotatedName | undefined {
  const plain = name.replace(compressedEnding, '');
  const mark = rotationMark(log, plain);
  if (mark === undefined) return undefined;
  const compressed = plain !== name;
  const count = countPattern.exec(mark)?.[1];
  if (count !== undefined) return { name, compressed, age: { kind: 'count', count: Number(count) } };
  const date = datePattern.exec(mark)?.[1];
  return date === undefined ? undefined : { name, compressed, age: { kind: 'date', date } };
}

/** The part that rotation put into the name: at its end, or before its extension. */
function rotationMark(log: string, name: string): string | undefined {
  if (name.startsWith(log)) return name.slice(log.length);
  const dot = log.lastIndexOf('.');
  if (dot <= 0) return undefined;
  const [stem, extension] = [log.slice(0, dot), log.slice(dot)];
  const fits = name.startsWith(stem) && name.endsWith(extension) && name.length > log.length;
  return fits ? name.slice(stem.length, -extension.length) : undefined;
}

function olderFirst(a: RotatedName, b: RotatedName): number {
  if (a.age.kind === 'count' && b.age.kind === 'count') return b.age.count - a.age.count;
  if (a.age.kind === 'date' && b.age.kind === 'date') return a.age.date < b.age.date ? -1 : 1;
  return a.age.kind === 'count' ? -1 : 1;
}

/** A rotated copy by its path. */
export interface RotatedSibling extends RotatedName {
  readonly path: string;
}

/** Returns the rotated copies beside `path`, oldest first; none when the directory cannot be listed. */
export async function rotatedSiblings(path: string): Promise<RotatedSibling[]> {
  const names = await readdir(dirname(path)).catch((): string[] => []);
  return rotatedNames(basename(path), names).map((rotated) => ({
    ...rotated,
    path: join(dirname(path), rotated.name),
  }));
}
