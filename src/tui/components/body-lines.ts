/** All between the filter bar and the prompt: the table of the tab, its panes, and what lies over them. */

import type { Region, ScreenLayout } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { detailLines } from '../screens/detail.ts';
import { flowTableLines } from '../screens/flow-table.ts';
import { histogramLines } from '../screens/histogram.ts';
import { nodesLines } from '../screens/nodes.ts';
import { overlayLines } from '../screens/overlay.ts';
import { policiesLines } from '../screens/policies.ts';
import { startLines } from '../screens/start.ts';
import { topLines } from '../screens/top.ts';
import { overlaid } from './overlaid.ts';

function drawn(
  draw: (snapshot: Snapshot, settings: ScreenSettings, region: Region) => readonly string[],
  { snapshot, settings }: Scene,
  region: Region,
): readonly string[] {
  return region.rows > 0 && region.columns > 0 ? draw(snapshot, settings, region) : [];
}

interface Scene {
  readonly snapshot: Snapshot;
  readonly settings: ScreenSettings;
}

/** The flow table with its panes: a detail at its side lengthens every line. */
function flowsLines(scene: Scene, { table, detail, histogram }: ScreenLayout): readonly string[] {
  const rows = drawn(flowTableLines, scene, table);
  const fields = detail === undefined ? [] : drawn(detailLines, scene, detail);
  const bars = drawn(histogramLines, scene, histogram);
  if (detail?.place !== 'side') return [...rows, ...fields, ...bars];
  return [...rows.map((row, index) => row + (fields[index] ?? '')), ...bars];
}

function tabLines(scene: Scene, layout: ScreenLayout): readonly string[] {
  const { ui } = scene.snapshot;
  if (ui.start !== undefined) return drawn(startLines, scene, layout.body);
  switch (ui.tab) {
    case 'flows':
      return flowsLines(scene, layout);
    case 'top':
      return drawn(topLines, scene, layout.table);
    case 'policies':
      return drawn(policiesLines, scene, layout.table);
    case 'nodes':
      return drawn(nodesLines, scene, layout.table);
    default:
      return ui.tab satisfies never;
  }
}

/** Returns the lines of the body, as many as it has rows. */
export function bodyLines(snapshot: Snapshot, settings: ScreenSettings, layout: ScreenLayout): readonly string[] {
  const scene = { snapshot, settings };
  const lines = tabLines(scene, layout);
  const over = drawn(overlayLines, scene, layout.body);
  return overlaid(lines, over, layout.body.columns);
}
