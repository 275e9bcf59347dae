/** Markers on their way to their place among the flows: the two come by different streams. */

import type { Clock } from '../../base/clock.ts';
import { addNanos, compareTimestamps, type Timestamp } from '../../base/time/timestamp.ts';
import type { Timeline } from '../state/timeline.ts';
import type { Marker } from './agent-event-text.ts';

/** Markers remembered for answers that tell of the past again. */
const markerLimit = 1000;

/** No flow for this long in ms: what came before a marker is here. */
const quietMs = 1000;

/** A change that is at most this old when an answer begins is told without a flow beside it; clocks may differ, too. */
const recentNanos = 60e9;

/** A marker that has a time, its own or that of its arrival. */
type TimedMarker = Marker & { readonly time: Timestamp };

/** Holds a marker back until the flows from before it are in the timeline. */
export interface MarkerQueue {
  add(marker: Marker): void;
  /** Tells whether a marker stands before a flow of this time. */
  isDue(time: Timestamp): boolean;
  /** Adds the markers that stand before a flow of this time. */
  putBefore(time: Timestamp): void;
  /**
   * Adds those of a stream that goes on and had no flow for a second, true when there was one. What is much older than
   * the stream waits for a flow from before it: alone it would say nothing.
   */
  putQuiet(): boolean;
  /** Says that a new answer begins: all that is remembered is to be placed again. */
  restart(): void;
}

/** Returns a queue into `timeline`. */
export function createMarkerQueue(timeline: Pick<Timeline, 'marker'>, clock: Clock): MarkerQueue {
  return new Markers(timeline, clock);
}

class Markers implements MarkerQueue {
  readonly #timeline: Pick<Timeline, 'marker'>;
  readonly #clock: Clock;
  #all: TimedMarker[] = [];
  #waiting: TimedMarker[] = [];
  /** Where the answer begins: the time of its first flow, or shortly before that of asking. */
  #start: Timestamp;
  #hasFlow = false;
  #flowMs = 0;

  constructor(timeline: Pick<Timeline, 'marker'>, clock: Clock) {
    this.#timeline = timeline;
    this.#clock = clock;
    this.#start = addNanos(clock.now(), -recentNanos);
    this.#flowMs = clock.monotonicMs();
  }

  add(marker: Marker): void {
    const timed = { ...marker, time: marker.time ?? this.#clock.now() };
    this.#all = inOrder([...this.#all, timed]).slice(-markerLimit);
    this.#waiting = inOrder([...this.#waiting, timed]).slice(-markerLimit);
  }

  isDue(time: Timestamp): boolean {
    this.#flowMs = this.#clock.monotonicMs();
    if (!this.#hasFlow) this.#begin(time);
    const [next] = this.#waiting;
    return next !== undefined && compareTimestamps(next.time, time) <= 0;
  }

  putBefore(time: Timestamp): void {
    const after = this.#waiting.findIndex((marker) => compareTimestamps(marker.time, time) > 0);
    this.#put(after < 0 ? this.#waiting.length : after);
  }

  putQuiet(): boolean {
    if (this.#clock.monotonicMs() - this.#flowMs < quietMs) return false;
    const isOld = (marker: TimedMarker) => compareTimestamps(marker.time, this.#start) < 0;
    const old = this.#waiting.filter(isOld);
    this.#waiting = this.#waiting.filter((marker) => !isOld(marker));
    const count = this.#waiting.length;
    this.#put(count);
    this.#waiting = old;
    return count > 0;
  }

  restart(): void {
    this.#waiting = [...this.#all];
    this.#start = addNanos(this.#clock.now(), -recentNanos);
    this.#hasFlow = false;
    this.#flowMs = this.#clock.monotonicMs();
  }

  /** What was before the first flow is about nothing that is shown. */
  #begin(first: Timestamp): void {
    this.#hasFlow = true;
    if (compareTimestamps(first, this.#start) < 0) this.#start = first;
    this.#waiting = this.#waiting.filter((marker) => compareTimestamps(marker.time, this.#start) >= 0);
  }

  #put(count: number): void {
    for (const { about, text, time } of this.#waiting.splice(0, count)) this.#timeline.marker(about, text, time);
  }
}

function inOrder(markers: readonly TimedMarker[]): TimedMarker[] {
  return markers.toSorted((a, b) => compareTimestamps(a.time, b.time));
}
