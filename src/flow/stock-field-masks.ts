/** The field masks Hubble's own client asks with when it prints text. */

/** What every release asks for whose `observe` sends a mask by itself; those of 1.17 and 1.18 ask for nothing else. */
const since117 = [
  'time',
  'verdict',
  'ethernet',
  'IP',
  'l4',
  'source.identity',
  'source.namespace',
  'source.pod_name',
  'destination.identity',
  'destination.namespace',
  'destination.pod_name',
  'Type',
  'node_name',
  'l7',
  'event_type',
  'source_service',
  'destination_service',
  'is_reply',
  'Summary',
];

/** The default masks, a row for every change of the list, by the first release that has it. */
export const stockFieldMasks = {
  '1.17': since117,
  '1.19': [...since117, 'ip_trace_id'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
