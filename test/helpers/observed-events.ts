/** Builders of what the store takes in. */

import { timestampFromMs, type Timestamp } from '../../src/base/time/timestamp.ts';
import type { Clock } from '../../src/base/clock.ts';
import type { Flow } from '../../src/flow/flow.ts';
import type { FlowExtension } from '../../src/flow/flow-extension.ts';
import type { GetFlowsResponse } from '../../src/flow/messages.ts';
import type { ObservedEvent } from '../../src/flow/source-record.ts';
import { Verdict } from '../../src/flow/verdict.ts';

/** The time the tests play at. */
const startMs = 1_700_000_000_000;

/** Returns the time `seconds` after the start of the test. */
export function at(seconds: number): Timestamp {
  return timestampFromMs(startMs + seconds * 1000);
}

/** Returns an event with a flow, FORWARDED on default/node-a at the start unless told otherwise. */
export function aFlowEvent(flow: Flow = {}, extension?: FlowExtension): ObservedEvent {
  const whole: Flow = { time: at(0), verdict: Verdict.FORWARDED, node_name: 'default/node-a', ...flow };
  return {
    response: {
      flow: whole,
      ...(whole.time === undefined ? {} : { time: whole.time }),
      ...(whole.node_name === undefined ? {} : { node_name: whole.node_name }),
    },
    ...(extension === undefined ? {} : { extension }),
  };
}

/** Returns a forwarded flow that is told apart by `uuid`. */
export function forwarded(uuid: string, flow: Flow = {}): ObservedEvent {
  return aFlowEvent({ uuid, ...flow });
}

/** Returns a denied flow that is told apart by `uuid`. */
export function denied(uuid: string, flow: Flow = {}): ObservedEvent {
  return aFlowEvent({ uuid, verdict: Verdict.DROPPED, ...flow });
}

/** Returns an audited flow that is told apart by `uuid`. */
export function audited(uuid: string, flow: Flow = {}): ObservedEvent {
  return aFlowEvent({ uuid, verdict: Verdict.AUDIT, ...flow });
}

/** Returns the notice of a source that lost `count` events. */
export function aLostEvent(count: number, source = 1): ObservedEvent {
  return { response: { lost_events: { source, num_events_lost: BigInt(count) }, time: at(0) } };
}

/** A clock that stands still until it is moved. */
export interface FakeClock extends Clock {
  advanceMs(ms: number): void;
}

/** Returns a clock at the start of the test. */
export function fakeClock(): FakeClock {
  let elapsed = 0;
  return {
    now: () => timestampFromMs(startMs + elapsed),
    monotonicMs: () => 1000 + elapsed,
    advanceMs(ms) {
      elapsed += ms;
    },
  };
}

/** Returns what a response is, in a word: the uuid of a flow, `lost:N` for a lost event. */
export function nameOf(response: GetFlowsResponse): string {
  if (response.flow !== undefined) return response.flow.uuid ?? 'flow';
  return `lost:${response.lost_events?.num_events_lost ?? 0n}`;
}
