/** Sources read into a store, and the state each is in. */

import { AppError } from '../../base/errors.ts';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { SourceStatus } from '../../flow/observed-status.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { openSource, type SourceOptions } from '../../sources/source.ts';
import type { FlowStore } from '../../store/flow-store.ts';
import { createIntakePace } from './intake-pace.ts';

/** Where records go. */
export interface SourceIntakeOptions {
  readonly pipeline: Pipeline;
  readonly store: FlowStore;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly stdin: SourceOptions['stdin'];
  readonly signal: AbortSignal;
}

/** The reading of all sources. */
export interface SourceIntake {
  /**
   * Resolves when every source has ended. Rejects with the first error when all of them failed: a server that can read nothing says so
   * and ends, one that can read something goes on.
   */
  readonly done: Promise<void>;
  /** Returns the counts by source, with the state it is in. */
  status(): readonly SourceStatus[];
}

type SourceState =
  | { readonly kind: 'following' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly error: unknown };

function messageOf(state: SourceState): string {
  if (state.kind !== 'failed') return '';
  return state.error instanceof Error ? state.error.message : String(state.error);
}

/** Starts reading `specs` and returns at once. */
export function startIntake(specs: readonly string[], options: SourceIntakeOptions): SourceIntake {
  const { pipeline, store, logger, clock, signal } = options;
  const states = new Map<string, SourceState>(specs.map((spec) => [spec, { kind: 'following' }]));

  const read = async (spec: string): Promise<void> => {
    // The kernel's ring does not wait: what is not read of it in time is gone for everybody.
    const canWait = !spec.startsWith('kmsg:');
    const pace = createIntakePace({ clock, isOutrunning: () => canWait && store.isOutrunning(), signal });
    try {
      for await (const { records, idle } of openSource(spec, options)) {
        for (const event of pipeline.pushBatch(records)) store.append(event);
        if (idle) for (const event of pipeline.flush()) store.append(event);
        if (pace.isDue(records.length)) await pace.rest();
      }
      states.set(spec, { kind: 'ended' });
    } catch (error) {
      states.set(spec, { kind: 'failed', error });
      logger.error(`source ${spec}: ${messageOf({ kind: 'failed', error })}`);
      if (error instanceof AppError && error.hint !== undefined) logger.info(`hint: ${error.hint}`);
    } finally {
      for (const event of pipeline.flush()) store.append(event);
    }
  };

  const readAll = async (): Promise<void> => {
    await Promise.all(specs.map(read));
    const failed = Array.from(states.values()).filter((state) => state.kind === 'failed');
    if (failed.length === specs.length && failed[0] !== undefined) throw failed[0].error;
  };

  return {
    done: readAll(),
    status: () => {
      const counted = new Map(pipeline.sources().map((status) => [status.name, status]));
      return Array.from(states, ([name, state]) => ({
        ...counted.get(name),
        name,
        state: state.kind,
        message: messageOf(state),
      }));
    },
  };
}
