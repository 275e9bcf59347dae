/** Errors of the service as gRPC status. */

import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import { AppError } from '../../base/errors.ts';
import { invalidArgumentCode } from '../observer/request-error.ts';

/**
 * Returns the status an error leaves the server with. Errors of filters and field masks are UNKNOWN with the plain
 * message, as Hubble's server has it: its clients then print the message alone.
 */
export function statusOf(error: unknown): StatusObject {
  if (error instanceof AppError && error.code === invalidArgumentCode) {
    return { code: status.INVALID_ARGUMENT, details: String(error.details['reason']), metadata: new Metadata() };
  }
  const details = error instanceof Error ? error.message : String(error);
  return { code: status.UNKNOWN, details, metadata: new Metadata() };
}
