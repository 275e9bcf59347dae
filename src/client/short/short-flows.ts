/** The last flows of a server on this machine, by a short call. */

import { parseHostPort, unixSocketPath } from '../../base/addresses.ts';
import { decodeMessage, encodeMessage } from '../../flow/codec/wire.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../flow/messages.ts';
import type { FlowAnswer, Observer } from '../../flow/observer.ts';
import { observerMethods } from '../../flow/rpc-methods.ts';
import { headerIn } from '../answer-metadata.ts';
import { parseTarget } from '../target.ts';
import { askShortly, type ShortAnswer, type ShortCallPlace } from './short-call.ts';

/** Flows whose answer is short: some hundred kilobytes at most. */
const mostFlows = 1000n;

/**
 * An answer with what most flows have, each value as short as can be. Reading the first one takes as long as reading a thousand more: the schema
 * is looked up and the readers are made then.
 */
const plainAnswer = Buffer.from(
  '0a2f0a040801100110012a050a0161180132080a0608011a02100142004a005a01619a01020801b00101d2010092020161c23e0161ca3e020801',
  'hex',
);

/** A question for flows. */
export interface ShortFlowsOptions {
  /** As the user wrote it. */
  readonly target: string;
  readonly userAgent: string;
  readonly request: GetFlowsRequest;
  readonly signal: AbortSignal;
}

/**
 * Returns the answer as an observer that has it already; undefined when it is not to be had in this way: the answer has no end or may be
 * long, the server is far away or wants TLS, or something went wrong, which the ordinary client will tell.
 */
export async function shortFlows(options: ShortFlowsOptions): Promise<Pick<Observer, 'getFlows'> | undefined> {
  const { target, userAgent, request, signal } = options;
  const { number = 0n, follow = false } = request;
  if (follow || number === 0n || number > mostFlows) return undefined;
  const at = placeOf(target);
  if (at === undefined) return undefined;
  const { path: method, request: name, response } = observerMethods.getFlows;
  const encoded = encodeMessage(name, request);
  // In the time the server takes.
  const onAsked = (): void => void decodeMessage(response, plainAnswer);
  const answer = await askShortly({ ...at, method, userAgent, request: encoded, signal, onAsked });
  const flows = answer && flowAnswerOf(answer);
  return flows && { getFlows: () => flows };
}

function placeOf(text: string): { readonly place: ShortCallPlace; readonly authority: string } | undefined {
  const path = unixSocketPath(text);
  if (path !== undefined) return { place: { path }, authority: 'localhost' };
  const parts = parseHostPort(text);
  if (parts === undefined || !parseTarget(text).local) return undefined;
  const host = parts.host === '' ? 'localhost' : parts.host;
  const authority = `${host.includes(':') ? `[${host}]` : host}:${parts.port}`;
  return { place: { host, port: parts.port }, authority };
}

function flowAnswerOf({ headers, messages }: ShortAnswer): FlowAnswer | undefined {
  const header = Promise.resolve(headerIn((key) => headers.get(key) ?? []));
  const batch: GetFlowsResponse[] = [];
  try {
    for (const message of messages) batch.push(decodeMessage(observerMethods.getFlows.response, message));
  } catch {
    // The ordinary client says of a message that cannot be read what is to be said.
    return undefined;
  }
  return {
    header,
    async *[Symbol.asyncIterator]() {
      if (batch.length > 0) yield batch;
    },
  };
}
