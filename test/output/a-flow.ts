/** Builders of what a printer gets. */

import type { Flow } from '../../src/flow/flow.ts';
import type { GetFlowsResponse } from '../../src/flow/messages.ts';
import { createPrinter, type PrinterOptions } from '../../src/output/printer.ts';

/** A point in time of the tests: 2024-02-29T23:59:01.982485567Z. */
export const aTime = { seconds: 1_709_251_141, nanos: 982_485_567 };

/** The SYN of Calico's documentation under LogAndAccept: an audited packet into a workload nobody has named yet. */
export function aFlow(changes: Flow = {}): Flow {
  return {
    time: aTime,
    verdict: 4,
    IP: { source: '192.168.128.30', destination: '192.168.157.26', ipVersion: 1 },
    l4: { TCP: { source_port: 56248, destination_port: 80, flags: { SYN: true } } },
    Type: 1,
    node_name: 'default/node-1',
    event_type: { type: 5 },
    traffic_direction: 1,
    is_reply: false,
    Summary: 'TCP Flags: SYN',
    ...changes,
  };
}

/** A response around a flow. */
export function aFlowResponse(changes: Flow = {}): GetFlowsResponse {
  const flow = aFlow(changes);
  return { flow, time: aTime, node_name: 'default/node-1' };
}

/** Options of a printer without its sinks: those of `observe` without flags. */
export const plainOptions: Omit<PrinterOptions, 'out' | 'err'> = {
  format: 'compact',
  color: false,
  timeFormat: 'StampMilli',
  numeric: false,
  ipTranslation: true,
  nodeName: false,
  policyNames: false,
  silentErrors: false,
  debug: false,
  legacyJson: false,
};

/** Returns what a printer writes for `responses`, `end` included. */
export function printed(
  responses: readonly GetFlowsResponse[],
  options: Partial<PrinterOptions> = {},
): { readonly stdout: string; readonly stderr: string } {
  const written = { stdout: '', stderr: '' };
  const printer = createPrinter({
    ...plainOptions,
    out: { write: (text) => (written.stdout += text) },
    err: { write: (text) => (written.stderr += text) },
    ...options,
  });
  for (const response of responses) printer.print(response);
  printer.end();
  return written;
}
