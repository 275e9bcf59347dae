/**
 * JSON text as a tree of plain values.
 *
 * `JSON.parse` is the fast way and loses two things: members of one name (it keeps the last) and integers beyond 2^53.
 * A message with either must be rejected or read exactly, so a tree can also be made by a scanner that keeps both; the
 * reader asks for that one only when the text may need it.
 */

/** A number whose double is not exact, as it was written. Only in a scanned tree. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A JSON text as read. */
export interface JsonTree {
  readonly root: unknown;
  /** For a scanned tree, the names an object has more than once. Undefined where `JSON.parse` made the tree. */
  readonly duplicates: ReadonlyMap<object, ReadonlySet<string>> | undefined;
}

const quote = 0x22;

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/**
 * Returns how many members the objects of a valid JSON text have at most: the colons that follow a quote. A string value
 * that starts with a colon is counted as well, so the number may be too high and is never too low.
 */
export function countMembersAtMost(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    let before = at - 1;
    while (isBlank(text.charCodeAt(before))) before -= 1;
    if (text.charCodeAt(before) === quote) count += 1;
  }
  return count;
}

/** Returns how many members the objects of a tree that `JSON.parse` made have, at any depth. */
export function countMembers(root: unknown): number {
  let count = 0;
  // A list of what is left instead of recursion: discarded values may nest as deep as a line is long.
  const left: unknown[] = [root];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (Array.isArray(value)) for (const item of value) left.push(item);
    else if (typeof value === 'object' && value !== null) {
      const members: unknown[] = Object.values(value);
      count += members.length;
      for (const member of members) left.push(member);
    }
  }
  return count;
}

const escapedSurrogate = /\\u[dD][89a-fA-F]/;
const escapes = /\\(?:u[dD][89abAB][\dA-Fa-f]{2}\\u[dD][c-fC-F][\dA-Fa-f]{2}|(u[dD][89a-fA-F][\dA-Fa-f]{2})|[^])/g;

/** Returns true when an escape of a valid JSON text is half a surrogate pair, which has no UTF-8. */
export function hasLoneSurrogateEscape(text: string): boolean {
  if (!escapedSurrogate.test(text)) return false;
  for (const [, lone] of text.matchAll(escapes)) if (lone !== undefined) return true;
  return false;
}

/** A container being filled. `key` is the name a member's value is awaited for. */
type OpenContainer =
  | { readonly kind: 'array'; readonly value: unknown[] }
  | { readonly kind: 'object'; readonly value: Record<string, unknown>; key: string | undefined };

/** One token of valid JSON: a bracket, a string, or a number or word. Blanks, commas and colons are passed over. */
const token = /[\s,:]*(?:([{}[\]])|("(?:[^"\\]|\\[^])*")|([^\s,:{}[\]"]+))/y;

function scalarOf(word: string): unknown {
  const value: unknown = JSON.parse(word);
  return typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER ? new ExactNumber(word) : value;
}

/** Returns the tree of `text`, which must be valid JSON, with duplicate names and unsafe numbers as they were written. */
export function scanJson(text: string): JsonTree {
  const duplicates = new Map<object, Set<string>>();
  const open: OpenContainer[] = [];
  let root: unknown;

  const place = (value: unknown): void => {
    const container = open.at(-1);
    if (container === undefined) root = value;
    else if (container.kind === 'array') container.value.push(value);
    else if (container.key !== undefined) {
      addMember(container.value, container.key, value, duplicates);
      container.key = undefined;
    }
  };
  const begin = (container: OpenContainer): void => {
    place(container.value);
    open.push(container);
  };

  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [, bracket, string, word] = match;
    const container = open.at(-1);
    if (bracket === '{') begin({ kind: 'object', value: {}, key: undefined });
    else if (bracket === '[') begin({ kind: 'array', value: [] });
    else if (bracket !== undefined) open.pop();
    else if (string !== undefined) {
      const value = String(JSON.parse(string));
      if (container?.kind === 'object' && container.key === undefined) container.key = value;
      else place(value);
    } else if (word !== undefined) place(scalarOf(word));
  }
  return { root, duplicates };
}

function addMember(
  target: Record<string, unknown>,
  key: string,
  value: unknown,
  duplicates: Map<object, Set<string>>,
): void {
  if (Object.hasOwn(target, key)) {
    const names = duplicates.get(target) ?? new Set<string>();
    duplicates.set(target, names.add(key));
  }
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
