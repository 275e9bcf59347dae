/** An observer whose followers survive a broken connection and a restarted server. */

import type { Clock } from '../../base/clock.ts';
import type { CallOptions, FlowAnswer, Observer } from '../../flow/observer.ts';
import { createBackOff } from './back-off.ts';
import { connectionOf } from './connection.ts';
import { followAnswer } from './follow-answer.ts';
import type { FollowState } from './states.ts';

/** Options of the observer. */
export interface ResumingObserverOptions {
  readonly clock: Clock;
  /** Resolves after so many ms, or when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Returns numbers from 0 to 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** Called on each change worth telling a person. Default: nobody is told. */
  readonly onState?: (state: FollowState) => void;
}

/**
 * Returns an observer over `inner`: an observer, or a function that returns a new one for each connection. A call to
 * getFlows that follows goes on after a break: with a server of ours just where it broke off, with another one from a
 * minute before the last flow of each node, without what was passed on already. Its flows then come in the order of
 * arrival, each once; where some may be missing a lost event stands. It fails as `inner` does while no
 * connection was ever made and when the server rejects the request. All other calls are those of `inner`.
 */
export function createResumingObserver(
  inner: Observer | (() => Observer),
  { clock, sleep, random = Math.random, onState = () => {} }: ResumingObserverOptions,
): Observer {
  const connection = connectionOf(inner);
  const contact = { made: false };
  const follow = (request: Parameters<Observer['getFlows']>[0], call?: CallOptions): FlowAnswer =>
    followAnswer(
      connection,
      { request, signal: call?.signal },
      { clock, sleep, onState, contact, backOff: createBackOff(random) },
    );
  return {
    getFlows: (request, call) =>
      request.follow === true ? follow(request, call) : connection.current().getFlows(request, call),
    serverStatus: (call) => connection.current().serverStatus(call),
    getNodes: (call) => connection.current().getNodes(call),
    getNamespaces: (call) => connection.current().getNamespaces(call),
    observedStatus: (call) => connection.current().observedStatus(call),
    close: () => connection.current().close(),
  };
}
