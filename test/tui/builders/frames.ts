/** Whole frames of the flows tab, as text: what is on the screen, line by line. */

import { layoutOf } from '../../../src/tui/layout.ts';
import type { ScreenSettings, Snapshot } from '../../../src/tui/screen.ts';
import { filterBarLines } from '../../../src/tui/screens/filter-bar.ts';
import { flowTableLines } from '../../../src/tui/screens/flow-table.ts';
import { footLine } from '../../../src/tui/screens/foot.ts';
import { headerLine } from '../../../src/tui/screens/header.ts';
import { histogramLines } from '../../../src/tui/screens/histogram.ts';

/** Returns the lines of the frame with their looks; a detail and overlays are not drawn. */
export function frameLines(snapshot: Snapshot, settings: ScreenSettings): readonly string[] {
  const layout = layoutOf(snapshot.ui);
  if (layout.kind === 'too-small') return [];
  return [
    ...headerLine(snapshot, settings, layout.header),
    ...filterBarLines(snapshot, settings, layout.filterBar),
    ...flowTableLines(snapshot, settings, layout.table),
    ...histogramLines(snapshot, settings, layout.histogram),
    ...footLine(snapshot, settings, layout.foot),
  ];
}
