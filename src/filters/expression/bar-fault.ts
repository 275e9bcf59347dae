/** What is wrong with the text of the filter bar. */

import type { Place } from './lexer.ts';

/** What is wrong with a bar, where, and how to mend it. Places are indexes into its text. */
export class BarFault extends Error {
  readonly hint: string;
  readonly from: number;
  readonly to: number;

  constructor(message: string, hint: string, place: Place) {
    super(message);
    this.hint = hint;
    this.from = place.from;
    this.to = place.to;
  }
}
