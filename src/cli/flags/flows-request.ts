/** What `observe` asks for: flags to a GetFlowsRequest, with errors in the order Hubble reports them. */

import { UsageError } from '../../base/errors.ts';
import type { BuiltFilters } from '../../filters/builder.ts';
import { packExtensionWish } from '../../flow/codec/extension.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';
import { parseFlowFormat, type FlowFormatName } from '../../output/formats.ts';
import { requireColumns } from '../../output/flow-columns.ts';
import { fieldMaskFor, requireMaskableFormat } from './field-masks.ts';
import type { FlagValues } from './flag.ts';
import { selectMoment } from './moment-flags.ts';
import { parseRawFilters } from './raw-filters.ts';
import type { flowsFlags } from './observe-flags.ts';
import { selectFlows, type SelectionContext } from './selection.ts';

/** Values of the flags of `observe` and `observe demo`. */
export type FlowsValues = FlagValues<typeof flowsFlags>;

/** A request and the format its answer is printed in. */
export interface FlowsQuery {
  readonly request: GetFlowsRequest;
  readonly format: FlowFormatName;
  /** What is said on stderr before the answer. */
  readonly notices: readonly string[];
}

/** Throws UsageError for `--fields` with a format that has no choice of them, and for one that is none. */
function requireFieldsFormat({ fields, output }: FlowsValues, format: FlowFormatName): void {
  if (fields.length === 0) return;
  if (format === 'csv' || format === 'md') requireColumns(fields, 'text');
  else if (format === 'json' || format === 'jsonpb') requireColumns(fields, 'json');
  else {
    throw new UsageError(`${output} output format is not compatible with fields`, {
      code: 'flags/fields',
      hint: 'use -o csv, md or json with --fields',
    });
  }
}

/**
 * Returns the output format. Throws UsageError with Hubble's message for a name that is none and for what does not go with
 * it: a table that is followed, a field mask or extensions with text.
 */
function formatOf(values: FlowsValues): FlowFormatName {
  const format = parseFlowFormat(values.output);
  if (format === 'table' && values.follow) {
    throw new UsageError('table output format is not compatible with follow mode', {
      code: 'flags/format',
      hint: 'use -o compact with --follow',
    });
  }
  requireMaskableFormat(values, format, values.output);
  requireFieldsFormat(values, format);
  if (values.extensions && format !== 'json' && format !== 'jsonpb') {
    throw new UsageError(`${values.output} output format is not compatible with extensions`, {
      code: 'flags/format',
      hint: 'use -o json with --extensions',
    });
  }
  return format;
}

// A stock client fails on an Any it does not know, so a server sends extensions only to who asks.
function extensionsFor(values: FlowsValues, format: FlowFormatName): Pick<GetFlowsRequest, 'extensions'> {
  if (!values.extensions && format !== 'raw') return {};
  return { extensions: packExtensionWish() };
}

function filtersOf(values: FlowsValues, built: BuiltFilters): BuiltFilters {
  return {
    whitelist: [...built.whitelist, ...parseRawFilters('allowlist', values.allowlist)],
    blacklist: [...built.blacklist, ...parseRawFilters('denylist', values.denylist)],
  };
}

/**
 * Builds the request. Throws UsageError, in Hubble's order: the format and what goes with it, the selectors, the times, the
 * JSON filters, the field mask. Whether the filters compile is found out by whoever compiles them.
 */
export function buildFlowsQuery(values: FlowsValues, built: BuiltFilters, context: SelectionContext): FlowsQuery {
  const format = formatOf(values);
  const moment = selectMoment(values, context.now);
  const selection = moment === undefined ? selectFlows(values, context) : { since: moment.since, until: moment.until };
  const { whitelist, blacklist } = filtersOf(values, built);
  const fieldMask = fieldMaskFor(values, format);
  return {
    format,
    notices: moment === undefined ? [] : [moment.notice],
    request: {
      ...selection,
      ...(blacklist.length === 0 ? {} : { blacklist }),
      ...(whitelist.length === 0 ? {} : { whitelist }),
      ...(fieldMask === undefined ? {} : { field_mask: fieldMask }),
      ...extensionsFor(values, format),
    },
  };
}
