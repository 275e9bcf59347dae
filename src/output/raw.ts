/** The raw format: the log lines the flows were made from. */

import { escapeControl } from '../base/escape.ts';
import { unpackFlowExtension } from '../flow/codec/extension.ts';
import { createCompactFormat } from './compact.ts';
import type { FlowFormat, TextStyle } from './flow-format.ts';

/**
 * Returns the format `raw`. Only a server of ours has the lines, and only for flows of a kernel log; any other flow, and
 * a loss, is printed as the compact format has it, so that nothing goes missing.
 */
export function createRawFormat(style: TextStyle): FlowFormat {
  const compact = createCompactFormat(style);
  return {
    ...compact,
    flow: (flow, response) => {
      const line = unpackFlowExtension(flow.extensions)?.raw_line ?? '';
      return line === '' ? compact.flow(flow, response) : `${escapeControl(line)}\n`;
    },
  };
}
