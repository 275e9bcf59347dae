/** What lies over the screen. Prompts are no part of it: they have a line of their own over the foot. */

import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { columnsChooserLines, groupsChooserLines } from './columns-chooser.ts';
import { filterFormsLines } from './filter-forms.ts';
import { helpLines } from './help.ts';
import { confirmLines, menuLines } from './menus.ts';

/** Returns the lines of what lies over the screen, all of one width, no more and no wider than the region; none while nothing does. */
export function overlayLines(snapshot: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  switch (snapshot.ui.overlay?.kind) {
    case 'help':
      return helpLines(snapshot, settings, region);
    case 'columns':
      return columnsChooserLines(snapshot, settings, region);
    case 'groups':
      return groupsChooserLines(snapshot, settings, region);
    case 'filter-forms':
      return filterFormsLines(snapshot, settings, region);
    case 'menu':
      return menuLines(snapshot, settings, region);
    case 'confirm':
      return confirmLines(snapshot, settings, region);
    default:
      return [];
  }
}
