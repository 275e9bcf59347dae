/** Tokens of a Calico selector. */

const labelPattern = /[A-Za-z0-9_./-]+/y;
const blankPattern = /\s*/y;

/** A cursor over the text of a selector. Blanks before a token are skipped. */
export class SelectorReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  #skipBlanks(): void {
    blankPattern.lastIndex = this.#at;
    blankPattern.test(this.#text);
    this.#at = blankPattern.lastIndex;
  }

  /** Returns whether nothing but blanks is left. */
  atEnd(): boolean {
    this.#skipBlanks();
    return this.#at >= this.#text.length;
  }

  /** Moves past `sign` when it stands here. */
  take(sign: string): boolean {
    this.#skipBlanks();
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  /** Moves past `word` when it stands here as a whole word. */
  takeWord(word: string): boolean {
    const before = this.#at;
    if (this.label() === word) return true;
    this.#at = before;
    return false;
  }

  /** Returns the label name here and moves past it, or undefined. */
  label(): string | undefined {
    this.#skipBlanks();
    labelPattern.lastIndex = this.#at;
    const match = labelPattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = labelPattern.lastIndex;
    return match[0];
  }

  /** Returns the quoted text here without its quotes (`'` or `"`, no escapes) and moves past it, or undefined. */
  text(): string | undefined {
    this.#skipBlanks();
    const quote = this.#text[this.#at];
    if (quote !== '"' && quote !== "'") return undefined;
    const end = this.#text.indexOf(quote, this.#at + 1);
    if (end < 0) return undefined;
    const value = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return value;
  }

  /** Returns where the cursor stands, for a message. */
  place(): string {
    this.#skipBlanks();
    return this.#at >= this.#text.length ? 'the end' : `character ${this.#at + 1}`;
  }
}
