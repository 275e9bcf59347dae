/** The policy configuration over time: a line is read under what held when it was written. */

import { compareTimestamps, nanosBetween, type Timestamp } from '../base/time/timestamp.ts';
import type { PolicyConfiguration } from './configuration.ts';
import type { NodePolicy } from './node-policy.ts';

/** Felix polls its datastore and rewrites its rules, so lines near a change may be of either mode: 60 s in nanoseconds. */
const settlingNs = 60e9;

/** Changes remembered; older lines are read under the oldest configuration that is left. */
const rememberedChanges = 16;

interface Generation {
  readonly configuration: PolicyConfiguration;
  /** When it was found; undefined for the one of the start. */
  readonly since: Timestamp | undefined;
}

/** The configurations of this run in order of time. */
export class PolicyTimeline {
  readonly #generations: Generation[];
  #current: PolicyConfiguration;

  constructor(initial: PolicyConfiguration) {
    this.#generations = [{ configuration: initial, since: undefined }];
    this.#current = initial;
  }

  /** The configuration that holds now. */
  get current(): PolicyConfiguration {
    return this.#current;
  }

  /** Takes `next` as the configuration from `now` on. Returns false when it is the one that holds already. */
  change(next: PolicyConfiguration, now: Timestamp): boolean {
    if (next === this.#current) return false;
    this.#generations.push({ configuration: next, since: now });
    if (this.#generations.length > rememberedChanges) this.#generations.shift();
    this.#current = next;
    return true;
  }

  /** Returns how a line of `node` that was written at `time` is read. */
  policyAt(node: string, time: Timestamp): NodePolicy {
    if (this.#generations.length === 1) return this.#current.forNode(node);
    const generation = this.#generations.findLast(
      ({ since }, index) => index === 0 || since === undefined || compareTimestamps(since, time) <= 0,
    );
    return (generation?.configuration ?? this.#current).forNode(node);
  }

  /** Returns whether `time` is within 60 s of a change of the mode of `node`, before or after. */
  isChanging(node: string, time: Timestamp): boolean {
    if (this.#generations.length === 1) return false;
    return this.#generations.some(({ since, configuration }, index) => {
      const before = this.#generations[index - 1];
      if (since === undefined || before === undefined) return false;
      if (Math.abs(nanosBetween(time, since)) > settlingNs) return false;
      return before.configuration.forNode(node).mode.override !== configuration.forNode(node).mode.override;
    });
  }
}
