/** Several inputs as one, by the time of their events. */

import { compareTimestamps, type Timestamp } from '../base/time/timestamp.ts';
import type { ObservedEvent } from '../flow/source-record.ts';
import type { InputState, InputStep } from './input-step.ts';

const epoch: Timestamp = { seconds: 0, nanos: 0 };

/** One input on its way into the merge: the batch that was read last, and the read that is under way. */
class MergedInput {
  state: InputState = 'more';
  ended = false;
  failure: { readonly error: unknown } | undefined;
  readonly #steps: AsyncIterator<InputStep>;
  #events: readonly ObservedEvent[] = [];
  #at = 0;
  #isAsked = false;
  #time = epoch;

  constructor(steps: AsyncIterator<InputStep>) {
    this.#steps = steps;
  }

  /** The next event, when there is one. */
  get head(): ObservedEvent | undefined {
    return this.#events[this.#at];
  }

  /** The time of the next event; one without a time stands where the event before it does. */
  get time(): Timestamp {
    const response = this.head?.response;
    return response?.time ?? response?.flow?.time ?? this.#time;
  }

  shift(): void {
    this.#time = this.time;
    this.#at += 1;
  }

  /** Reads on when there is no next event and nothing is being read; `wake` is called once something came of it. */
  ask(wake: () => void): void {
    if (this.#isAsked || this.ended || this.head !== undefined) return;
    this.#isAsked = true;
    void this.#read(wake);
  }

  async #read(wake: () => void): Promise<void> {
    try {
      this.#take(await this.#steps.next());
    } catch (error) {
      this.failure = { error };
    }
    this.#isAsked = false;
    wake();
  }

  #take(next: IteratorResult<InputStep, unknown>): void {
    if (next.done === true) {
      this.ended = true;
      return;
    }
    this.#events = next.value.events;
    this.#at = 0;
    this.state = next.value.state;
  }

  async close(): Promise<void> {
    await this.#steps.return?.();
  }
}

/** Something that can be waited for again and again without a listener left behind. */
class Bell {
  #hasRung = false;
  #wake: (() => void) | undefined;

  readonly ring = (): void => {
    this.#hasRung = true;
    this.#wake?.();
  };

  async rung(): Promise<void> {
    if (!this.#hasRung) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#hasRung = false;
    this.#wake = undefined;
  }
}

function earliest(inputs: readonly MergedInput[]): MergedInput | undefined {
  let first: MergedInput | undefined;
  for (const input of inputs) {
    if (input.head === undefined) continue;
    if (first === undefined || compareTimestamps(input.time, first.time) < 0) first = input;
  }
  return first;
}

/** Whether the next event of the others must wait for this input's. */
function holdsUp(input: MergedInput, isFollowing: boolean): boolean {
  return !input.ended && input.head === undefined && !(isFollowing && input.state !== 'more');
}

/** Takes events in the order of their time until an input that others wait for has none left. */
function takeMerged(inputs: readonly MergedInput[], isFollowing: boolean): ObservedEvent[] {
  const merged: ObservedEvent[] = [];
  while (!inputs.some((input) => holdsUp(input, isFollowing))) {
    const input = earliest(inputs);
    if (input?.head === undefined) break;
    merged.push(input.head);
    input.shift();
  }
  return merged;
}

function isCaughtUp(inputs: readonly MergedInput[]): boolean {
  return inputs.every((input) => input.ended || (input.state === 'caught-up' && input.head === undefined));
}

/** How inputs are merged. */
export interface MergeOptions {
  readonly isFollowing: boolean;
  /** Makes the pending read of every input end; called at the end, as one may wait for ever while the answer is complete. */
  readonly stop: () => void;
}

/**
 * Yields the events of `inputs` by time, each input's own in its own order; at the same time the input that stands first goes
 * first. Inputs that are in order give an answer in order; no more than a batch of each is held. When not following, an event
 * waits until every input has shown its next one. When following, an input that is silent holds up nobody: what it says later
 * comes later. Throws what an input throws, after the events that were due before. All inputs are closed at the end.
 */
export async function* mergeInputs(
  inputs: readonly AsyncIterator<InputStep>[],
  { isFollowing, stop }: MergeOptions,
): AsyncGenerator<InputStep> {
  const merged = inputs.map((steps) => new MergedInput(steps));
  const bell = new Bell();
  try {
    while (!merged.every((input) => input.ended)) {
      for (const input of merged) input.ask(bell.ring);
      await bell.rung();
      const failure = merged.find((input) => input.failure !== undefined)?.failure;
      const events = takeMerged(merged, isFollowing);
      const state = isCaughtUp(merged) ? 'caught-up' : 'more';
      if (events.length > 0 || state === 'caught-up') yield { events, state };
      if (failure !== undefined) throw failure.error;
    }
  } finally {
    stop();
    await Promise.all(merged.map((input) => input.close()));
  }
}
