/** The policies tab: which policy decided, or none, how much of it, and for whom. */

import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { conversationTable } from './conversation-table.ts';

/** Returns the lines of the tab, as many as the region has rows, each exactly as wide as it. */
export function policiesLines(snapshot: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  return conversationTable('policies', snapshot, settings, region);
}
