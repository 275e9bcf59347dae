/** `observed`: from the command line to the server. */

import { ExitCode } from '../base/exit-codes.ts';
import { readObservedLine } from './flags/observed-line.ts';
import { runProgram, type Surroundings } from './program.ts';
import { version } from './version.ts';

async function run(surroundings: Surroundings): Promise<ExitCode> {
  const { argv, environment, readText, stdout } = surroundings;
  const invocation = readObservedLine(argv, { environment, readText });
  switch (invocation.kind) {
    case 'text':
      stdout.write(invocation.text);
      return ExitCode.ok;
    case 'version':
      stdout.write(`observed ${version}\n`);
      return ExitCode.ok;
    case 'check':
      (await import('./commands/serve-plan.ts')).planServer(invocation);
      stdout.write('the configuration is in order\n');
      return ExitCode.ok;
    case 'serve':
      return await (await import('./commands/serve.ts')).runServer(invocation, surroundings);
    default:
      return invocation satisfies never;
  }
}

/** Runs the program and resolves with its exit code. */
export async function main(): Promise<ExitCode> {
  return await runProgram(run);
}
