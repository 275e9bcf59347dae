/** Records in, events out: parsers and policy wired together, for the server and for the offline reader alike. */

import type { Logger } from '../base/logger.ts';
import type { Timestamp } from '../base/time/timestamp.ts';
import { VerdictBasis } from '../flow/flow-extension.ts';
import type { ExportEvent } from '../flow/messages.ts';
import type { ModeStatus, SourceStatus } from '../flow/observed-status.ts';
import type { ObservedEvent, SourceRecord } from '../flow/source-record.ts';
import { Verdict } from '../flow/verdict.ts';
import { createDetector, type Detector } from '../parsers/detector.ts';
import type { PolicyConfiguration } from '../policy/configuration.ts';
import { PolicyTimeline } from '../policy/policy-timeline.ts';
import { EncodedEvent } from '../store/encoded-event.ts';
import { createFlowIds } from './flow-id.ts';
import { createFlowMaker, type FlowMaker } from './flow-from-packet.ts';
import { LineFlows, type FlowSlabs } from './line-flows/line-flows.ts';
import { createModeWatch } from './mode-watch.ts';
import { createNodeNames, type NodeNames } from './node-names.ts';
import { createPacketStage, type FlowWatcher } from './packet-stage.ts';
import { createRecordClock, type RecordClock } from './record-time.ts';
import { SourcePipeline } from './source-pipeline.ts';
import { createUpstreamStage, type UpstreamStage } from './upstream-stage.ts';

/** Options of a pipeline. */
export interface PipelineOptions {
  /** First part of node names, as in `default/worker-1`. */
  readonly clusterName: string;
  /** The node of records that name none. */
  readonly nodeName?: string;
  /** True: `nodeName` stands for whatever the records say. */
  readonly forceNodeName?: boolean;
  /** Zone of stamps that have none: an IANA name, `UTC` or `local`. */
  readonly zone: string;
  readonly policy: PolicyConfiguration;
  /** Version of this program, for `emitter`. */
  readonly version: string;
  readonly logger: Logger;
  /** Takes the agent and debug events that an exporter of Hubble wrote among its flows; absent: they are passed over. */
  readonly onExported?: (event: ExportEvent) => void;
  /**
   * Where flows of common lines are left encoded, which is the store they go to. Several times as fast as making objects of them, which
   * is what happens by default, as who prints flows wants them.
   */
  readonly slabs?: FlowSlabs;
  /** Makes the detector of a source; for tests. */
  readonly createDetector?: () => Detector;
  /** Makes the clock of a source; for tests. */
  readonly createRecordClock?: (options: { readonly zone: string }) => RecordClock;
}

/** What went through so far. */
export interface PipelineSummary {
  /** All flows. */
  readonly flows: number;
  /** Flows of `Log` rules without a verdict. */
  readonly logRuleFlows: number;
  /** Flows with a verdict of a policy: everything decided from a log line, and denied or audited ones of Hubble. */
  readonly verdictFlows: number;
  /** Some verdict rests on an assumed mode. */
  readonly assumed: boolean;
}

/** The way from records to events. Not re-entrant; one instance keeps the state of all its sources. */
export interface Pipeline {
  /**
   * Takes one record and returns what is known now: flows, lost events, node status. A record may be held until the next
   * one of its source or `flush`.
   */
  push(record: SourceRecord): readonly ObservedEvent[];
  /** Takes records as `push` does, in their order. Prefer it for batches: the clock looks at a batch as a whole. */
  pushBatch(records: readonly SourceRecord[]): readonly ObservedEvent[];
  /** Returns the events of held records; call it when a source is idle or has ended. */
  flush(): readonly ObservedEvent[];
  /** Returns the counts by source, in the order the sources were first seen. */
  sources(): readonly SourceStatus[];
  modes(): readonly ModeStatus[];
  summary(): PipelineSummary;
  /**
   * Reads the Felix files again; what they say holds from `now` on. Returns whether anything changed. Files that became
   * unreadable or invalid change nothing and are logged.
   */
  updateFelixConfig(now: Timestamp): boolean;
}

/** Counts what the summary tells. */
class SummaryCounts {
  flows = 0;
  logRuleFlows = 0;
  verdictFlows = 0;
  assumed = false;

  upstream(event: ObservedEvent): void {
    const verdict = event.response.flow?.verdict;
    if (verdict === Verdict.DROPPED || verdict === Verdict.AUDIT) this.verdictFlows += 1;
  }

  made(decided: boolean, basis: number): void {
    if (decided) this.verdictFlows += 1;
    else this.logRuleFlows += 1;
    if (basis === VerdictBasis.ASSUMED) this.assumed = true;
  }

  count(events: readonly ObservedEvent[]): void {
    for (const event of events) if (event instanceof EncodedEvent || event.response.flow !== undefined) this.flows += 1;
  }
}

/** What every source shares. */
interface SharedStages {
  readonly timeline: PolicyTimeline;
  readonly nodes: NodeNames;
  readonly flows: FlowMaker;
  readonly upstream: UpstreamStage;
  readonly watcher: FlowWatcher;
}

function createSource(name: string, options: PipelineOptions, shared: SharedStages): SourcePipeline {
  const { timeline, nodes, flows, upstream, watcher } = shared;
  const { slabs } = options;
  const ids = createFlowIds();
  return new SourcePipeline({
    name,
    detector: (options.createDetector ?? createDetector)(),
    clock: (options.createRecordClock ?? createRecordClock)({ zone: options.zone }),
    nodes,
    packets: createPacketStage({ timeline, ids, flows, watcher }),
    lineFlows: slabs === undefined ? undefined : new LineFlows({ timeline, ids, watcher, slabs }),
    upstream,
    logger: options.logger,
    onExported: options.onExported,
  });
}

/** Returns `stage` with every event counted on its way. */
function counted(stage: UpstreamStage, counts: SummaryCounts): UpstreamStage {
  return {
    take(result) {
      const event = stage.take(result);
      counts.upstream(event);
      return event;
    },
  };
}

function updateTimeline(timeline: PolicyTimeline, now: Timestamp, logger: Logger): boolean {
  try {
    return timeline.change(timeline.current.reread(), now);
  } catch (error) {
    logger.warn(`Felix configuration kept as it was: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

/** Splits a batch into runs of records of one source, which it nearly always is. */
function* runsBySource(records: readonly SourceRecord[]): Generator<readonly SourceRecord[]> {
  let start = 0;
  for (let at = 1; at <= records.length; at += 1) {
    if (records[at]?.source === records[start]?.source) continue;
    yield start === 0 && at === records.length ? records : records.slice(start, at);
    start = at;
  }
}

/** Returns a pipeline that has seen nothing yet. */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { logger } = options;
  const counts = new SummaryCounts();
  const timeline = new PolicyTimeline(options.policy);
  const modes = createModeWatch(timeline, logger);
  const shared: SharedStages = {
    timeline,
    nodes: createNodeNames(options),
    flows: createFlowMaker({ name: 'observed', version: options.version }),
    upstream: counted(createUpstreamStage(logger), counts),
    watcher: {
      made(held, decision) {
        counts.made(decision.fields.decided, decision.basis);
        modes.made(held, decision);
      },
    },
  };
  const sources = new Map<string, SourcePipeline>();
  const sourceOf = (name: string): SourcePipeline => {
    let source = sources.get(name);
    if (source === undefined) sources.set(name, (source = createSource(name, options, shared)));
    return source;
  };
  const pushBatch = (records: readonly SourceRecord[]): readonly ObservedEvent[] => {
    const out: ObservedEvent[] = [];
    for (const run of runsBySource(records)) sourceOf(run[0]?.source ?? '').push(run, out);
    counts.count(out);
    return out;
  };
  return {
    push: (record) => pushBatch([record]),
    pushBatch,
    flush() {
      const out: ObservedEvent[] = [];
      for (const source of sources.values()) source.flush(out);
      counts.count(out);
      return out;
    },
    sources: () => Array.from(sources.values(), (source) => source.status()),
    modes: () => modes.modes(),
    summary: () => ({
      flows: counts.flows,
      logRuleFlows: counts.logRuleFlows,
      verdictFlows: counts.verdictFlows,
      assumed: counts.assumed,
    }),
    updateFelixConfig: (now) => updateTimeline(timeline, now, logger),
  };
}
