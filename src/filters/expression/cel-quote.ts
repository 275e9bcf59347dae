/** Texts inside CEL expressions. */

const escapes: Readonly<Record<string, string>> = { "'": "\\'", '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

// What CEL needs escaped in a string, and what does not survive the way there: control characters.
const toEscape = /['\\\u0000-\u001f\u007f]/g;

/** Returns `text` as a CEL string in single quotes. */
export function celString(text: string): string {
  const escaped = text.replace(
    toEscape,
    (character) => escapes[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
  return `'${escaped}'`;
}

/** Returns `text` as a part of a regular expression (RE2) that matches it alone. */
export function literalPattern(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

/** Returns a CEL list of texts that are CEL already. */
export function celList(items: readonly string[]): string {
  return `[${items.join(', ')}]`;
}

/** Returns expressions joined by `&&` or `||`, each in brackets where there are several. */
export function celJoin(expressions: readonly string[], operator: '&&' | '||'): string {
  const [only] = expressions;
  if (expressions.length === 1 && only !== undefined) return only;
  return expressions.map((one) => (isSimple(one) ? one : `(${one})`)).join(` ${operator} `);
}

// Operators inside brackets and strings aside. A quote that is left is of a string of another kind, which may hide anything.
function isSimple(expression: string): boolean {
  let outer = expression.replace(/'(?:[^'\\]|\\.)*'/gs, '0');
  for (let before = ''; before !== outer;) {
    before = outer;
    outer = outer.replace(/\([^()]*\)|\[[^[\]]*\]/g, '0');
  }
  return !/&&|\|\||[?'"]/.test(outer);
}

/** Returns the opposite of an expression. */
export function celNot(expression: string): string {
  return `!(${expression})`;
}
