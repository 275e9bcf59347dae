/** An origin whose answers are given by a test, when it wants to. */

import type { EventObserver } from '../../../src/flow/event-observer.ts';
import type { GetFlowsRequest, GetFlowsResponse, GetNodesResponse } from '../../../src/flow/messages.ts';
import type { AnswerHeader, CallOptions, FlowAnswer, Observer } from '../../../src/flow/observer.ts';
import type { ObservedStatus } from '../../../src/flow/observed-status.ts';
import { createAsyncQueue } from '../../../src/base/async-queue.ts';
import type { FollowState } from '../../../src/client/resume/states.ts';
import type { FlowOrigin } from '../../../src/tui/tui-options.ts';

/** One call for flows, answered by the test. */
export interface PreparedCall {
  readonly request: GetFlowsRequest;
  send(...responses: readonly GetFlowsResponse[]): void;
  /** Says that the server has taken the question. */
  accept(header?: AnswerHeader): void;
  end(): void;
  fail(error: Error): void;
  /** The iteration has ended: nothing of the call is left. */
  readonly isOver: boolean;
}

/** What a test may choose. */
export interface PreparedOriginOptions extends Partial<Pick<FlowOrigin, 'kind' | 'name' | 'isGrowing'>> {
  readonly events?: Pick<EventObserver, 'getAgentEvents'>;
  readonly serverStatus?: Observer['serverStatus'];
  readonly nodes?: GetNodesResponse;
  readonly observedStatus?: () => ObservedStatus | undefined;
  /** Opening it fails so. */
  readonly failure?: Error;
  /** Opening it takes until this resolves. */
  readonly opening?: Promise<void>;
}

/** An origin and what became of it. */
export interface PreparedOrigin extends FlowOrigin {
  readonly calls: PreparedCall[];
  /** Returns the call made last. */
  call(): PreparedCall;
  /** Tells of a break or a return. */
  tell(state: FollowState): void;
  statusAsked: number;
  opened: number;
  closed: number;
}

function prepare(request: GetFlowsRequest, call: CallOptions | undefined): readonly [PreparedCall, FlowAnswer] {
  const queue = createAsyncQueue<GetFlowsResponse>({ pauseAbove: Infinity, onPause: () => {}, onResume: () => {} });
  const { promise, resolve, reject } = Promise.withResolvers<AnswerHeader>();
  promise.catch(() => undefined);
  call?.signal?.addEventListener('abort', () => queue.end());
  let isOver = false;
  const prepared: PreparedCall = {
    request,
    send: (...responses) => responses.forEach((response) => queue.push(response)),
    accept: (header = {}) => resolve(header),
    end: () => queue.end(),
    fail(error) {
      reject(error);
      queue.fail(error);
    },
    get isOver() {
      return isOver;
    },
  };
  async function* batches() {
    try {
      for (;;) {
        const batch = await queue.take();
        if (batch === undefined || call?.signal?.aborted) return;
        yield batch;
      }
    } finally {
      isOver = true;
    }
  }
  return [prepared, { header: promise, [Symbol.asyncIterator]: batches }];
}

/** Returns an origin, a server unless told otherwise. */
export function preparedOrigin(options: PreparedOriginOptions = {}): PreparedOrigin {
  let tell: ((state: FollowState) => void) | undefined;
  const observer: Observer = {
    getFlows(request, call) {
      const [prepared, answer] = prepare(request, call);
      origin.calls.push(prepared);
      return answer;
    },
    async serverStatus(call) {
      origin.statusAsked += 1;
      return (await options.serverStatus?.(call)) ?? {};
    },
    getNodes: async () => options.nodes ?? {},
    getNamespaces: async () => ({}),
    observedStatus: async () => options.observedStatus?.(),
    close: async () => {},
  };
  const origin: PreparedOrigin = {
    kind: options.kind ?? 'server',
    name: options.name ?? 'node-1:4245',
    cluster: 'prod',
    isTls: true,
    ...(options.isGrowing === undefined ? {} : { isGrowing: options.isGrowing }),
    calls: [],
    statusAsked: 0,
    opened: 0,
    closed: 0,
    call: () => origin.calls.at(-1)!,
    tell: (state) => tell?.(state),
    async open(onState) {
      tell = onState;
      await options.opening;
      if (options.failure !== undefined) throw options.failure;
      origin.opened += 1;
      return { observer, events: options.events, close: async () => void (origin.closed += 1) };
    },
  };
  return origin;
}
