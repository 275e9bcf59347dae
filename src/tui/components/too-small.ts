/** What is told where the screen finds no room. */

import type { Region } from '../layout.ts';
import type { ScreenSettings } from '../screen.ts';
import type { Size } from '../state/ui-state.ts';
import { fit } from '../text/fit.ts';

/** Returns the lines of a terminal that is smaller than `needs`, in which even this may be cut. */
export function tooSmallLines(needs: Size, { theme }: ScreenSettings, region: Region): readonly string[] {
  const { times, ellipsis } = theme.glyphs;
  const told = [
    `${needs.columns}${times}${needs.rows} cells are needed;`,
    `here are ${region.columns}${times}${region.rows}.`,
    'Flows are still taken in.',
  ];
  return Array.from({ length: region.rows }, (_, row) => fit(told[row] ?? '', region.columns, 'end', ellipsis));
}
