/** Pieces of JSON text as Hubble prints them. */

/** What Go's encoding/json escapes besides JSON's own: markup, and the two line ends JavaScript once stumbled over. */
const escapedByGo = /[<>&\u2028\u2029]/;
const escapedByGoAll = /[<>&\u2028\u2029]/g;

/** Returns `text` as a JSON string, with `<`, `>`, `&`, U+2028 and U+2029 as `\uNNNN`. Lone surrogates become U+FFFD. */
export function quoteJson(text: string): string {
  const json = JSON.stringify(text.toWellFormed());
  if (!escapedByGo.test(json)) return json;
  return json.replaceAll(escapedByGoAll, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Returns a double as protojson prints it: JavaScript's shortest digits, -0 with its sign, what JSON lacks as a string. */
export function doubleJson(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}
