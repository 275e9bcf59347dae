/** A session over what a test prepares. */

import type { GetFlowsRequest, GetFlowsResponse } from '../../../src/flow/messages.ts';
import type { SessionFault } from '../../../src/tui/state/readers.ts';
import { createSession, type Session } from '../../../src/tui/session/session.ts';
import { forwarded } from '../../helpers/observed-events.ts';
import { manualTiming, type ManualTiming } from './manual-timing.ts';
import { preparedOrigin, type PreparedOrigin, type PreparedOriginOptions } from './prepared-origin.ts';
import { recordedView, type RecordedView } from './recorded-view.ts';

/** A session and everything around it. */
export interface ASession {
  readonly session: Session;
  readonly view: RecordedView;
  readonly manual: ManualTiming;
  readonly faults: SessionFault[];
  /** How often something changed, and how often the session gave way to keys. */
  readonly counts: { changes: number; yields: number };
}

/** What a test may choose. */
export interface ASessionOptions {
  readonly request?: GetFlowsRequest;
  readonly capacity?: number;
  /** Called with each part of a batch that reaches the timeline. */
  readonly onAdd?: (responses: readonly GetFlowsResponse[], manual: ManualTiming) => void;
}

/** Returns a session without an origin. */
export function aSession({ request = {}, capacity = 1000, onAdd }: ASessionOptions = {}): ASession {
  const manual = manualTiming();
  const view = recordedView((responses) => onAdd?.(responses, manual));
  const faults: SessionFault[] = [];
  const counts = { changes: 0, yields: 0 };
  const { clock, sleep, yieldTurn } = manual.timing;
  const session = createSession({
    timeline: view.timeline,
    histogram: view.histogram,
    conversations: view.conversations,
    clock,
    request,
    capacity,
    onChange: () => void (counts.changes += 1),
    onFault: (fault) => faults.push(fault),
    timing: {
      sleep,
      yieldTurn: () => {
        counts.yields += 1;
        return yieldTurn();
      },
    },
  });
  return { session, view, manual, faults, counts };
}

/** Returns a session over an open origin whose answer has begun with the flows that are named. */
export async function liveSession(
  names: readonly string[] = [],
  options: ASessionOptions & { readonly origin?: PreparedOriginOptions } = {},
): Promise<ASession & { readonly origin: PreparedOrigin }> {
  const whole = aSession(options);
  const origin = preparedOrigin(options.origin);
  whole.session.open(origin);
  await whole.manual.pass(0);
  origin.call().accept();
  origin.call().send(...someFlows(...names));
  await whole.manual.pass(250);
  return { ...whole, origin };
}

/** Returns flows that are told apart by their names. */
export function someFlows(...names: readonly string[]): readonly GetFlowsResponse[] {
  return names.map((name) => forwarded(name).response);
}
