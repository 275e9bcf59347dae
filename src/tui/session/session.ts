/** The session: the stream of flows and everything else that is asked of where they come from. */

import type { Clock } from '../../base/clock.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';
import type { SessionFault, SessionReader } from '../state/readers.ts';
import type { FlowOrigin } from '../tui-options.ts';
import type { Shown } from './intake.ts';
import type { SessionQuery } from './question.ts';
import { SessionView } from './session-view.ts';
import { createTaskGroup } from './task-group.ts';
import { machineTiming, type SessionTiming } from './timing.ts';
import { Visit } from './visit.ts';

/** Options of the session. */
export interface SessionOptions extends Shown {
  readonly clock: Clock;
  /** What the command line selects, without the filters of the bar. */
  readonly request: GetFlowsRequest;
  /** Flows the view has room for. */
  readonly capacity: number;
  /** Called when something that is drawn may have changed; often, so it should only take note. */
  readonly onChange: () => void;
  /** Called when filters are refused; `reader.fault` says it, too. Default: nobody is told. */
  readonly onFault?: (fault: SessionFault) => void;
  /** Default: the timers and the event loop of the machine. */
  readonly timing?: Omit<SessionTiming, 'clock'>;
}

/** A session. It goes on until it is closed, over any number of origins, one at a time. */
export interface Session {
  readonly reader: SessionReader;
  /**
   * Opens an origin, in place of the one before, and asks it for what was asked for last; without a question before, for all.
   * What happens is told by `reader.state`.
   */
  open(origin: FlowOrigin): void;
  /**
   * Asks for something else. What is shown stays until the answer has begun: with its first flow, or 250 ms after the server took
   * the question, if there is none. Filters that are refused leave those before in force.
   */
  ask(query: SessionQuery): void;
  /** Asks for the server's status now. */
  refresh(): void;
  /** Ends everything; resolves when nothing of it is under way any more. */
  close(): Promise<void>;
}

/** Returns a session without an origin. */
export function createSession(options: SessionOptions): Session {
  const { clock, timeline, histogram, conversations, request, capacity, onChange, onFault = () => {} } = options;
  const timing = { ...machineTiming(clock), ...options.timing };
  const shown: Shown = { timeline, histogram, conversations };
  const view = new SessionView(clock);
  const endings = createTaskGroup();
  let query: SessionQuery = { terms: [] };
  let visit: Visit | undefined;

  const leave = (): void => {
    const left = visit;
    visit = undefined;
    if (left !== undefined) endings.start(() => left.end());
  };

  return {
    reader: view,
    open(origin) {
      leave();
      view.enter(origin);
      for (const part of Object.values(shown)) part.restart();
      visit = new Visit({ origin, request, capacity, shown, view, timing, onChange, onFault }, query);
      onChange();
    },
    ask(wished) {
      query = wished;
      visit?.ask(wished);
    },
    refresh: () => visit?.refresh(),
    async close() {
      leave();
      await endings.settled();
    },
  };
}
