/** What the columns of the store say of one row. */

import type { RowColumns } from '../../store/row-columns.ts';

/** The answer of a test: that of the flow, or that only the decoded flow has it. */
export const Answer = { no: 0, yes: 1, unknown: 2 } as const;

/** One of the answers. */
export type Answer = (typeof Answer)[keyof typeof Answer];

/** Looks at the row of `index`. Never says yes or no where the flow would say otherwise. */
export type ColumnTest = (columns: RowColumns, index: number) => Answer;

/** Returns yes or no. */
export function answerOf(holds: boolean): Answer {
  return holds ? Answer.yes : Answer.no;
}
