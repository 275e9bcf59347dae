/** The three themes: a look for every meaning, of the terminal's own 16 colours or of attributes alone. */

import { asciiGlyphs, unicodeGlyphs } from './glyphs.ts';
import type { ScreenTone, Theme } from './tones.ts';

/** What a theme is made from. */
export interface ThemeOptions {
  readonly name: Theme['name'];
  /** Glyphs of ASCII alone. */
  readonly isAscii: boolean;
  /** False (NO_COLOR) makes any theme `mono`. */
  readonly hasColor: boolean;
}

/** SGR parameters of a look; what ends each follows from them. */
type Look = readonly number[];
type Looks = Readonly<Record<ScreenTone, Look>>;

const bold = 1;
const faint = 2;
const underline = 4;
const reverse = 7;
const struck = 9;

const terminalLooks: Looks = {
  denied: [31],
  audited: [33],
  allowed: [32],
  undecided: [faint],
  error: [bold, 35],
  dim: [faint],
  strong: [bold],
  header: [bold],
  'column-head': [faint],
  'selected-head': [bold, underline],
  'selected-row': [bold],
  'selected-cell': [reverse],
  mark: [bold, 36],
  match: [30, 43],
  marker: [36],
  gap: [35],
  chip: [36],
  'chip-off': [faint, struck],
  key: [bold],
  fault: [underline, 31],
  candidate: [36],
  'overlay-title': [bold, underline],
};

// Nothing faint; what is bad is told by its background.
const highContrastLooks: Looks = {
  denied: [bold, 97, 41],
  audited: [bold, 30, 103],
  allowed: [bold, 92],
  undecided: [97],
  error: [bold, 97, 45],
  dim: [],
  strong: [bold, 97],
  header: [bold, 97],
  'column-head': [bold, 97],
  'selected-head': [bold, underline, 97],
  'selected-row': [bold, 97],
  'selected-cell': [bold, reverse],
  mark: [bold, 96],
  match: [bold, 30, 106],
  marker: [bold, 96],
  gap: [bold, 95],
  chip: [bold, 96],
  'chip-off': [struck],
  key: [bold, 97],
  fault: [bold, underline, 91],
  candidate: [bold, 96],
  'overlay-title': [bold, underline, 97],
};

const monoLooks: Looks = {
  denied: [bold],
  audited: [underline],
  allowed: [],
  undecided: [faint],
  error: [bold, underline],
  dim: [faint],
  strong: [bold],
  header: [bold],
  'column-head': [faint],
  'selected-head': [bold, underline],
  'selected-row': [bold],
  'selected-cell': [reverse],
  mark: [bold],
  match: [bold, underline],
  marker: [bold],
  gap: [bold],
  chip: [underline],
  'chip-off': [faint, struck],
  key: [bold],
  fault: [underline],
  candidate: [],
  'overlay-title': [bold, underline],
};

const looksOf: Readonly<Record<Theme['name'], Looks>> = {
  terminal: terminalLooks,
  'high-contrast': highContrastLooks,
  mono: monoLooks,
};

// Not red, yellow or green: those are verdicts.
const endpointColors: readonly number[] = [36, 34, 35, 96, 94, 95];

/** Returns the parameter that ends `parameter` and nothing else, so that looks can lie in one another. */
function endOf(parameter: number): number {
  if (parameter === bold || parameter === faint) return 22;
  if (parameter < 10) return parameter + 20;
  return (parameter >= 40 && parameter < 50) || parameter >= 100 ? 49 : 39;
}

function sgr(parameters: readonly number[]): string {
  return `\u001b[${parameters.join(';')}m`;
}

function painter(look: Look): (text: string) => string {
  if (look.length === 0) return (text) => text;
  const start = sgr(look);
  const end = sgr([...new Set(look.map(endOf))]);
  return (text) => (text === '' ? '' : start + text + end);
}

/** Returns a number that belongs to `text`: FNV-1a over its UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  return hash >>> 0;
}

function paintersOf(looks: Looks): (tone: ScreenTone) => (text: string) => string {
  const made = new Map<ScreenTone, (text: string) => string>();
  return (tone) => {
    const known = made.get(tone);
    if (known !== undefined) return known;
    const paint = painter(looks[tone]);
    made.set(tone, paint);
    return paint;
  };
}

/** Returns the theme; without colours it is `mono`, whose looks are bold, faint, underlined and reversed only. */
export function createTheme({ name, isAscii, hasColor }: ThemeOptions): Theme {
  const shown = hasColor ? name : 'mono';
  const paintFor = paintersOf(looksOf[shown]);
  const endpointPainters = shown === 'mono' ? [] : endpointColors.map((color) => painter([color]));
  return {
    name: shown,
    glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
    isAscii,
    paint: (tone, text) => paintFor(tone)(text),
    paintEndpoint(endpoint, text) {
      const paint = endpointPainters[hashOf(endpoint) % endpointPainters.length];
      return paint === undefined ? text : paint(text);
    },
  };
}
