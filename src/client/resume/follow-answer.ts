/** The answer to GetFlows with `follow` over as many connections as it takes. */

import type { Clock } from '../../base/clock.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../flow/messages.ts';
import type { FlowAnswer } from '../../flow/observer.ts';
import { isConnectionTrouble } from '../call-errors.ts';
import type { BackOff } from './back-off.ts';
import { watchNodes, type NodesWatch } from './nodes-watch.ts';
import type { Connection } from './connection.ts';
import type { FollowState } from './states.ts';
import { createStitchedStream, type StitchedStream } from './stitched-stream.ts';

/** A stream younger than this in ms that ends without an error was ended on purpose, if its server is still there. */
const youngMs = 5000;

/** A stream that lived this long in ms shows, without a flow too, that the server is well. */
const steadyMs = 30_000;

/** What is followed. */
export interface FollowCall {
  /** Its `follow` is true. */
  readonly request: GetFlowsRequest;
  readonly signal: AbortSignal | undefined;
}

/** What a follower works with. */
export interface FollowTools {
  readonly clock: Clock;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly backOff: BackOff;
  /** Whether something answered, in this call or in one before: what fails then is a break, and no failure to connect. */
  readonly contact: { made: boolean };
  readonly onState: (state: FollowState) => void;
}

/** How one stream ended: by the server's own will, or with the connection. */
type StreamEnd =
  | { readonly kind: 'ended'; readonly byMistake: boolean }
  | { readonly kind: 'broken'; readonly error: Error };

/**
 * Returns the answer to `call`. The first call begins at once. The iteration ends when the signal aborts, and where a
 * server that is not ours ends a young stream and still answers: it does not follow.
 */
export function followAnswer(connection: Connection, call: FollowCall, tools: FollowTools): FlowAnswer {
  const ending = new AbortController();
  const signal = call.signal === undefined ? ending.signal : AbortSignal.any([call.signal, ending.signal]);
  const follower = new Follower(connection, { request: call.request, signal }, tools);
  return {
    header: follower.header,
    async *[Symbol.asyncIterator]() {
      try {
        yield* follower.batches();
      } finally {
        ending.abort();
      }
    },
  };
}

class Follower {
  readonly #connection: Connection;
  readonly #tools: FollowTools;
  readonly #signal: AbortSignal;
  readonly #stitched: StitchedStream;
  readonly #nodes: NodesWatch;
  #answer: FlowAnswer;
  /** When the running stream was started, in ms. */
  #startedMs: number;
  /** When the stream broke that people have not been told the end of. */
  #brokenMs: number | undefined;
  #isOurs = false;

  constructor(
    connection: Connection,
    { request, signal }: FollowCall & { readonly signal: AbortSignal },
    tools: FollowTools,
  ) {
    this.#connection = connection;
    this.#tools = tools;
    this.#signal = signal;
    this.#stitched = createStitchedStream({
      request,
      clock: tools.clock,
      onResumed: (missed) => this.#tellResumed(missed),
    });
    this.#startedMs = tools.clock.monotonicMs();
    this.#answer = connection.current().getFlows(request, { signal, resumable: true });
    this.#nodes = watchNodes(connection, signal, {
      sleep: tools.sleep,
      onAnswer: () => (tools.contact.made = true),
      onNodes: (nodes) => tools.onState({ kind: 'nodes', nodes }),
    });
    this.#noteHeader(this.#answer);
  }

  get header(): FlowAnswer['header'] {
    return this.#answer.header;
  }

  #noteHeader({ header }: FlowAnswer): void {
    const note = async (): Promise<void> => {
      const { windows } = await header;
      this.#tools.contact.made = true;
      this.#isOurs = windows !== undefined;
    };
    // Whoever iterates sees the error.
    note().catch(() => undefined);
  }

  async *batches(): AsyncGenerator<readonly GetFlowsResponse[]> {
    for (;;) {
      const end = yield* this.#oneStream();
      if (this.#signal.aborted || !(await this.#goOn(end))) return;
    }
  }

  async *#oneStream(): AsyncGenerator<readonly GetFlowsResponse[], StreamEnd> {
    try {
      for await (const batch of this.#answer) {
        this.#tools.contact.made = true;
        const fresh = batch.flatMap((response) => this.#take(response));
        if (fresh.length === 0) continue;
        this.#tools.backOff.reset();
        yield fresh;
      }
    } catch (error) {
      if (!this.#tools.contact.made || !isConnectionTrouble(error) || !(error instanceof Error)) throw error;
      return { kind: 'broken', error };
    }
    return { kind: 'ended', byMistake: this.#isOurs || this.#ageMs() >= youngMs };
  }

  #take(response: GetFlowsResponse): readonly GetFlowsResponse[] {
    if (response.node_status !== undefined) this.#nodes.event(response.node_status);
    return this.#stitched.take(response);
  }

  #ageMs(): number {
    return this.#tools.clock.monotonicMs() - this.#startedMs;
  }

  /** Starts the next stream once the server answers; false when there is none to start. */
  async #goOn(end: StreamEnd): Promise<boolean> {
    const { backOff, sleep, clock } = this.#tools;
    if (this.#ageMs() >= steadyMs) backOff.reset();
    this.#brokenMs ??= clock.monotonicMs();
    let waitMs = backOff.next();
    for (let attempt = 1; ; attempt += 1) {
      await sleep(waitMs, this.#signal);
      if (this.#signal.aborted) return false;
      const failure = await this.#connect();
      if (this.#signal.aborted) return false;
      if (failure === undefined) {
        if (attempt === 1 && end.kind === 'ended' && !end.byMistake) return false;
        this.#startStream();
        return true;
      }
      waitMs = backOff.next();
      this.#tools.onState({ kind: 'waiting', error: failure, attempt, retryInMs: waitMs });
    }
  }

  /** Tries a new connection; returns why the server cannot be reached. One that rejects the question was reached. */
  async #connect(): Promise<Error | undefined> {
    const observer = await this.#connection.renew();
    try {
      this.#nodes.status(await observer.serverStatus({ signal: this.#signal }));
      return undefined;
    } catch (error) {
      return error instanceof Error && isConnectionTrouble(error) ? error : undefined;
    }
  }

  #startStream(): void {
    const request = this.#stitched.resume();
    this.#startedMs = this.#tools.clock.monotonicMs();
    this.#answer = this.#connection.current().getFlows(request, { signal: this.#signal, resumable: true });
    this.#noteHeader(this.#answer);
    // A server of ours says with its first message how much is missing; others may say nothing for hours.
    if (!this.#stitched.hasCursor) this.#tellResumed(undefined);
  }

  #tellResumed(missed: number | undefined): void {
    if (this.#brokenMs === undefined) return;
    const afterMs = this.#startedMs - this.#brokenMs;
    this.#brokenMs = undefined;
    this.#tools.onState({ kind: 'resumed', afterMs, missed });
  }
}
