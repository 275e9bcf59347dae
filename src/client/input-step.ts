/** What reading an input gives, step by step. */

import type { ObservedEvent } from '../flow/source-record.ts';

/**
 * How far an input is after a step. `more`: it goes on at once, as far as is known. `silent`: nothing came for a moment, and it
 * cannot be told whether its beginning was read. `caught-up`: all that was there when reading began was read.
 */
export type InputState = 'more' | 'silent' | 'caught-up';

/** Events that are known now, in the order of the input; possibly none. */
export interface InputStep {
  readonly events: readonly ObservedEvent[];
  readonly state: InputState;
}
