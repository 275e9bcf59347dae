/** The glyphs of the screen. */

import type { Glyphs } from './tones.ts';

/** Glyphs that every terminal font with Unicode has; none is of those some terminals draw two cells wide. */
export const unicodeGlyphs: Glyphs = {
  verdicts: { denied: '✗', audited: '◌', allowed: '✓', undecided: '·', error: '!' },
  cursor: '▌',
  paused: '▮▮',
  reconnecting: '↻',
  ellipsis: '…',
  times: '×',
  arrow: '→',
  sortDown: '↓',
  sortUp: '↑',
  moreLeft: '‹',
  moreRight: '›',
  line: '─',
  side: '│',
  mark: '●',
  expanded: '▾',
  folded: '▸',
  bars: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  approximately: '≈',
};

/** The same of ASCII alone. */
export const asciiGlyphs: Glyphs = {
  verdicts: { denied: 'x', audited: 'o', allowed: '+', undecided: '.', error: '!' },
  cursor: '>',
  paused: '||',
  reconnecting: '<>',
  ellipsis: '~',
  times: 'x',
  arrow: '>',
  sortDown: 'v',
  sortUp: '^',
  moreLeft: '<',
  moreRight: '>',
  line: '-',
  side: '|',
  mark: '*',
  expanded: '-',
  folded: '+',
  bars: ['.', ':', '-', '=', '+', '*', '#', '@'],
  approximately: '~',
};
