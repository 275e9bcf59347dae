/** Values as the filter bar writes them. */

// What a word may hold anywhere and still be read as it stands.
const plain = /^[\w.:/*+=%@^$~;?#&|\-<>[\]\u00a1-\u{10ffff}]+$/u;
const blank = /\s/;

/** Returns `text` in double quotes, with a backslash before quotes and backslashes. */
export function inQuotes(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Returns `text` as it may stand after `key:` or a flag: as it is, or in quotes. */
export function valueText(text: string): string {
  return plain.test(text) && !blank.test(text) ? text : inQuotes(text);
}
