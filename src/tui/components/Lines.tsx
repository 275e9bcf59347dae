import type { ReactElement } from 'react';
import type { Region } from '../layout.ts';
import { Row } from './Row.tsx';

interface LinesProps {
  readonly lines: readonly string[];
  /** Row of the screen the first line stands on, from 0. */
  readonly top: number;
  readonly region: Region;
}

/** Lines of a region. There are as many rows as the region has, whatever `lines` holds. */
export function Lines({ lines, top, region }: LinesProps): readonly ReactElement[] {
  return Array.from({ length: region.rows }, (_, index) => (
    <Row key={top + index} row={top + index} line={lines[index] ?? ''} />
  ));
}
