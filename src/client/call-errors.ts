/** gRPC status as our errors. */

import { Metadata, status, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import { type AppError, ConnectError, RpcError } from '../base/errors.ts';
import { connectHint, connectReason } from './connect-reasons.ts';

/** Hubble prints the codes in Go's spelling. */
const goCodeNames: Readonly<Record<number, string>> = {
  [status.CANCELLED]: 'Canceled',
  [status.INVALID_ARGUMENT]: 'InvalidArgument',
  [status.DEADLINE_EXCEEDED]: 'DeadlineExceeded',
  [status.NOT_FOUND]: 'NotFound',
  [status.ALREADY_EXISTS]: 'AlreadyExists',
  [status.PERMISSION_DENIED]: 'PermissionDenied',
  [status.RESOURCE_EXHAUSTED]: 'ResourceExhausted',
  [status.FAILED_PRECONDITION]: 'FailedPrecondition',
  [status.ABORTED]: 'Aborted',
  [status.OUT_OF_RANGE]: 'OutOfRange',
  [status.UNIMPLEMENTED]: 'Unimplemented',
  [status.INTERNAL]: 'Internal',
  [status.UNAVAILABLE]: 'Unavailable',
  [status.DATA_LOSS]: 'DataLoss',
  [status.UNAUTHENTICATED]: 'Unauthenticated',
};

/** Tells whether an error of grpc-js means that this side ended the call. */
export function isCancelled(error: unknown): boolean {
  return isServiceError(error) && error.code === status.CANCELLED;
}

/** Tells whether the server does not know the method. */
export function isUnimplemented(error: unknown): boolean {
  return isServiceError(error) && error.code === status.UNIMPLEMENTED;
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'details' in error;
}

/**
 * Returns the error to throw for a failed call to `address`: ConnectError when nothing answered or the connection broke,
 * RpcError with the plain message for UNKNOWN (Hubble's server sends errors of filters so), RpcError with
 * `rpc error: code = X desc = Y` for everything else.
 */
export function callError(error: unknown, address: string): AppError {
  const { code, details }: StatusObject = isServiceError(error)
    ? error
    : { code: status.INTERNAL, details: String(error), metadata: new Metadata() };
  switch (code) {
    case status.UNAVAILABLE:
      return cannotReach(address, details, error);
    case status.UNKNOWN:
      return new RpcError(details, { code: 'rpc/rejected', cause: error });
    default: {
      const name = goCodeNames[code] ?? String(code);
      return new RpcError(`rpc error: code = ${name} desc = ${details}`, {
        code: 'rpc/status',
        cause: error,
        details: { status: name },
      });
    }
  }
}

function cannotReach(address: string, details: string, cause: unknown): ConnectError {
  const dropped = /^(?:Connection dropped|read ECONNRESET|.*GOAWAY)/i.test(details);
  const what = dropped ? `lost the connection to ${address}` : `cannot reach ${address}`;
  return new ConnectError(`${what}: ${connectReason(details)}`, {
    code: 'connect/unavailable',
    hint: connectHint,
    cause,
  });
}

/** Returns the error for a call that the server, or something between, cancelled: the connection's fault, not the request's. */
export function cancelledByServer(cause: unknown, address: string): ConnectError {
  return new ConnectError(`lost the connection to ${address}: the server ended the call`, {
    code: 'connect/cancelled',
    hint: connectHint,
    cause,
  });
}

/**
 * Tells whether a call that failed with `error` may do better on a new connection: nothing answered, the connection
 * broke, it took too long, or HTTP/2 ended the stream without a status of the server's own, as proxies do.
 */
export function isConnectionTrouble(error: unknown): boolean {
  if (error instanceof ConnectError) return true;
  if (!(error instanceof RpcError)) return false;
  const { status: name } = error.details;
  // A stream has no deadline of ours: something between has set one.
  if (name === 'DeadlineExceeded') return true;
  return name === 'Internal' && /RST_STREAM|premature|HTTP\/2/i.test(error.message);
}
