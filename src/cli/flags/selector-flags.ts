/** Flags that say which stretch of the flows is wanted. */

import { booleanFlag, countFlag, textFlag } from './flag.ts';

const group = 'Selectors';

/** Hubble's selector flags. */
export const selectorFlags = {
  last: countFlag({
    group,
    placeholder: 'N',
    help: 'The newest N flows',
    defaultText: '20 of a server when nothing else is selected',
  }),
  first: countFlag({ group, placeholder: 'N', help: 'The oldest N flows' }),
  all: booleanFlag({ group, help: 'All flows that are held' }),
  since: textFlag({
    group,
    placeholder: 'TIME',
    help: 'Flows from then on: a duration back from now (5m, 1.5h) or a time (2024-03-01, 2024-03-01T10:30Z, RFC 3339, RFC 1123)',
  }),
  until: textFlag({
    group,
    placeholder: 'TIME',
    help: 'Flows up to then; same forms as --since. With --follow it is passed over',
  }),
  follow: booleanFlag({ group, short: 'f', help: 'Go on with new flows as they come' }),
};
