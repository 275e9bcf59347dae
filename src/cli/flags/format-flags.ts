/** Flags that say how flows are printed. */

import { timeLayoutNames } from '../../base/time/layouts.ts';
import { flowFormatNames, listFormatNames, statusFormatNames } from '../../output/formats.ts';
import { booleanFlag, commaListFlag, textFlagWithDefault } from './flag.ts';

const group = 'Format';

/** Format flags of `observe`. */
export const formatFlags = {
  output: textFlagWithDefault({
    group,
    short: 'o',
    placeholder: 'FORMAT',
    initial: 'compact',
    words: flowFormatNames,
    help: 'Format of the output; csv and md have columns of their own (--fields), raw prints the log lines themselves',
  }),
  'print-node-name': booleanFlag({ group, help: 'Show the node in compact, dict and table' }),
  'print-policy-names': booleanFlag({ group, help: 'Show which policies allowed or denied' }),
  'time-format': textFlagWithDefault({
    group,
    placeholder: 'NAME',
    initial: 'StampMilli',
    words: timeLayoutNames,
    help: 'Format of times; always UTC',
  }),
  numeric: booleanFlag({ group, help: 'Show addresses instead of names' }),
  'ip-translation': booleanFlag({
    group,
    initial: true,
    help: 'Show pod, service and domain names instead of addresses',
  }),
  color: textFlagWithDefault({
    group,
    placeholder: 'WHEN',
    initial: 'auto',
    words: ['auto', 'always', 'never'],
    help: 'Colour compact and dict; auto is on a terminal with NO_COLOR unset',
  }),
  extensions: booleanFlag({
    group,
    help: 'With json: add the raw line, the mark, the basis of the verdict and what else Hubble has no field for. A stock hubble cannot read that output',
  }),
  'field-mask': commaListFlag({
    group,
    placeholder: 'FIELD[,FIELD]',
    help: 'With json: ask the server for these fields of a flow only, such as time,source.labels',
  }),
  fields: commaListFlag({
    group,
    placeholder: 'FIELD[,FIELD]',
    help: 'With csv and md: the columns, fields of a flow such as time,source.pod_name,l4.TCP.flags or a heading of the table such as SOURCE. With json: print these fields only, whatever the server sent; --field-mask is what it is asked for',
  }),
  'use-default-field-masks': booleanFlag({
    group,
    initial: true,
    help: 'With compact, dict and table: ask the server only for the fields they show',
  }),
  'silent-errors': booleanFlag({ group, short: 's', help: 'Leave out what is said about nodes on stderr' }),
};

/** Format flag of `observe status`. */
export const statusFormatFlags = {
  output: textFlagWithDefault({
    group,
    short: 'o',
    placeholder: 'FORMAT',
    initial: 'compact',
    words: statusFormatNames,
    help: 'Format of the output',
  }),
};

/** Format flag of `observe list`. */
export const listFormatFlags = {
  output: textFlagWithDefault({
    group,
    short: 'o',
    placeholder: 'FORMAT',
    initial: 'table',
    words: listFormatNames,
    help: 'Format of the output',
  }),
};
