import type { ReactElement } from 'react';
import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { Lines } from './Lines.tsx';

/** Draws a part of the screen: as many lines as the region has rows, each as wide as the region. */
export type DrawLines = (snapshot: Snapshot, settings: ScreenSettings, region: Region) => readonly string[];

interface PaneProps {
  readonly draw: DrawLines;
  readonly snapshot: Snapshot;
  readonly settings: ScreenSettings;
  /** Row of the screen the pane begins at. */
  readonly top: number;
  readonly region: Region;
}

/** A part of the screen. Where the region has no rows, nothing is drawn and nothing computed. */
export function Pane({ draw, snapshot, settings, top, region }: PaneProps): ReactElement | undefined {
  if (region.rows <= 0) return undefined;
  return <Lines lines={draw(snapshot, settings, region)} top={top} region={region} />;
}
