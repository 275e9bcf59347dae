/** `observe`: flows of a server or of files. */

import type { ExitCode } from '../../base/exit-codes.ts';
import { createLogger, type Logger, type TextSink } from '../../base/logger.ts';
import { shortFlows } from '../../client/short/short-flows.ts';
import { compileFilters } from '../../filters/compile.ts';
import type { Observer } from '../../flow/observer.ts';
import { assumedModeNotice } from '../../pipeline/notices.ts';
import type { PipelineSummary } from '../../pipeline/pipeline.ts';
import { assumedMode } from '../../policy/mode.ts';
import { pause } from '../../sources/pause.ts';
import type { FlowsInvocation } from '../flags/observe-line.ts';
import { basicAuthOf } from '../flags/tls-flags.ts';
import type { Surroundings } from '../program.ts';
import { createStandardOutput } from '../standard-output.ts';
import { version } from '../version.ts';
import { createAnswerNotices } from './answer-notices.ts';
import { createFollowNotices } from './follow-notices.ts';
import { printFlows } from './print-flows.ts';
import { readingNotices } from './reading-notices.ts';
import { createReadingProgress } from './reading-progress.ts';
import { openRoute, type ServerRoute } from './server-route.ts';

function loggerFor(invocation: FlowsInvocation, { stderr }: Surroundings): Logger {
  return createLogger(stderr, invocation.flags.values.debug ? 'debug' : 'info');
}

async function printFiles(invocation: FlowsInvocation, surroundings: Surroundings): Promise<ExitCode> {
  const { stdin, stdout, stderr, clock } = surroundings;
  const logger = loggerFor(invocation, surroundings);
  const reading = invocation.logReading;
  const out = createStandardOutput(stdout);
  // The reading of files and, below, the coming back to a server are large: who asks a server once waits for neither.
  const { quickReading } = await import('../recorded/quick-reading.ts');
  const quick = await quickReading(invocation, surroundings, out);
  const { createFileObserver } = await import('../../client/file-observer.ts');
  const { createLogPipeline, policyConfigurationOf } = await import('../log-pipeline.ts');
  const policy = policyConfigurationOf(reading);
  for (const warning of policy.warnings) logger.warn(warning);
  // What is followed is never read to its end, so there is nothing to be on the way to.
  const isFollowing = invocation.request.follow === true;
  const shown = stderr.isTTY === true && stdout.isTTY !== true && !isFollowing;
  const progress = createReadingProgress({ stderr, clock, shown });
  const noteAssumed = createAssumedNotice(() => observer.summary(), stderr);
  const observer = createFileObserver({
    inputs: invocation.inputFiles,
    pipeline: () => createLogPipeline({ reading, policy, logger }),
    stdin,
    logger,
    clock,
    ...(quick === undefined ? {} : { reader: quick.reader }),
    onProgress: ({ input, records }) => {
      progress.read({ input, records: records + (quick?.flows() ?? 0) });
      if (isFollowing) noteAssumed();
    },
  });
  try {
    return await printFlows(observer, withoutDefaultMask(invocation), surroundings, out);
  } finally {
    progress.end();
    const sources = observer.sources();
    for (const notice of readingNotices(quick?.sources(sources) ?? sources)) stderr.write(`${notice}\n`);
    const summary = observer.summary();
    noteSummary(quick?.summary(summary) ?? summary, invocation, surroundings);
    noteAssumed();
    await observer.close();
  }
}

/** The default mask spares the wire, and names less than the text shows: over files only the user's own mask counts. */
function withoutDefaultMask(invocation: FlowsInvocation): FlowsInvocation {
  if (invocation.flags.values['field-mask'].length > 0) return invocation;
  const { field_mask: _, ...request } = invocation.request;
  return { ...invocation, request };
}

/** Says of the files, at their end, what a server says of its window at the start. */
function noteSummary(
  summary: PipelineSummary | undefined,
  { request }: FlowsInvocation,
  { stderr }: Surroundings,
): void {
  if (summary === undefined) return;
  createAnswerNotices(request, stderr).header(summary);
}

/** Returns the function that says, once, that verdicts rest on an assumed mode as soon as some do. */
function createAssumedNotice(summary: () => PipelineSummary | undefined, stderr: TextSink): () => void {
  let isSaid = false;
  return () => {
    if (isSaid || summary()?.assumed !== true) return;
    isSaid = true;
    stderr.write(`${assumedModeNotice(assumedMode.override)}\n`);
  };
}

async function printServer(invocation: FlowsInvocation, surroundings: Surroundings): Promise<ExitCode> {
  const { values } = invocation.flags;
  const route = await openRoute(values, surroundings);
  const short = await shortAnswer(invocation, surroundings, route);
  if (short !== undefined) {
    try {
      return await printFlows(short, invocation, surroundings);
    } finally {
      await route.close();
    }
  }
  const { openServer } = await import('./server-observer.ts');
  const observer = await openServer(values, surroundings, route);
  try {
    return await printFlows(observer, invocation, surroundings);
  } finally {
    await observer.close();
  }
}

/** Returns the answer where it is to be had without the gRPC client, whose loading takes longer than the rest of a short question. */
async function shortAnswer(
  { flags: { values }, request }: FlowsInvocation,
  { interrupted }: Surroundings,
  { target }: ServerRoute,
): Promise<Pick<Observer, 'getFlows'> | undefined> {
  if (values.tls || values.debug || basicAuthOf(values) !== undefined) return undefined;
  return await shortFlows({ target, userAgent: `observe/${version}`, request, signal: interrupted });
}

/** Prints flows as they come, over breaks of the connection and restarts of the server. */
async function followServer(invocation: FlowsInvocation, surroundings: Surroundings): Promise<ExitCode> {
  const { values } = invocation.flags;
  const { clock, stderr } = surroundings;
  const { openConnections } = await import('./server-observer.ts');
  const connections = await openConnections(values, surroundings);
  try {
    const onState = createFollowNotices({
      stderr,
      address: connections.address,
      silentNodes: values['silent-errors'],
    });
    const { createResumingObserver } = await import('../../client/resume/resuming-observer.ts');
    const observer = createResumingObserver(connections.connect, { clock, sleep: pause, onState });
    try {
      return await printFlows(observer, invocation, surroundings);
    } finally {
      await observer.close();
    }
  } finally {
    await connections.close();
  }
}

/** Prints flows of the files that were named, else of the server. A filter that is none is told before anything is opened. */
export async function runFlows(invocation: FlowsInvocation, surroundings: Surroundings): Promise<ExitCode> {
  if (invocation.inputFiles.length > 0) return await printFiles(invocation, surroundings);
  // The offline reader compiles the filters itself; a server would only do so once it was reached.
  await compileFilters(invocation.request);
  return invocation.request.follow === true && !invocation.flags.values['no-reconnect']
    ? await followServer(invocation, surroundings)
    : await printServer(invocation, surroundings);
}
