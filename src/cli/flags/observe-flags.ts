/** The flag tables of the commands of `observe`. */

import { clientGeneralFlags, inputFlags, rawFilterFlags, serverFlags } from './client-flags.ts';
import { filterFlagTable, negationFlag } from './filter-flag-table.ts';
import { textFlag } from './flag.ts';
import { formatFlags, listFormatFlags, statusFormatFlags } from './format-flags.ts';
import { logFlags, nodeLabelFlag } from './policy-flags.ts';
import { selectorFlags } from './selector-flags.ts';

/** Flags of `observe` itself and of `observe demo`. Node name and label have other names than in `observed`, as Hubble's filters have these. */
export const flowsFlags = {
  ...selectorFlags,
  ...negationFlag,
  ...filterFlagTable,
  ...rawFilterFlags,
  ...formatFlags,
  ...inputFlags,
  'log-node-name': textFlag({
    group: 'Reading kernel logs',
    placeholder: 'NAME',
    defaultText: "the log's host name",
    help: 'Name of the node the file is from',
  }),
  'log-node-label': nodeLabelFlag('command-line'),
  ...logFlags('command-line'),
  ...serverFlags,
  ...clientGeneralFlags,
};

/** Flags of `observe status`. */
export const statusFlags = { ...statusFormatFlags, ...serverFlags, ...clientGeneralFlags };

/** Flags of `observe list`. */
export const listFlags = { ...listFormatFlags, ...serverFlags, ...clientGeneralFlags };

/** Flags of `observe version` and `observe help`. */
export const generalFlags = clientGeneralFlags;
