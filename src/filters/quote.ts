/** Go's %q: how Hubble's messages quote a value. */

const escapes: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

// Everything Go does not print as it is: controls, quotes, the backslash and blanks other than the space.
const special = /["\\]|[^\P{C}]|[^\P{Z} ]/gu;

function escapeOne(character: string): string {
  const known = escapes[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Returns `text` in double quotes with everything unprintable escaped as Go does. */
export function quote(text: string): string {
  return `"${text.replace(special, escapeOne)}"`;
}
