/** Which fields of a flow a request asks for. */

import { UsageError } from '../../base/errors.ts';
import { compileFieldMask } from '../../flow/field-mask.ts';
import type { FieldMask } from '../../flow/messages.ts';
import type { FlowFormatName } from '../../output/formats.ts';

/** What Hubble asks for when it prints text. */
export const hubbleTextFields = [
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
  'ip_trace_id',
];

// Text shows these too: without them a server that honours the mask makes every verdict line read
// `none TRAFFIC_DIRECTION_UNKNOWN` and loses names of domains and policies.
const shownBesides = [
  'traffic_direction',
  'policy_match_type',
  'source_names',
  'destination_names',
  'auth_type',
  'debug_capture_point',
  'sock_xlate_point',
  'ingress_allowed_by',
  'ingress_denied_by',
  'egress_allowed_by',
  'egress_denied_by',
];

/** The flags a mask depends on. */
export interface FieldMaskValues {
  readonly 'field-mask': readonly string[];
  readonly 'use-default-field-masks': boolean;
}

function isJson(format: FlowFormatName): boolean {
  return format === 'json' || format === 'jsonpb';
}

/** Throws Hubble's UsageError for a mask with a format that prints text; `text` is the format as it was given. */
export function requireMaskableFormat(values: FieldMaskValues, format: FlowFormatName, text: string): void {
  if (values['field-mask'].length === 0 || isJson(format)) return;
  throw new UsageError(`${text} output format is not compatible with custom field mask`, {
    code: 'flags/field-mask',
    hint: 'use -o json with --field-mask',
  });
}

/**
 * Returns the mask to send, or undefined for all fields: what `--field-mask` says, else for text what Hubble asks for and
 * the further fields text shows. Throws UsageError with Hubble's message for a path that is none.
 */
export function fieldMaskFor(values: FieldMaskValues, format: FlowFormatName): FieldMask | undefined {
  const custom = values['field-mask'];
  if (custom.length > 0) {
    compileFieldMask(custom);
    return { paths: custom };
  }
  if (isJson(format) || format === 'raw' || !values['use-default-field-masks']) return undefined;
  return { paths: [...hubbleTextFields, ...shownBesides] };
}
