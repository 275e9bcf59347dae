/** The bundled captures, as events in the order of their time. */

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BugError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { compareTimestamps, timestampFromMs, type Timestamp } from '../../base/time/timestamp.ts';
import type { ModeStatus, SourceStatus } from '../../flow/observed-status.ts';
import type { ObservedEvent } from '../../flow/source-record.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { LogReading } from '../flags/log-reading.ts';
import { createLogPipeline, policyConfigurationOf } from '../log-pipeline.ts';
import { packageRoot } from '../package-files.ts';

/** A file of the demo: which node it plays, and the mode its lines were logged under. */
interface DemoSource {
  readonly file: string;
  readonly node?: string;
  readonly dropActionOverride?: string;
}

/** What the demo shows. */
export interface DemoRecording {
  /** Events with a time, ascending. */
  readonly events: readonly ObservedEvent[];
  readonly sources: readonly SourceStatus[];
  readonly modes: readonly ModeStatus[];
}

function isDemoSource(value: unknown): value is DemoSource {
  return typeof value === 'object' && value !== null && 'file' in value && typeof value.file === 'string';
}

function readSources(folder: string): readonly DemoSource[] {
  const plan: unknown = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8'));
  const sources = typeof plan === 'object' && plan !== null && 'sources' in plan ? plan.sources : undefined;
  if (Array.isArray(sources) && sources.every(isDemoSource)) return sources;
  throw new BugError('demo.json does not list the sources of the demo', { code: 'bug/demo' });
}

function readingOf(reading: LogReading, { file, node, dropActionOverride: text }: DemoSource): LogReading {
  return {
    ...reading,
    ...(node === undefined ? {} : { nodeName: node }),
    ...(text === undefined ? {} : { override: { text, kind: 'flag', origin: `demo/${file}` } }),
  };
}

function readEvents(folder: string, source: DemoSource, pipeline: Pipeline): readonly ObservedEvent[] {
  const path = join(folder, source.file);
  const receivedAt = timestampFromMs(statSync(path).mtimeMs);
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const records = lines.map((line, index) => ({
    bytes: new TextEncoder().encode(line),
    receivedAt,
    live: false,
    line: index + 1,
    source: `file:${source.file}`,
  }));
  return [...pipeline.pushBatch(records), ...pipeline.flush()];
}

const epoch: Timestamp = { seconds: 0, nanos: 0 };

/** Returns the time an event stands at. */
export function timeOf({ response }: ObservedEvent): Timestamp {
  return response.time ?? epoch;
}

/** Reads the captures, each under the mode it was really logged under, whatever `reading` says about modes and nodes. */
export function readDemoRecording(reading: LogReading, logger: Logger): DemoRecording {
  const folder = join(packageRoot(), 'demo');
  const played = readSources(folder).map((source) => {
    const own = readingOf(reading, source);
    const pipeline = createLogPipeline({ reading: own, policy: policyConfigurationOf(own), logger });
    const events = readEvents(folder, source, pipeline);
    const modes = source.dropActionOverride === undefined ? [] : pipeline.modes();
    return {
      events,
      sources: pipeline.sources(),
      modes: modes.map((mode) => ({ ...mode, node_name: source.node ?? '' })),
    };
  });
  return {
    events: played.flatMap(({ events }) => events).toSorted((a, b) => compareTimestamps(timeOf(a), timeOf(b))),
    sources: played.flatMap(({ sources }) => sources),
    modes: played.flatMap(({ modes }) => modes),
  };
}
