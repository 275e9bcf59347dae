/** The stage of the demo: a server of its own on a private socket, and the bundled captures played into its store. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import { addNanos, nanosBetween, type Timestamp } from '../../base/time/timestamp.ts';
import { descriptorSetBytes } from '../../flow/descriptor-set.ts';
import type { ObservedEvent } from '../../flow/source-record.ts';
import { startServer } from '../../server/grpc/server.ts';
import { createObserverService } from '../../server/observer/observer-service.ts';
import { pause } from '../../sources/pause.ts';
import { createFlowStore, type FlowStore } from '../../store/flow-store.ts';
import type { LogReading } from '../flags/log-reading.ts';
import { version } from '../version.ts';
import { readDemoRecording, timeOf, type DemoRecording } from './demo-recording.ts';

/** Milliseconds a client gets to take the end of its stream. */
const graceMs = 2000;

/** What the stage is built with. */
export interface DemoStageOptions {
  readonly reading: LogReading;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A stage. */
export interface DemoStage {
  /** Where its server listens. */
  readonly target: string;
  /** Puts the captures on at once, with their original times. */
  showAtOnce(): void;
  /** Plays the captures at their own pace, as if the first flow came now; resolves at their end or when `signal` aborts. */
  play(signal: AbortSignal): Promise<void>;
  /** Ends the server and what it left on disk; calling it again does nothing. */
  stop(): Promise<void>;
}

function shifted({ response, ...rest }: ObservedEvent, byNanos: number): ObservedEvent {
  if (response.flow === undefined || response.time === undefined) return { response, ...rest };
  const time = addNanos(response.time, byNanos);
  return { response: { ...response, flow: { ...response.flow, time }, time }, ...rest };
}

async function play({ events }: DemoRecording, store: FlowStore, clock: Clock, signal: AbortSignal): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  const origin: Timestamp = timeOf(first);
  const start = clock.now();
  const startMs = clock.monotonicMs();
  const byNanos = nanosBetween(start, origin);
  for (const event of events) {
    const waitMs = startMs + nanosBetween(timeOf(event), origin) / 1e6 - clock.monotonicMs();
    if (waitMs > 0) await pause(waitMs, signal);
    if (signal.aborted) return;
    store.append(shifted(event, byNanos));
  }
}

/** Opens a stage with nothing on it yet. Rejects with FailureError when its server cannot listen. */
export async function openDemoStage({ reading, clock, logger }: DemoStageOptions): Promise<DemoStage> {
  const folder = mkdtempSync(join(tmpdir(), 'observe-demo-'));
  const recording = readDemoRecording(reading, logger);
  const store = createFlowStore({ capacity: Math.max(1024, 4 * recording.events.length), clock });
  const service = createObserverService({
    store,
    clock,
    nodeName: `${reading.clusterName}/demo`,
    version,
    sources: () => recording.sources,
    modes: () => recording.modes,
  });
  const target = `unix://${join(folder, 'observed.sock')}`;
  const server = await startServer({ service, listen: [target], descriptorSet: descriptorSetBytes(), logger, graceMs });
  return {
    target,
    showAtOnce: () => {
      for (const event of recording.events) store.append(event);
    },
    play: (signal) => play(recording, store, clock, signal),
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
