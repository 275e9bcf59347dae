/** What a screen is drawn from: a picture of the moment, made by the store for one publishing. */

import type { Timestamp } from '../base/time/timestamp.ts';
import type { ViewData } from './state/readers.ts';
import type { UiState } from './state/ui-state.ts';
import type { Theme } from './theme/tones.ts';

/** A picture of the moment. A new object for each publishing; the same one until then. */
export interface Snapshot {
  readonly ui: UiState;
  readonly data: ViewData;
  /** Wall clock and monotonic clock of this picture. */
  readonly now: Timestamp;
  readonly nowMs: number;
}

/** What stays the same while the screen is open. */
export interface ScreenSettings {
  readonly theme: Theme;
  /** IANA name of the zone times are shown in, and how the header calls it. */
  readonly zone: string;
  readonly zoneName: string;
  /** Names of keys by command, after the configuration: what the foot, the menus and the help show. */
  readonly keysOf: (command: string) => readonly string[];
  /** Returns the `observe` command with these filter flags (see TuiPorts); without it the bare command is shown. */
  readonly commandWith?: (filterFlags: readonly string[]) => string;
}
