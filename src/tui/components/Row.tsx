import { memo, useContext, useLayoutEffect } from 'react';
import { PainterContext } from '../hooks/painter-context.ts';

interface RowProps {
  /** Row of the screen, from 0. */
  readonly row: number;
  readonly line: string;
}

/** One line of the screen, already cut, padded and painted. It is drawn again only when its text changes. */
export const Row = memo(function Row({ row, line }: RowProps): null {
  const painter = useContext(PainterContext);
  useLayoutEffect(() => painter?.put(row, line), [painter, row, line]);
  return null;
});
