/** Servers differ in what they can be asked. */

import { RpcError } from '../../base/errors.ts';

/** Tells whether a call failed because the server does not know it: it will not learn it. */
export function isUnimplemented(error: unknown): boolean {
  return error instanceof RpcError && error.details['status'] === 'Unimplemented';
}
