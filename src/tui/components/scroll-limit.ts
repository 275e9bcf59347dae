/** How far the parts of the screen can be scrolled, each where it stands. */

import { layoutOf } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { detailScrollLimit } from '../screens/detail.ts';
import { filterFormsScrollLimit } from '../screens/filter-forms.ts';
import { helpScrollLimit } from '../screens/help.ts';
import { nodesScrollLimit } from '../screens/nodes.ts';
import type { ScrolledPart } from '../state/reduced.ts';

/** Returns by how many lines a part can be scrolled at most; 0 where it is not drawn. */
export function scrollLimit(part: ScrolledPart, snapshot: Snapshot, settings: ScreenSettings): number {
  const layout = layoutOf(snapshot.ui);
  if (layout.kind === 'too-small') return 0;
  switch (part) {
    case 'detail':
      return layout.detail === undefined ? 0 : detailScrollLimit(snapshot, settings, layout.detail);
    case 'nodes':
      return nodesScrollLimit(snapshot, settings, layout.table);
    case 'help':
      return helpScrollLimit(snapshot, settings, layout.body);
    case 'filter-forms':
      return filterFormsScrollLimit(snapshot, settings, layout.body);
    default:
      return part satisfies never;
  }
}
