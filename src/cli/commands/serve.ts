/** `observed`: sources into a store, the store served over gRPC. */

import { accessSync, constants, existsSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { defaultListenAddresses } from '../../base/addresses.ts';
import { aborted } from '../../base/abort.ts';
import { ExitCode } from '../../base/exit-codes.ts';
import { createLogger, type Logger } from '../../base/logger.ts';
import type { ExportEvent } from '../../flow/messages.ts';
import { modeEvents } from '../../pipeline/mode-events.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { checkLogAccess, checkNetworkNamespace, type LogAccess, type StartCheck } from '../../pipeline/start-checks.ts';
import { startServer, type RunningServer } from '../../server/grpc/server.ts';
import { createObserverService } from '../../server/observer/observer-service.ts';
import { parseSourceSpec } from '../../sources/source-spec.ts';
import { appendExported, createEventLogs, type EventLogs } from '../../store/event-log.ts';
import { descriptorSetBytes } from '../../flow/descriptor-set.ts';
import { createFlowStore } from '../../store/flow-store.ts';
import { createLogPipeline } from '../log-pipeline.ts';
import type { Surroundings } from '../program.ts';
import { version } from '../version.ts';
import { planServer, type ServeInvocation, type ServerPlan } from './serve-plan.ts';
import { startIntake, type SourceIntake } from './source-intake.ts';

/** How often Felix configurations are looked at for a change of the mode. */
const felixCheckMs = 5000;

function logAccess(path: string): LogAccess {
  if (!existsSync(path)) return 'missing';
  try {
    accessSync(path, constants.R_OK);
    return 'readable';
  } catch {
    return 'denied';
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function startChecks(plan: ServerPlan, { readText }: Surroundings): readonly StartCheck[] {
  const sources = plan.sources.map(parseSourceSpec);
  const rings = sources.filter((source) => source.kind === 'kmsg');
  const findings = [
    rings.length === 0 ? undefined : checkNetworkNamespace({ readLink, readText }),
    ...sources.map((source) =>
      source.kind === 'stdin' ? undefined : checkLogAccess(source.path, { access: logAccess, readText }),
    ),
  ];
  return findings.filter((finding) => finding !== undefined);
}

interface FelixWatch {
  readonly plan: ServerPlan;
  readonly pipeline: Pipeline;
  readonly events: EventLogs;
}

/** Reads the Felix files again now and then, and on SIGHUP, until `signal` aborts. */
function watchFelixFiles(
  { plan, pipeline, events }: FelixWatch,
  surroundings: Surroundings,
  signal: AbortSignal,
  logger: Logger,
): void {
  const { clusterName } = plan.reading;
  const look = (): void => {
    const [before, time] = [pipeline.modes(), surroundings.clock.now()];
    if (!pipeline.updateFelixConfig(time)) return;
    logger.info('Felix configuration changed');
    const change = { before, after: pipeline.modes(), time, clusterName, nodeName: nodeNameOf(plan) };
    for (const event of modeEvents(change)) events.agent.append(event);
  };
  const timer = setInterval(look, felixCheckMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  surroundings.onHangUp(look, signal);
}

function nodeNameOf({ reading }: ServerPlan): string {
  return `${reading.clusterName}/${reading.nodeName ?? hostname()}`;
}

/** False where every flow so far came with a verdict of its own, as those of Hubble do. */
function mayRestOnAssumption(pipeline: Pipeline): boolean {
  const { assumed, flows } = pipeline.summary();
  return assumed || flows === 0;
}

interface Assembled {
  readonly intake: SourceIntake;
  readonly server: RunningServer;
}

async function assemble(
  invocation: ServeInvocation,
  plan: ServerPlan,
  surroundings: Surroundings,
  { logger, signal }: { readonly logger: Logger; readonly signal: AbortSignal },
): Promise<Assembled> {
  const { clock, environment, uid, readText, stdin } = surroundings;
  const { capacity, 'memory-limit': memoryLimitBytes, listen } = invocation.flags.values;
  const findings = startChecks(plan, surroundings);
  const warnings = [...findings.map(({ message, hint }) => `${message}; ${hint}`), ...plan.policy.warnings];
  for (const warning of warnings) logger.warn(warning);
  const store = createFlowStore({ capacity, clock, ...(memoryLimitBytes === undefined ? {} : { memoryLimitBytes }) });
  const events = createEventLogs();
  const onExported = (event: ExportEvent): void => appendExported(events, event);
  const pipeline = createLogPipeline({ ...plan, logger, defaultNodeName: hostname(), onExported, slabs: store });
  const bootId = readText('/proc/sys/kernel/random/boot_id')?.trim();
  const intakes: SourceIntake[] = [];
  const service = createObserverService({
    store,
    events,
    clock,
    nodeName: nodeNameOf(plan),
    version,
    sources: () => intakes.flatMap((intake) => intake.status()),
    modes: () => pipeline.modes(),
    mayRestOnAssumption: () => mayRestOnAssumption(pipeline),
    warnings: () => warnings,
    strictFieldMask: invocation.flags.values['strict-field-mask'],
    ...(bootId === undefined ? {} : { bootId }),
  });
  // Before anybody learns that the server is up: from then on a SIGHUP may come.
  watchFelixFiles({ plan, pipeline, events }, surroundings, signal, logger);
  const server = await startServer({
    service,
    listen: listen.length === 0 ? defaultListenAddresses(environment, uid) : listen,
    insecureListen: invocation.flags.values['insecure-listen'],
    tls: plan.tls,
    clock,
    descriptorSet: descriptorSetBytes(),
    logger,
  });
  // The server is up before the first record: a client that comes early waits for flows instead of failing.
  const intake = startIntake(plan.sources, { pipeline, store, logger, clock, stdin, signal });
  intakes.push(intake);
  return { intake, server };
}

/**
 * Serves until it is interrupted; a source that ends leaves its flows to be asked for. Throws when nothing can be read or listened
 * on, after everything that was opened is closed.
 */
export async function runServer(invocation: ServeInvocation, surroundings: Surroundings): Promise<ExitCode> {
  const logger = createLogger(surroundings.stderr, invocation.flags.values['log-level']);
  const plan = planServer(invocation);
  const ending = new AbortController();
  const signal = AbortSignal.any([surroundings.interrupted, ending.signal]);
  const assembling = assemble(invocation, plan, surroundings, { logger, signal });
  assembling.catch(() => ending.abort());
  const { intake, server } = await assembling;
  try {
    await Promise.race([aborted(signal), intake.done.then(() => aborted(signal))]);
    logger.info('stopping');
    return ExitCode.ok;
  } finally {
    ending.abort();
    // What the sources still hold goes into the store before its readers are given their end.
    await intake.done.catch(() => undefined);
    await server.stop();
  }
}
