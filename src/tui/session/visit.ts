/** One origin, from its opening to its end: the flows, and whatever else is asked of it. */

import type { FollowState } from '../../client/resume/states.ts';
import type { GetAgentEventsResponse } from '../../flow/messages.ts';
import type { SessionFault } from '../state/readers.ts';
import type { FlowOrigin, OpenedOrigin } from '../tui-options.ts';
import { followAgentEvents } from './agent-events.ts';
import { markerOf } from './agent-event-text.ts';
import { connectionGap } from './connection-gap.ts';
import { faultOf } from './fault.ts';
import { FlowRuns } from './flow-runs.ts';
import { Intake, type Shown } from './intake.ts';
import { createMarkerQueue, type MarkerQueue } from './marker-queue.ts';
import type { QuestionContext, SessionQuery } from './question.ts';
import type { SessionView } from './session-view.ts';
import { createStatusPoll, type StatusPoll } from './status-poll.ts';
import { createTaskGroup } from './task-group.ts';
import { isAborted } from '../../base/abort.ts';
import type { SessionTiming } from './timing.ts';

/** How often in ms what changes with time alone is looked at, such as a rate that falls. */
const tickMs = 1000;

/** What a visit works with. */
export interface VisitOptions extends Omit<QuestionContext, 'origin'> {
  readonly origin: FlowOrigin;
  readonly shown: Shown;
  readonly view: SessionView;
  readonly timing: SessionTiming;
  readonly onChange: () => void;
  /** Called when filters are refused. */
  readonly onFault: (fault: SessionFault) => void;
}

/** Visits an origin. */
export class Visit {
  readonly #options: VisitOptions;
  readonly #ending = new AbortController();
  readonly #tasks = createTaskGroup();
  readonly #markers: MarkerQueue;
  #query: SessionQuery;
  #opened: OpenedOrigin | undefined;
  #runs: FlowRuns | undefined;
  #poll: StatusPoll | undefined;

  /** Opens the origin and asks it for `query`. */
  constructor(options: VisitOptions, query: SessionQuery) {
    this.#options = options;
    this.#query = query;
    this.#markers = createMarkerQueue(options.shown.timeline, options.timing.clock);
    this.#tasks.start(() => this.#open());
  }

  /** Asks for something else, as soon as the origin is open. */
  ask(query: SessionQuery): void {
    this.#query = query;
    this.#runs?.ask(query);
  }

  /** Asks for the server's status now. */
  refresh(): void {
    const poll = this.#poll;
    if (poll !== undefined) this.#tasks.start(() => poll.round());
  }

  /** Ends everything; resolves when it has ended. */
  async end(): Promise<void> {
    this.#ending.abort();
    await this.#tasks.settled();
    // That a connection could not be closed well is nothing to anybody who leaves it.
    await this.#opened?.close().catch(() => undefined);
  }

  async #open(): Promise<void> {
    const { origin, view, onChange } = this.#options;
    try {
      this.#opened = await origin.open((state) => this.#follow(state));
    } catch (error) {
      if (this.#isOver()) return;
      view.stage = { kind: 'failed', ...faultOf(error) };
      onChange();
      return;
    }
    if (!this.#isOver()) this.#start(this.#opened);
  }

  #isOver(): boolean {
    return isAborted(this.#ending.signal);
  }

  #start(opened: OpenedOrigin): void {
    this.#runs = this.#runsOver(opened);
    this.#runs.ask(this.#query);
    this.#tasks.start(() => this.#tick());
    const { events } = opened;
    if (events !== undefined) this.#tasks.start(() => this.#followAgents(events));
    if (this.#options.origin.kind === 'file') return;
    const poll = this.#pollOf(opened);
    this.#poll = poll;
    this.#tasks.start(() => poll.run());
  }

  #runsOver({ observer }: OpenedOrigin): FlowRuns {
    const { shown, view, timing, onChange, onFault, ...context } = this.#options;
    const intake = new Intake({ shown, markers: this.#markers, view, timing, onChange });
    const { signal } = this.#ending;
    return new FlowRuns({ observer, context, intake, view, timing, tasks: this.#tasks, signal, onChange, onFault });
  }

  #followAgents(events: NonNullable<OpenedOrigin['events']>): Promise<void> {
    const onEvents = (batch: readonly GetAgentEventsResponse[]): void => {
      for (const marker of batch.map(markerOf)) if (marker !== undefined) this.#markers.add(marker);
    };
    return followAgentEvents({ events, signal: this.#ending.signal, timing: this.#options.timing, onEvents });
  }

  #pollOf({ observer }: OpenedOrigin): StatusPoll {
    const { view, timing, onChange } = this.#options;
    return createStatusPoll({
      observer,
      signal: this.#ending.signal,
      timing,
      isDue: () => view.stage.kind !== 'reconnecting' && view.stage.kind !== 'failed',
      listener: {
        serverStatus: (status) => view.takeServerStatus(status),
        nodes: (nodes) => view.takeNodes(nodes),
        observedStatus: (status) => view.takeObservedStatus(status),
        failed: () => void (view.failedPolls += 1),
        asked: onChange,
      },
    });
  }

  async #tick(): Promise<void> {
    const { timing, view, onChange } = this.#options;
    let rate: number | undefined;
    while (!this.#isOver()) {
      await timing.sleep(tickMs, this.#ending.signal);
      if (this.#isOver()) return;
      const hadMarkers = view.stage.kind === 'live' && this.#markers.putQuiet();
      const before = rate;
      rate = view.flowsPerSecond;
      if (hadMarkers || rate !== before || view.stage.kind === 'reconnecting') onChange();
    }
  }

  #follow(state: FollowState): void {
    if (this.#isOver()) return;
    const { view, timing, onChange } = this.#options;
    switch (state.kind) {
      case 'waiting': {
        const retryAtMs = timing.clock.monotonicMs() + state.retryInMs;
        view.stage = { kind: 'reconnecting', retryAtMs, reason: state.error.message };
        break;
      }
      case 'resumed':
        this.#resume(state);
        break;
      default:
        state.kind satisfies 'nodes';
        view.nodes = state.nodes;
    }
    onChange();
  }

  #resume(state: Extract<FollowState, { kind: 'resumed' }>): void {
    const { view, timing, shown } = this.#options;
    const hasBegun = this.#runs?.hasBegun === true;
    view.stage = hasBegun ? { kind: 'live' } : { kind: 'connecting' };
    this.refresh();
    // An answer that has yet to begin brings the past, too.
    if (!hasBegun) return;
    view.resumeAnswer();
    view.losses.missed(state.missed ?? 0);
    shown.timeline.gap(connectionGap(state, timing.clock.now()));
  }
}
