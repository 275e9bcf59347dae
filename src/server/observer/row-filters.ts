/** The filters of a request over rows of the store: on the columns where these tell, on the decoded flow where they do not. */

import { compileFilters } from '../../filters/compile.ts';
import type { FlowFilter } from '../../flow/flow-filter.ts';
import type { RowCursor } from '../../store/row-cursor.ts';
import { compileColumnFilter } from './column-filter.ts';
import { Answer, type ColumnTest } from './column-test.ts';

/** Tells whether the flow of a row matches. */
export type RowPredicate = (row: RowCursor) => boolean;

/**
 * Compiles the filters of a request as `compileFilters` does, which stays the measure: whatever the columns say of a flow, it says too. Rejects
 * with its UsageError for a bad value.
 */
export async function compileRowFilters(request: {
  readonly whitelist: readonly FlowFilter[];
  readonly blacklist: readonly FlowFilter[];
}): Promise<RowPredicate> {
  const matchesFlow = await compileFilters(request);
  const allowed = anyOf(
    request.whitelist.map(compileColumnFilter),
    request.whitelist.length === 0 ? Answer.yes : Answer.no,
  );
  const denied = anyOf(request.blacklist.map(compileColumnFilter), Answer.no);
  return (row) => {
    const { columns, index } = row;
    const isAllowed = allowed(columns, index);
    if (isAllowed === Answer.no) return false;
    const isDenied = denied(columns, index);
    if (isDenied === Answer.yes) return false;
    if (isAllowed === Answer.yes && isDenied === Answer.no) return true;
    return matchesFlow(row.row().response.flow);
  };
}

/** Returns the test that holds when one of `tests` does; `none` is its answer when there are none. */
function anyOf(tests: readonly ColumnTest[], none: Answer): ColumnTest {
  const [only] = tests;
  if (only === undefined) return () => none;
  if (tests.length === 1) return only;
  return (columns, index) => {
    let answer: Answer = Answer.no;
    for (const test of tests) {
      const one = test(columns, index);
      if (one === Answer.yes) return one;
      if (one === Answer.unknown) answer = one;
    }
    return answer;
  };
}
