/** What a piece of text on the screen means; themes give it a look. */

import type { VerdictClass } from '../../flow/verdict-class.ts';

/** Meanings. A class of verdict is one of them. */
export type ScreenTone =
  | VerdictClass
  | 'dim'
  | 'strong'
  | 'header'
  | 'column-head'
  | 'selected-head'
  | 'selected-row'
  | 'selected-cell'
  | 'mark'
  | 'match'
  | 'marker'
  | 'gap'
  | 'chip'
  | 'chip-off'
  | 'key'
  | 'fault'
  | 'candidate'
  | 'overlay-title';

/** Glyphs of the screen, of Unicode or of ASCII alone. Each is one cell wide, but for the words. */
export interface Glyphs {
  readonly verdicts: Readonly<Record<VerdictClass, string>>;
  readonly cursor: string;
  readonly paused: string;
  readonly reconnecting: string;
  readonly ellipsis: string;
  readonly times: string;
  readonly arrow: string;
  readonly sortDown: string;
  readonly sortUp: string;
  readonly moreLeft: string;
  readonly moreRight: string;
  readonly line: string;
  readonly side: string;
  readonly mark: string;
  readonly expanded: string;
  readonly folded: string;
  /** Eight heights, lowest first. */
  readonly bars: readonly string[];
  readonly approximately: string;
}

/** How meanings look. */
export interface Theme {
  readonly name: 'terminal' | 'high-contrast' | 'mono';
  readonly glyphs: Glyphs;
  /** The glyphs are of ASCII alone; what `clean` puts in then is so too. */
  readonly isAscii: boolean;
  /** Returns `text`, which holds no control characters, with the look of `tone` around it; the width on the screen stays. */
  paint(tone: ScreenTone, text: string): string;
  /** Returns `text` in the colour that belongs to `name` alone, always the same one; plain where there are no colours. */
  paintEndpoint(name: string, text: string): string;
}
