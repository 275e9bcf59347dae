/** What the API server, or the way to it, answers in place of what was asked, as our errors. */

import { getSystemErrorMessage } from 'node:util';
import { ApiException } from '@kubernetes/client-node';
import { type AppError, ConnectError, RpcError } from '../base/errors.ts';

/** Whom a call went to and what it was about. */
export interface ApiPlace {
  /** URL of the API server. */
  readonly server: string;
  readonly context: string;
  readonly namespace: string;
}

/** Returns the HTTP status of a failed call or of a refused websocket; undefined when there was no answer. */
export function httpStatusOf(error: unknown): number | undefined {
  if (error instanceof ApiException) return error.code;
  const refused = /^Unexpected server response: (\d{3})$/.exec(messageOf(error));
  return refused === null ? undefined : Number(refused[1]);
}

/** Returns the error to throw for a failed call. */
export function apiError(error: unknown, place: ApiPlace): AppError {
  const status = httpStatusOf(error);
  if (status === 401) return unauthorized(place, error);
  if (status === 403) return forbidden(place, error);
  const reason = status === undefined ? failureReason(error) : (statusMessage(error) ?? `HTTP status ${status}`);
  const what = status === undefined ? 'cannot reach the Kubernetes API server' : 'the Kubernetes API server failed at';
  return new ConnectError(`${what} ${place.server}: ${reason}`, {
    code: 'kubernetes/unreachable',
    hint: `see whether \`kubectl --context ${place.context} get pods\` works`,
    cause: error,
  });
}

function unauthorized({ server, context }: ApiPlace, cause: unknown): RpcError {
  return new RpcError(`the Kubernetes API server ${server} does not accept the credentials of context "${context}"`, {
    code: 'kubernetes/unauthorized',
    hint: 'log in to the cluster again, or choose another context with --kube-context',
    cause,
  });
}

function forbidden({ namespace }: ApiPlace, cause: unknown): RpcError {
  const message = statusMessage(cause) ?? `port-forwarding to pods in namespace ${namespace} is forbidden`;
  return new RpcError(`the Kubernetes API server says: ${message}`, {
    code: 'kubernetes/forbidden',
    hint: `a port-forward needs these rights in namespace ${namespace}: get services, list pods, get and create pods/portforward`,
    cause,
  });
}

/** The message of the Status object the API server sends with an error. */
function statusMessage(error: unknown): string | undefined {
  if (!(error instanceof ApiException)) return undefined;
  const body: unknown = typeof error.body === 'string' ? parseJson(error.body) : error.body;
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined;
  return typeof message === 'string' && message !== '' ? message : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns why a connection failed, in words: that of the innermost error, or of the first address that was tried. */
export function failureReason(error: unknown): string {
  const inner = innermost(error);
  if (inner instanceof Error && inner.name === 'TimeoutError') return 'timed out';
  if (inner instanceof Error && 'errno' in inner && typeof inner.errno === 'number')
    return getSystemErrorMessage(inner.errno);
  return messageOf(inner) || 'unknown error';
}

function innermost(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  if (error instanceof Error && error.cause !== undefined) return innermost(error.cause);
  // The websocket reports an event that holds the error.
  if (!(error instanceof Error) && typeof error === 'object' && error !== null && 'error' in error) {
    return error.error instanceof Error ? innermost(error.error) : error;
  }
  return error;
}

function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  return typeof error.message === 'string' ? error.message : '';
}
