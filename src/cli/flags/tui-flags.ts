/** Flags about the full-screen view a terminal gets, and how it looks. */

import { isZone } from '../../base/time/zone.ts';
import { booleanFlag, textFlag, textFlagWithDefault, type Flag } from './flag.ts';

const group = 'Terminal UI';
const scope = 'everywhere';

/** Themes of the terminal UI in the order help shows them; the first is the default. */
export const themeNames = ['terminal', 'high-contrast', 'mono'] as const;

/** One of them. */
export type ThemeName = (typeof themeNames)[number];

const themeFlag: Flag<ThemeName> = {
  group,
  scope,
  kind: 'single',
  placeholder: 'NAME',
  initial: 'terminal',
  words: themeNames,
  help: "Colours: the terminal's own, strong ones, or none; mono without more with NO_COLOR or --color never",
  accept: (text) => {
    const value = themeNames.find((name) => name === text);
    return value === undefined
      ? { ok: false, reason: `expected one of ${themeNames.join(', ')}` }
      : { ok: true, value };
  },
};

const timezoneFlag: Flag<string> = {
  ...textFlagWithDefault({
    group,
    scope,
    placeholder: 'ZONE',
    initial: 'local',
    defaultText: "the machine's",
    help: 'Time zone of the clock on screen, such as Europe/Berlin or UTC',
  }),
  accept: (value) => (isZone(value) ? { ok: true, value } : { ok: false, reason: 'no such time zone' }),
};

/** Flags of the terminal UI that may stand in a configuration file. */
export const savedTuiFlags = {
  'no-tui': booleanFlag({
    group,
    scope,
    help: 'Print lines on a terminal, too, as -o, a pipe, TERM=dumb and OBSERVE_TUI=never do',
  }),
  theme: themeFlag,
  ascii: booleanFlag({
    group,
    scope,
    defaultText: 'on where the locale is not UTF-8, and on the Linux console',
    help: 'Draw with ASCII characters alone',
  }),
  'screen-reader': booleanFlag({
    group,
    scope,
    help: 'No screen, one plain line an event, for screen readers; INK_SCREEN_READER=true does the same',
  }),
  timezone: timezoneFlag,
  acknowledged: textFlag({
    group,
    scope,
    placeholder: 'FILE',
    defaultText: 'observe/acknowledged in the configuration folder',
    help: 'File of the connections that were accepted as expected',
  }),
};

/** Flags of the terminal UI of `observe`; they change nothing about lines. */
export const tuiFlags = {
  ...savedTuiFlags,
  view: textFlag({ group, placeholder: 'NAME', help: 'Begin with the view that was saved under this name' }),
};
