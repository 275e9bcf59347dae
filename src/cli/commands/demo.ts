/** `observe demo`: the bundled captures, through a server of its own on a private socket. */

import { greatestUint64 } from '../../filters/number-text.ts';
import { UsageError } from '../../base/errors.ts';
import type { ExitCode } from '../../base/exit-codes.ts';
import { createLogger } from '../../base/logger.ts';
import { createGrpcObserver } from '../../client/grpc-observer.ts';
import type { FlowsInvocation } from '../flags/observe-line.ts';
import type { Surroundings } from '../program.ts';
import { version } from '../version.ts';
import { openDemoStage, type DemoStage } from './demo-stage.ts';
import { printFlows } from './print-flows.ts';

/** Tells whether a part of the captures is asked for: then they are there at once, as time has to be picked from. */
export function asksForPart({ request }: FlowsInvocation): boolean {
  const { since, until, first, number = 0n } = request;
  return since !== undefined || until !== undefined || first === true || number > 0n;
}

/** Whether the captures are played at their own pace: somebody watches, and did not ask for a part of them. */
function isLive(invocation: FlowsInvocation, isTerminal: boolean): boolean {
  const { format, request } = invocation;
  return format !== 'table' && (request.follow === true || (isTerminal && !asksForPart(invocation)));
}

/** Throws UsageError for files beside the captures. */
export function rejectFilesInDemo({ inputFiles }: FlowsInvocation): void {
  if (inputFiles.length === 0) return;
  throw new UsageError('cannot use --input-file with observe demo', {
    code: 'flags/demo-input',
    hint: 'observe --input-file FILE shows a file, observe demo the bundled captures',
  });
}

async function show(stage: DemoStage, invocation: FlowsInvocation, surroundings: Surroundings): Promise<ExitCode> {
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
  rejectFilesInDemo(invocation);
  const { clock, stderr, interrupted } = surroundings;
  const logger = createLogger(stderr, invocation.flags.values.debug ? 'debug' : 'warn');
  const stage = await openDemoStage({ reading: invocation.logReading, clock, logger });
  try {
    if (!isLive(invocation, surroundings.stdout.isTTY === true)) {
      stage.showAtOnce();
      return await show(stage, invocation, surroundings);
    }
    // Everything that is held: a reader who comes late sees the beginning too.
    const followed = { ...invocation, request: { ...invocation.request, follow: true, number: greatestUint64 } };
    const shown = show(stage, followed, surroundings);
    await stage.play(interrupted);
    await stage.stop();
    return await shown;
  } finally {
    await stage.stop();
  }
}
