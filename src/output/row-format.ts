/** Formats that are a header and rows of one shape, so that flows alone can be rows. */

import type { Flow } from '../flow/flow.ts';
import { createCompactFormat } from './compact.ts';
import type { FlowFormat, TextStyle } from './flow-format.ts';

/** The text of such a format, whole lines each. */
export interface RowText {
  readonly header: string;
  row(flow: Flow): string;
}

/**
 * Returns the format. The header stands before the first row; an answer without flows is the header alone, one that
 * failed before its first flow is nothing. Losses and node
 * status are lines of the compact format, both for stderr.
 */
export function createRowFormat(style: TextStyle, text: RowText): FlowFormat {
  const compact = createCompactFormat(style);
  let header = text.header;
  const once = (): string => {
    const first = header;
    header = '';
    return first;
  };
  return {
    ...compact,
    lossStream: 'err',
    flow: (flow) => once() + text.row(flow),
    end: (ending) => (ending === 'complete' ? once() : ''),
  };
}
