/** The hidden `observe __complete`, which completion scripts call at every TAB. */

import { ExitCode } from '../../base/exit-codes.ts';
import { parseDuration } from '../../base/time/duration.ts';
import { isSshAddress } from '../../client/ssh-target.ts';
import {
  beginningWith,
  completeArguments,
  completedText,
  type Candidate,
  type Completion,
} from '../completion/complete.ts';
import { askServer } from '../completion/server-names.ts';
import type { ServerNames } from '../completion/values.ts';
import type { CompleteInvocation } from '../flags/other-invocations.ts';
import type { Environment } from '../flags/resolve.ts';
import type { Surroundings } from '../program.ts';
import { openServer } from './server-observer.ts';

type ServerOnLine = NonNullable<CompleteInvocation['server']>;

/** Milliseconds a person may be kept waiting for names of the server, unless the variable says otherwise. */
const defaultPatienceMs = 200;
const patienceVariable = 'OBSERVE_COMPLETION_WAIT';

/** Milliseconds for what came in time to be taken. */
const graceMs = 50;

/** The bit of the last line that keeps a shell from offering names of files, as Hubble's completions have it. */
const noFiles = 4;

// A TAB asks a server that is there. It starts no port-forward and no ssh, which might ask for a password.
function isDirect({ server, 'port-forward': forwarded }: ServerOnLine): boolean {
  return !forwarded && (server === undefined || !isSshAddress(server));
}

function patienceMs(environment: Environment): number {
  const duration = parseDuration(environment[patienceVariable] ?? '');
  return duration.ok && duration.nanos > 0n ? Number(duration.nanos) / 1e6 : defaultPatienceMs;
}

async function namesOfServer(
  what: ServerNames,
  { server }: CompleteInvocation,
  surroundings: Surroundings,
): Promise<readonly string[]> {
  if (server === undefined || !isDirect(server)) return [];
  const patience = patienceMs(surroundings.environment);
  const signal = AbortSignal.timeout(patience);
  const values = { ...server, timeout: patience, 'request-timeout': patience };
  const observer = await openServer(values, surroundings);
  try {
    return await askServer(what, observer, signal);
  } finally {
    await observer.close();
  }
}

// Whatever is wrong with the server, a TAB is no place to say so.
async function namesInTime(
  invocation: CompleteInvocation,
  ask: ServerNames,
  surroundings: Surroundings,
): Promise<readonly string[]> {
  const late = new Promise<readonly string[]>((resolve) => {
    setTimeout(() => resolve([]), patienceMs(surroundings.environment) + graceMs).unref();
  });
  return await Promise.race([namesOfServer(ask, invocation, surroundings).catch(() => []), late]);
}

async function allCandidates(
  completion: Completion,
  invocation: CompleteInvocation,
  surroundings: Surroundings,
): Promise<readonly Candidate[]> {
  const { candidates, ask } = completion;
  if (ask === undefined) return candidates;
  const names = await namesInTime(invocation, ask, surroundings);
  return [...candidates, ...names.map((text) => ({ text, about: '' }))];
}

function answerText(candidates: readonly Candidate[], directive: number, descriptions: boolean): string {
  const lines = candidates.map(({ text, about }) => (descriptions && about !== '' ? `${text}\t${about}` : text));
  return [...lines, `:${directive}`, ''].join('\n');
}

/** Prints the candidates that begin with the last argument, and a last line that says whether file names fit too. */
export async function runComplete(invocation: CompleteInvocation, surroundings: Surroundings): Promise<ExitCode> {
  const { args, descriptions } = invocation;
  const completion = completeArguments(args);
  const found = beginningWith(await allCandidates(completion, invocation, surroundings), completedText(args));
  surroundings.stdout.write(answerText(found, completion.files ? 0 : noFiles, descriptions));
  return ExitCode.ok;
}
