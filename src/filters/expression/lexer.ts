/** The text of the filter bar as words, parted as a shell would, and brackets. */

/** A word. Escapes and quotes are resolved in `text`. */
export interface WordToken {
  readonly kind: 'word';
  readonly text: string;
  /** `text` with U+0000 for each character that was quoted or escaped: where punctuation means something. */
  readonly bare: string;
  /** Where each character of `text` stands, and at last where the word ends, as indexes into the bar. */
  readonly offsets: readonly number[];
  readonly from: number;
  readonly to: number;
  /** A quote or brace that was not closed. */
  readonly open: '"' | "'" | '{' | undefined;
}

/** Where something stands: indexes into the text of the bar. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** A word or a bracket. */
export type Token = WordToken | (Place & { readonly kind: 'open' }) | (Place & { readonly kind: 'close' });

const blank = /\s/;
const hidden = '\u0000';
const onlyNegation = /^[-!]*$/;
const beforeJson = /^(?:[-!]*(?:allow|deny)list:)?$/i;

/** Reads one word from where it starts. */
class WordReader {
  readonly #bar: string;
  readonly #from: number;
  #at: number;
  #text = '';
  #bare = '';
  #offsets: number[] = [];
  #depth = 0;
  #open: WordToken['open'];

  constructor(bar: string, from: number) {
    this.#bar = bar;
    this.#from = from;
    this.#at = from;
  }

  read(): WordToken {
    while (this.#at < this.#bar.length && !this.#isEnd()) this.#step();
    return {
      kind: 'word',
      text: this.#text,
      bare: this.#bare,
      offsets: [...this.#offsets, this.#at],
      from: this.#from,
      to: this.#at,
      open: this.#open,
    };
  }

  #isEnd(): boolean {
    const character = this.#bar[this.#at] ?? '';
    if (character === '(') return onlyNegation.test(this.#bare);
    return blank.test(character) || (character === ')' && this.#depth === 0);
  }

  #step(): void {
    const character = this.#bar[this.#at] ?? '';
    const next = this.#bar[this.#at + 1] ?? '';
    if (character === '"' || character === "'") this.#quoted(character);
    else if (character === '{' && beforeJson.test(this.#bare)) this.#json();
    else if (character === '\\' && /[\s"'\\(),]/.test(next)) {
      this.#at += 1;
      this.#take(true);
    } else {
      if (character === '(') this.#depth += 1;
      if (character === ')') this.#depth -= 1;
      this.#take(false);
    }
  }

  #take(isHidden: boolean): void {
    const character = this.#bar[this.#at] ?? '';
    this.#offsets.push(this.#at);
    this.#text += character;
    this.#bare += isHidden ? hidden : character;
    this.#at += 1;
  }

  #quoted(quote: '"' | "'"): void {
    this.#at += 1;
    while (this.#at < this.#bar.length && this.#bar[this.#at] !== quote) {
      const isEscape = quote === '"' && this.#bar[this.#at] === '\\' && /["\\]/.test(this.#bar[this.#at + 1] ?? '');
      if (isEscape) this.#at += 1;
      this.#take(true);
    }
    if (this.#at >= this.#bar.length) this.#open = quote;
    else this.#at += 1;
  }

  // JSON keeps its quotes and blanks up to the brace that closes it.
  #json(): void {
    const end = objectEnd(this.#bar, this.#at);
    if (end === undefined) this.#open = '{';
    while (this.#at < (end ?? this.#bar.length)) this.#take(true);
  }
}

/** Returns where the JSON object that starts at `start` ends, or undefined when it does not. */
function objectEnd(text: string, start: number): number | undefined {
  const piece = /"(?:[^"\\]|\\.)*"|[{}]/gs;
  piece.lastIndex = start;
  let depth = 0;
  for (let match = piece.exec(text); match !== null; match = piece.exec(text)) {
    if (match[0] === '{') depth += 1;
    if (match[0] === '}') depth -= 1;
    if (depth === 0) return piece.lastIndex;
  }
  return undefined;
}

/** Returns the tokens of `bar` in order. Takes any text. */
export function tokensOf(bar: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < bar.length) {
    const character = bar[at] ?? '';
    if (blank.test(character)) at += 1;
    else if (character === '(' || character === ')') {
      const place = { from: at, to: at + 1 };
      tokens.push(character === '(' ? { kind: 'open', ...place } : { kind: 'close', ...place });
      at += 1;
    } else {
      const word = new WordReader(bar, at).read();
      tokens.push(word);
      at = word.to;
    }
  }
  return tokens;
}

/** Returns the part of a word from `start` on as a word of its own. */
export function restOf(word: WordToken, start: number): WordToken {
  return {
    ...word,
    text: word.text.slice(start),
    bare: word.bare.slice(start),
    offsets: word.offsets.slice(start),
    from: word.offsets[start] ?? word.to,
  };
}

/** Returns the parts of a word between commas that are not quoted. */
export function partsOf(word: WordToken): readonly WordToken[] {
  const parts: WordToken[] = [];
  let start = 0;
  for (let at = 0; at <= word.bare.length; at += 1) {
    if (at < word.bare.length && word.bare[at] !== ',') continue;
    const rest = restOf(word, start);
    const length = at - start;
    parts.push({
      ...rest,
      text: rest.text.slice(0, length),
      bare: rest.bare.slice(0, length),
      offsets: rest.offsets.slice(0, length + 1),
      to: word.offsets[at] ?? word.to,
    });
    start = at + 1;
  }
  return parts;
}
