/** `observe demo`: the bundled captures, through a server of its own on a private socket. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../base/errors.ts';
import type { ExitCode } from '../../base/exit-codes.ts';
import { createLogger } from '../../base/logger.ts';
import { addNanos, nanosBetween, type Timestamp } from '../../base/time/timestamp.ts';
import { createGrpcObserver } from '../../client/grpc-observer.ts';
import type { ObservedEvent } from '../../flow/source-record.ts';
import { startServer } from '../../server/grpc/server.ts';
import { createObserverService } from '../../server/observer/observer-service.ts';
import { pause } from '../../sources/pause.ts';
import { descriptorSetBytes } from '../../flow/descriptor-set.ts';
import { createFlowStore, type FlowStore } from '../../store/flow-store.ts';
import type { FlowsInvocation } from '../flags/observe-line.ts';
import type { Surroundings } from '../program.ts';
import { version } from '../version.ts';
import { readDemoRecording, timeOf, type DemoRecording } from './demo-recording.ts';
import { printFlows } from './print-flows.ts';

/** Everything that is held: a reader who comes late sees the beginning too. */
const all = 18_446_744_073_709_551_615n;

/** Milliseconds a client gets to take the end of its stream. */
const graceMs = 2000;

/** Whether the captures are played at their own pace: somebody watches, and did not ask for a part of them. */
function isLive({ format, request }: FlowsInvocation, isTerminal: boolean): boolean {
  const asksForPart = request.since ?? request.until ?? request.first ?? ((request.number ?? 0n) > 0n || undefined);
  return format !== 'table' && (request.follow === true || (isTerminal && asksForPart === undefined));
}

function shifted({ response, ...rest }: ObservedEvent, byNanos: number): ObservedEvent {
  if (response.flow === undefined || response.time === undefined) return { response, ...rest };
  const time = addNanos(response.time, byNanos);
  return { response: { ...response, flow: { ...response.flow, time }, time }, ...rest };
}

/** Appends the events with the gaps they had, as if the first happened now. */
async function play(
  events: readonly ObservedEvent[],
  store: FlowStore,
  { clock, interrupted }: Pick<Surroundings, 'clock' | 'interrupted'>,
): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  const origin: Timestamp = timeOf(first);
  const start = clock.now();
  const startMs = clock.monotonicMs();
  const byNanos = nanosBetween(start, origin);
  for (const event of events) {
    const waitMs = startMs + nanosBetween(timeOf(event), origin) / 1e6 - clock.monotonicMs();
    if (waitMs > 0) await pause(waitMs, interrupted);
    if (interrupted.aborted) return;
    store.append(shifted(event, byNanos));
  }
}

interface Stage {
  readonly store: FlowStore;
  readonly recording: DemoRecording;
  readonly target: string;
  stop(): Promise<void>;
}

async function openStage(invocation: FlowsInvocation, surroundings: Surroundings): Promise<Stage> {
  const { clock, stderr } = surroundings;
  const logger = createLogger(stderr, invocation.flags.values.debug ? 'debug' : 'warn');
  const folder = mkdtempSync(join(tmpdir(), 'observe-demo-'));
  const recording = readDemoRecording(invocation.logReading, logger);
  const store = createFlowStore({ capacity: Math.max(1024, 4 * recording.events.length), clock });
  const service = createObserverService({
    store,
    clock,
    nodeName: `${invocation.logReading.clusterName}/demo`,
    version,
    sources: () => recording.sources,
    modes: () => recording.modes,
  });
  const target = `unix://${join(folder, 'observed.sock')}`;
  const server = await startServer({ service, listen: [target], descriptorSet: descriptorSetBytes(), logger, graceMs });
  return {
    store,
    recording,
    target,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function show(stage: Stage, invocation: FlowsInvocation, surroundings: Surroundings): Promise<ExitCode> {
  const observer = createGrpcObserver({ target: stage.target, version });
  try {
    return await printFlows(observer, invocation, surroundings);
  } finally {
    await observer.close();
  }
}

/**
 * Shows the captures. On a terminal they are played at their own pace with the times of today; else, and when a part of them was asked for,
 * they are there at once with their original times. Ends by itself.
 */
export async function runDemo(invocation: FlowsInvocation, surroundings: Surroundings): Promise<ExitCode> {
  if (invocation.inputFiles.length > 0) {
    throw new UsageError('cannot use --input-file with observe demo', {
      code: 'flags/demo-input',
      hint: 'observe --input-file FILE shows a file, observe demo the bundled captures',
    });
  }
  const stage = await openStage(invocation, surroundings);
  try {
    if (!isLive(invocation, surroundings.stdout.isTTY === true)) {
      for (const event of stage.recording.events) stage.store.append(event);
      return await show(stage, invocation, surroundings);
    }
    const followed = { ...invocation, request: { ...invocation.request, follow: true, number: all } };
    const shown = show(stage, followed, surroundings);
    await play(stage.recording.events, stage.store, surroundings);
    await stage.stop();
    return await shown;
  } finally {
    await stage.stop();
  }
}
