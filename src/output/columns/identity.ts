/** The security identity behind a host. */

import type { Endpoint } from '../../flow/endpoint.ts';
import { reservedIdentityName } from '../../flow/monitor.ts';
import type { Palette } from './palette.ts';

/** Returns `(name)` for a reserved identity, `(unknown)` for a missing endpoint, else `(ID:n)`. */
export function identityText(endpoint: Endpoint | undefined, palette: Palette): string {
  const identity = endpoint?.identity ?? 0;
  const name = reservedIdentityName(identity);
  return palette('identity', name === undefined ? `(ID:${identity})` : `(${name})`);
}
