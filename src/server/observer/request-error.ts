/** Requests that Hubble's server answers with a status code of their own. */

import { RpcError } from '../../base/errors.ts';

/** Code of the error below, for adapters that have a status code for it. */
export const invalidArgumentCode = 'rpc/invalid-argument';

/** Returns the error for a request that contradicts itself; `reason` is Hubble's own text. */
function invalidArgument(reason: string): RpcError {
  return new RpcError(`rpc error: code = InvalidArgument desc = ${reason}`, {
    code: invalidArgumentCode,
    hint: 'leave one of the two out',
    details: { reason },
  });
}

/**
 * Throws where `first` and `follow` are both asked for, as Hubble does on all three event streams: what comes first and
 * what is yet to come cannot both be the end of the answer.
 */
export function checkFirstAndFollow(request: { readonly first?: boolean; readonly follow?: boolean }): void {
  if (request.first && request.follow) throw invalidArgument('first cannot be specified with follow');
}
