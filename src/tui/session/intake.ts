/** Taking flows in: into everything that is drawn from, a few at a time, so that no key ever waits. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';
import type { Conversations } from '../state/conversations.ts';
import type { Histogram } from '../state/histogram.ts';
import type { Timeline } from '../state/timeline.ts';
import type { MarkerQueue } from './marker-queue.ts';
import type { SessionView } from './session-view.ts';
import { isAborted } from '../../base/abort.ts';
import type { SessionTiming } from './timing.ts';

/** What is drawn from. */
export interface Shown {
  readonly timeline: Timeline;
  readonly histogram: Histogram;
  readonly conversations: Conversations;
}

/** Milliseconds of work at one go: a key is answered within 50 ms, most of which is drawing. */
const sliceMs = 4;

/** Responses between two looks at the clock: well under a millisecond of work. */
const chunkSize = 32;

/** What an intake works with. */
export interface IntakeOptions {
  readonly shown: Shown;
  readonly markers: MarkerQueue;
  readonly view: SessionView;
  readonly timing: SessionTiming;
  /** Called after each slice. */
  readonly onChange: () => void;
}

/** Takes flows in, and the markers that stand before them. */
export class Intake {
  readonly #options: IntakeOptions;
  #sliceStartMs: number;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#sliceStartMs = options.timing.clock.monotonicMs();
  }

  /** Takes a batch in; gives up between two slices when `signal` aborts. */
  async take(batch: readonly GetFlowsResponse[], signal: AbortSignal): Promise<void> {
    const { timing, onChange } = this.#options;
    for (let at = 0; at < batch.length; at += chunkSize) {
      this.#takeChunk(batch.slice(at, at + chunkSize));
      // The slice goes on from batch to batch: those of a file come without a turn of the event loop between them.
      if (timing.clock.monotonicMs() - this.#sliceStartMs < sliceMs) continue;
      onChange();
      await timing.yieldTurn();
      this.#sliceStartMs = timing.clock.monotonicMs();
      if (isAborted(signal)) return;
    }
    onChange();
  }

  /** Drops what was taken in, for another answer; its markers are placed again. */
  restart(): void {
    const { shown, markers, view } = this.#options;
    for (const part of [shown.timeline, shown.histogram, shown.conversations, markers]) part.restart();
    view.losses.repeat();
    view.beginAnswer();
  }

  #takeChunk(chunk: readonly GetFlowsResponse[]): void {
    const { markers, view } = this.#options;
    let from = 0;
    for (const [at, response] of chunk.entries()) {
      view.losses.take(response);
      const time = this.#noteFlow(response);
      if (time === undefined || !markers.isDue(time)) continue;
      this.#add(chunk.slice(from, at));
      from = at;
      markers.putBefore(time);
    }
    this.#add(from === 0 ? chunk : chunk.slice(from));
  }

  /** Returns the time of a flow; undefined for what is none or has none. */
  #noteFlow({ flow, time: responseTime }: GetFlowsResponse): Timestamp | undefined {
    if (flow === undefined) return undefined;
    const { view } = this.#options;
    view.answerNotices.shown(flow);
    const time = flow.time ?? responseTime;
    view.countFlow(time);
    return time;
  }

  #add(responses: readonly GetFlowsResponse[]): void {
    if (responses.length === 0) return;
    const { timeline, histogram, conversations } = this.#options.shown;
    timeline.add(responses);
    histogram.add(responses);
    conversations.add(responses);
  }
}
