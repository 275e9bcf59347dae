/** The top tab: who talks to whom on which port, with counts by verdict. */

import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { conversationTable } from './conversation-table.ts';

/** Returns the lines of the tab, as many as the region has rows, each exactly as wide as it. */
export function topLines(snapshot: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  return conversationTable('top', snapshot, settings, region);
}
