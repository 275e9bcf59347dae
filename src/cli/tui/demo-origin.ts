/** The demo for the terminal UI: the captures play once, and stay for as long as somebody looks at them. */

import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import { createGrpcObserver, type GrpcObserver } from '../../client/grpc-observer.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';
import type { CallOptions, FlowAnswer, Observer } from '../../flow/observer.ts';
import { pause } from '../../sources/pause.ts';
import type { FlowOrigin, OpenedOrigin } from '../../tui/tui-options.ts';
import { openDemoStage, type DemoStage } from '../commands/demo-stage.ts';
import type { LogReading } from '../flags/log-reading.ts';
import { version } from '../version.ts';

/** Milliseconds the last flows get to arrive before the stream is said to have ended. */
const arrivalMs = 1000;

/** What the demo is played with. */
export interface DemoOriginOptions {
  readonly reading: LogReading;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A part of the captures is asked for: they are there at once. */
  readonly isAtOnce: boolean;
}

function withoutFollowing(request: GetFlowsRequest): GetFlowsRequest {
  const { follow: _, ...rest } = request;
  return rest;
}

/** Follows until `over` aborts, and from then on answers with what there is: nothing comes any more. */
function endingWith(over: AbortSignal, client: GrpcObserver): Observer {
  const getFlows = (request: GetFlowsRequest, call: CallOptions = {}): FlowAnswer => {
    if (request.follow !== true) return client.getFlows(request, call);
    if (over.aborted) return client.getFlows(withoutFollowing(request), call);
    const signal = call.signal === undefined ? over : AbortSignal.any([call.signal, over]);
    return client.getFlows(request, { ...call, signal });
  };
  return { ...client, getFlows };
}

function start(stage: DemoStage, isAtOnce: boolean, closing: AbortSignal): AbortSignal {
  const over = new AbortController();
  if (isAtOnce) {
    stage.showAtOnce();
    over.abort();
    return over.signal;
  }
  void stage
    .play(closing)
    .then(() => pause(arrivalMs, closing))
    .then(() => over.abort());
  return over.signal;
}

async function open({ isAtOnce, ...options }: DemoOriginOptions): Promise<OpenedOrigin> {
  const stage = await openDemoStage(options);
  const closing = new AbortController();
  const client = createGrpcObserver({ target: stage.target, version });
  return {
    observer: endingWith(start(stage, isAtOnce, closing.signal), client),
    events: client,
    close: async () => {
      closing.abort();
      await client.close();
      await stage.stop();
    },
  };
}

/** Returns the demo. Opened again it plays from the beginning. */
export function demoOrigin(options: DemoOriginOptions): FlowOrigin {
  return { kind: 'demo', name: 'demo', cluster: undefined, isTls: undefined, open: () => open(options) };
}
