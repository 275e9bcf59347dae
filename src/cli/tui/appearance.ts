/** How the terminal UI looks: flags, environment and configuration file in one. */

import { timestampToMs, type Timestamp } from '../../base/time/timestamp.ts';
import type { TuiAppearance } from '../../tui/tui-options.ts';
import { ownConfigPath } from '../config/config-path.ts';
import { readTuiSection, type TuiSection } from '../config/tui-section.ts';
import type { FlowsInvocation } from '../flags/observe-line.ts';
import type { Environment } from '../flags/resolve.ts';

/** What the appearance depends on besides the flags. */
export interface AppearanceSurroundings {
  readonly environment: Environment;
  readonly readText: (path: string) => string | undefined;
  readonly now: Timestamp;
}

type Flags = FlowsInvocation['flags'];

// Whoever asks for a theme for this once means it; a file that names one was written for terminals with colours.
function themeOf({ values, origins }: Flags, environment: Environment): TuiAppearance['theme'] {
  if (values.color.toLowerCase() === 'never') return 'mono';
  const isAsked = origins.theme.kind === 'flag' || origins.theme.kind === 'environment';
  const hasNoColor = (environment['NO_COLOR'] ?? '') !== '' && values.color.toLowerCase() !== 'always';
  return !isAsked && hasNoColor ? 'mono' : values.theme;
}

// A locale that is set and names another character set; none at all is common in containers, whose terminals take UTF-8.
function isForeignLocale({ LC_ALL: all, LC_CTYPE: characters, LANG: language }: Environment): boolean {
  const locale = all || characters || language || '';
  return locale !== '' && !/utf-?8/iu.test(locale);
}

function isAscii({ values, origins }: Flags, environment: Environment): boolean {
  if (origins.ascii.kind !== 'default') return values.ascii;
  // The font of the Linux console has neither the marks nor the bars.
  return environment['TERM'] === 'linux' || isForeignLocale(environment);
}

/** Returns the IANA name of a zone, `local` being the machine's, and what people call it at that time. */
export function zoneNames(zone: string, now: Timestamp): { readonly zone: string; readonly zoneName: string } {
  const format = new Intl.DateTimeFormat('en-US', {
    ...(zone === 'local' ? {} : { timeZone: zone }),
    timeZoneName: 'short',
  });
  const short = format.formatToParts(timestampToMs(now)).find(({ type }) => type === 'timeZoneName')?.value;
  const { timeZone } = format.resolvedOptions();
  return { zone: timeZone, zoneName: short ?? timeZone };
}

function sectionOf({ values }: Flags, { environment, readText }: AppearanceSurroundings): TuiSection {
  const path = values.config ?? ownConfigPath(environment);
  const text = path === undefined ? undefined : readText(path);
  return readTuiSection(text ?? '', path ?? '');
}

/** Returns the appearance. Throws UsageError with file and line for a section `tui:` of the configuration that cannot be meant. */
export function appearanceOf(flags: Flags, surroundings: AppearanceSurroundings): TuiAppearance {
  const { environment, now } = surroundings;
  const { keys, columns } = sectionOf(flags, surroundings);
  return {
    theme: themeOf(flags, environment),
    isAscii: isAscii(flags, environment),
    ...zoneNames(flags.values.timezone, now),
    isScreenReader: flags.values['screen-reader'] || environment['INK_SCREEN_READER'] === 'true',
    keys,
    settings: columns === undefined ? {} : { columns },
    view: flags.values.view,
  };
}
