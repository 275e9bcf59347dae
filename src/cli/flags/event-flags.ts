/** The flag table of `observe agent-events` and `observe debug-events`. */

import { timeLayoutNames } from '../../base/time/layouts.ts';
import { eventFormatNames } from '../../output/events/event-formats.ts';
import { clientGeneralFlags, serverFlags } from './client-flags.ts';
import { booleanFlag, commaListFlag, textFlag, textFlagWithDefault } from './flag.ts';
import { selectorFlags } from './selector-flags.ts';

const group = 'Format';
const noEffect = 'Changes nothing here; taken because Hubble takes it';

const eventFormatFlags = {
  output: textFlagWithDefault({
    group,
    short: 'o',
    placeholder: 'FORMAT',
    initial: 'compact',
    words: eventFormatNames,
    help: 'Format of the output',
  }),
  'print-node-name': booleanFlag({ group, help: 'Show the node in compact, dict and table' }),
  'time-format': textFlagWithDefault({
    group,
    placeholder: 'NAME',
    initial: 'StampMilli',
    words: timeLayoutNames,
    help: 'Format of times; always UTC',
  }),
};

/** Flags that Hubble has for flows and lets stand beside events. */
const idleFlags = {
  'print-policy-names': booleanFlag({ group, help: noEffect }),
  'print-raw-filters': booleanFlag({ group, help: noEffect }),
  'input-file': textFlag({ group, placeholder: 'FILE', help: noEffect }),
  'field-mask': commaListFlag({ group, placeholder: 'FIELD[,FIELD]', help: noEffect }),
  'use-default-field-masks': booleanFlag({ group, initial: true, help: noEffect }),
  'silent-errors': booleanFlag({ group, short: 's', help: noEffect }),
};

/** Flags of the event commands. */
export const eventFlags = {
  ...selectorFlags,
  ...eventFormatFlags,
  ...idleFlags,
  ...serverFlags,
  ...clientGeneralFlags,
};
