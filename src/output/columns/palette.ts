/** What a piece of text means, and the colour for it. */

/** Meaning of a piece of text, apart from how it is shown. */
export type Tone = 'host' | 'port' | 'identity' | 'allowed' | 'denied' | 'notable';

/** Marks `text` with a tone; the plain palette returns it as it is. */
export type Palette = (tone: Tone, text: string) => string;

// The codes of Hubble's command line (SGR parameters).
const codes: Readonly<Record<Tone, number>> = {
  host: 36,
  port: 33,
  identity: 35,
  allowed: 32,
  denied: 31,
  notable: 33,
};

/** Returns `text` without any colour. */
export const plainPalette: Palette = (_tone, text) => text;

/** Returns `text` between the terminal's codes for its tone and a reset, for an empty text too, as Hubble does. */
export const ansiPalette: Palette = (tone, text) => `\u001b[${codes[tone]}m${text}\u001b[0m`;
