/** What the session tells of itself: the facts behind the header, kept up by whoever learns them. */

import type { Clock } from '../../base/clock.ts';
import { compareTimestamps, nanosBetween, type Timestamp } from '../../base/time/timestamp.ts';
import { NodeState } from '../../flow/enums.ts';
import type { GetNodesResponse, ServerStatusResponse } from '../../flow/messages.ts';
import type { ObservedStatus } from '../../flow/observed-status.ts';
import type { AnswerHeader } from '../../flow/observer.ts';
import type { SessionFault, SessionReader, StreamState } from '../state/readers.ts';
import type { FlowOrigin } from '../tui-options.ts';
import { createAnswerNotices, type AnswerNotices } from './answer-notices.ts';
import { createArrivalRate, type ArrivalRate } from './arrival-rate.ts';
import { createLossCount, type LossCount } from './loss-count.ts';
import { createStreamPace, type StreamPace } from './stream-pace.ts';

/** The state as it is set; the time of a replay is that of its newest flow. */
type Stage = Exclude<StreamState, { kind: 'replay' }> | { readonly kind: 'replay' };

/** Facts of one origin, and the counts of all of them. */
export class SessionView implements SessionReader {
  stage: Stage = { kind: 'connecting' };
  name = '';
  cluster: string | undefined;
  isTls: boolean | undefined;
  nodes: SessionReader['nodes'];
  received = 0;
  nodeList: GetNodesResponse | undefined;
  serverStatus: ServerStatusResponse | undefined;
  observedStatus: ObservedStatus | undefined;
  fault: SessionFault | undefined;
  failedPolls = 0;
  /** Time of the newest flow of the answer. */
  newest: Timestamp | undefined;
  #rate: ArrivalRate;
  #pace: StreamPace;
  losses: LossCount = createLossCount();
  /** What is to be known about the answer that is shown. */
  answerNotices: AnswerNotices = createAnswerNotices({});
  #windows: AnswerHeader['windows'];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#rate = createArrivalRate(clock);
    this.#pace = createStreamPace(clock);
  }

  get state(): StreamState {
    return this.stage.kind === 'replay' ? { kind: 'replay', at: this.newest } : this.stage;
  }

  get flowsPerSecond(): number | undefined {
    const { kind } = this.stage;
    const isRunning = (kind === 'live' && this.catchingUpAt === undefined) || kind === 'reconnecting';
    return isRunning ? this.#rate.perSecond() : undefined;
  }

  get catchingUpAt(): Timestamp | undefined {
    return this.stage.kind === 'live' && this.#pace.isCatchingUp() ? this.newest : undefined;
  }

  get lost(): SessionReader['lost'] {
    return { source: this.losses.source, reader: this.losses.reader };
  }

  get heldMs(): number | undefined {
    const oldest = oldestOf(this.observedStatus, this.#windows);
    // What has ended does not grow older: its past reaches up to its newest flow.
    const until = this.stage.kind === 'ended' ? (this.newest ?? oldest) : this.#clock.now();
    return oldest === undefined || until === undefined ? undefined : Math.max(0, nanosBetween(until, oldest) / 1e6);
  }

  get assumedMode(): string | undefined {
    return this.answerNotices.assumedMode;
  }

  get notices(): readonly string[] {
    const told = this.answerNotices.all;
    return this.fault === undefined ? told : [...told, this.fault.message];
  }

  /** Forgets the origin before; the flows received stay counted. */
  enter({ name, cluster, isTls }: FlowOrigin): void {
    this.name = name;
    this.cluster = cluster;
    this.isTls = isTls;
    this.stage = { kind: 'connecting' };
    this.nodes = undefined;
    this.nodeList = undefined;
    this.serverStatus = undefined;
    this.observedStatus = undefined;
    this.fault = undefined;
    this.beginAnswer();
    this.#windows = undefined;
    this.losses = createLossCount();
    this.answerNotices = createAnswerNotices({});
  }

  /** Forgets the flows of the answer before: those of the next one may be the same. */
  beginAnswer(): void {
    this.newest = undefined;
    this.#rate = createArrivalRate(this.#clock);
    this.resumeAnswer();
  }

  /** The answer goes on after a break, with what was missed first. */
  resumeAnswer(): void {
    this.#pace = createStreamPace(this.#clock);
  }

  /** Counts a flow that came; its time is undefined where it has none. */
  countFlow(time: Timestamp | undefined): void {
    this.received += 1;
    this.#rate.arrived(this.#pace.took(time));
    if (time !== undefined && (this.newest === undefined || compareTimestamps(time, this.newest) > 0))
      this.newest = time;
  }

  /** Takes what a server says of an answer. */
  takeHeader(header: AnswerHeader, notices: AnswerNotices): void {
    notices.header(header);
    this.#windows = header.windows ?? this.#windows;
  }

  takeServerStatus(status: ServerStatusResponse): void {
    this.serverStatus = status;
    const { num_connected_nodes: connected = 0, num_unavailable_nodes: missing = 0 } = status;
    const away = (status.unavailable_nodes ?? []).toSorted();
    if (connected + missing > 0) this.nodes = { connected, total: connected + missing, away };
  }

  takeNodes(list: GetNodesResponse): void {
    this.nodeList = list;
    const nodes = list.nodes ?? [];
    if (nodes.length === 0 || hasNodeCounts(this.serverStatus)) return;
    const away = nodes.filter(({ state }) => state === NodeState.NODE_UNAVAILABLE || state === NodeState.NODE_ERROR);
    const names = away.map(({ name = '' }) => name).toSorted();
    this.nodes = { connected: nodes.length - away.length, total: nodes.length, away: names };
  }

  takeObservedStatus(status: ObservedStatus): void {
    this.observedStatus = status;
    this.losses.status(status);
  }
}

function hasNodeCounts(status: ServerStatusResponse | undefined): boolean {
  return (status?.num_connected_nodes ?? 0) + (status?.num_unavailable_nodes ?? 0) > 0;
}

function oldestOf(status: ObservedStatus | undefined, windows: AnswerHeader['windows']): Timestamp | undefined {
  const times = status === undefined ? windows?.map(({ since }) => since) : status.windows?.map(({ oldest }) => oldest);
  let oldest: Timestamp | undefined;
  for (const time of times ?? []) {
    if (time !== undefined && (oldest === undefined || compareTimestamps(time, oldest) < 0)) oldest = time;
  }
  return oldest;
}
