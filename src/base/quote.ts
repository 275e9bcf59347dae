/** Go's %q: how Hubble shows a value in a message and the message of a node. */

const named: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/**
 * What Go's unicode.IsPrint takes is letters, marks, numbers, punctuation, symbols and the ASCII blank. A literal is made where it stands, and
 * this one takes a millisecond: only a message that quotes waits for it.
 */
function toEscape(): RegExp {
  return /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;
}

function escaped(character: string): string {
  const name = named[character];
  if (name !== undefined) return name;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

/** Returns `text` in double quotes, with Go's escapes for quotes, backslashes and everything that cannot be printed. */
export function quote(text: string): string {
  return `"${text.replace(toEscape(), escaped)}"`;
}

/** Returns one character in single quotes, with the same escapes: Go's %q of a rune. */
export function quoteRune(character: string): string {
  if (character === '"') return `'"'`;
  return character === "'" ? `'\\''` : `'${character.replace(toEscape(), escaped)}'`;
}
