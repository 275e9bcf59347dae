/** Which fields of a flow a request asks for. */

import { UsageError } from '../../base/errors.ts';
import { compileFieldMask } from '../../flow/field-mask.ts';
import type { FieldMask } from '../../flow/messages.ts';
import { stockFieldMasks } from '../../flow/stock-field-masks.ts';
import type { FlowFormatName } from '../../output/formats.ts';

/** The flags a mask depends on. */
export interface FieldMaskValues {
  readonly 'field-mask': readonly string[];
  readonly 'use-default-field-masks': boolean;
}

// The other formats show whatever a flow has, or what --fields names of it.
const masksByDefault: ReadonlySet<FlowFormatName> = new Set(['compact', 'dict', 'table']);

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
 * Returns the mask to send, or undefined for all fields: what `--field-mask` says, else for text what Hubble asks for. Throws UsageError with Hubble's message for a path that is none.
 */
export function fieldMaskFor(values: FieldMaskValues, format: FlowFormatName): FieldMask | undefined {
  const custom = values['field-mask'];
  if (custom.length > 0) {
    compileFieldMask(custom);
    return { paths: custom };
  }
  if (!masksByDefault.has(format) || !values['use-default-field-masks']) return undefined;
  // Text shows more than these: a server of ours knows the list and adds the direction, the policy match and the names.
  return { paths: stockFieldMasks['1.19'] };
}
