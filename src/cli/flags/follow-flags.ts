/** Flags about following flows that Hubble does not have. */

import { booleanFlag } from './flag.ts';

/** How a stream is followed when its connection breaks. */
export const followFlags = {
  'no-reconnect': booleanFlag({
    group: 'Server',
    help: 'With --follow: end when the connection breaks, as Hubble does, instead of connecting again and going on',
  }),
};
