/** `observe`: flows of a server or of files. */

import type { ExitCode } from '../../base/exit-codes.ts';
import { createLogger, type Logger } from '../../base/logger.ts';
import { createFileObserver, type FileObserver } from '../../client/file-observer.ts';
import { assumedModeNotice } from '../../pipeline/notices.ts';
import { assumedMode } from '../../policy/mode.ts';
import type { FlowsInvocation } from '../flags/observe-line.ts';
import { createLogPipeline, policyConfigurationOf } from '../log-pipeline.ts';
import type { Surroundings } from '../program.ts';
import { createAnswerNotices } from './answer-notices.ts';
import { printFlows } from './print-flows.ts';
import { createReadingProgress } from './reading-progress.ts';
import { openServer } from './server-observer.ts';

function loggerFor(invocation: FlowsInvocation, { stderr }: Surroundings): Logger {
  return createLogger(stderr, invocation.flags.values.debug ? 'debug' : 'info');
}

async function printFiles(invocation: FlowsInvocation, surroundings: Surroundings): Promise<ExitCode> {
  const { stdin, stdout, stderr, clock } = surroundings;
  const logger = loggerFor(invocation, surroundings);
  const reading = invocation.logReading;
  const policy = policyConfigurationOf(reading);
  for (const warning of policy.warnings) logger.warn(warning);
  const progress = createReadingProgress({ stderr, clock, shown: stderr.isTTY === true && stdout.isTTY !== true });
  const observer = createFileObserver({
    inputs: invocation.inputFiles,
    pipeline: () => createLogPipeline({ reading, policy, logger }),
    stdin,
    logger,
    clock,
    onProgress: progress.read,
  });
  try {
    return await printFlows(observer, invocation, surroundings);
  } finally {
    progress.end();
    noteSummary(observer, invocation, surroundings);
    await observer.close();
  }
}

/** Says of the files, at their end, what a server says of its window at the start. */
function noteSummary(observer: FileObserver, { request }: FlowsInvocation, { stderr }: Surroundings): void {
  const summary = observer.summary();
  if (summary === undefined) return;
  createAnswerNotices(request, stderr).header(summary);
  if (summary.assumed) stderr.write(`${assumedModeNotice(assumedMode.override)}\n`);
}

async function printServer(invocation: FlowsInvocation, surroundings: Surroundings): Promise<ExitCode> {
  const observer = await openServer(invocation.flags.values, surroundings);
  try {
    return await printFlows(observer, invocation, surroundings);
  } finally {
    await observer.close();
  }
}

/** Prints flows of the files that were named, else of the server. */
export async function runFlows(invocation: FlowsInvocation, surroundings: Surroundings): Promise<ExitCode> {
  return invocation.inputFiles.length > 0
    ? await printFiles(invocation, surroundings)
    : await printServer(invocation, surroundings);
}
