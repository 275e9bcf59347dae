/** The flag tables of the commands of `observe`. */

import { clientGeneralFlags, inputFlags, rawFilterFlags, serverFlags } from './client-flags.ts';
import { filterFlagTable, negationFlag } from './filter-flag-table.ts';
import { booleanFlag, textFlag } from './flag.ts';
import { followFlags } from './follow-flags.ts';
import { formatFlags, listFormatFlags, statusFormatFlags } from './format-flags.ts';
import { logFlags, nodeLabelFlag } from './policy-flags.ts';
import { momentFlags } from './moment-flags.ts';
import { selectorFlags } from './selector-flags.ts';
import { savedTuiFlags, tuiFlags } from './tui-flags.ts';

/** Flags of `observe` itself and of `observe demo`. Node name and label have other names than in `observed`, as Hubble's filters have these. */
export const flowsFlags = {
  ...selectorFlags,
  ...momentFlags,
  ...negationFlag,
  ...filterFlagTable,
  ...rawFilterFlags,
  ...formatFlags,
  ...tuiFlags,
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
  ...followFlags,
  ...clientGeneralFlags,
};

/** Flags of `observe status`. */
export const statusFlags = { ...statusFormatFlags, ...serverFlags, ...clientGeneralFlags };

/** Flags of `observe list`. */
export const listFlags = { ...listFormatFlags, ...serverFlags, ...clientGeneralFlags };

/** Flags of `observe watch peers`. */
export const peerFlags = { ...serverFlags, ...clientGeneralFlags };

/** Flags of `observe config`: those that may stand in the file, so that a value given for once is seen. */
export const configFlags = {
  allowlist: rawFilterFlags.allowlist,
  denylist: rawFilterFlags.denylist,
  ...savedTuiFlags,
  ...serverFlags,
  ...clientGeneralFlags,
};

/** Flags of `observe completion`. */
export const completionFlags = {
  'no-descriptions': booleanFlag({ group: 'General', help: 'Changes nothing; taken because Hubble takes it' }),
  ...clientGeneralFlags,
};

/** Flags of `observe version` and `observe help`. */
export const generalFlags = clientGeneralFlags;
