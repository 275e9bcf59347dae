/** `observe`: from the command line to a command. */

import { ExitCode } from '../base/exit-codes.ts';
import { once } from '../flow/codec/once.ts';
import { readObserveLine, type ObserveInvocation } from './flags/observe-line.ts';
import { runProgram, type Surroundings } from './program.ts';
import { longVersion, version } from './version.ts';

type ShownInvocation = Extract<ObserveInvocation, { readonly kind: 'flows' | 'demo' }>;

/** On a terminal the full-screen view, which alone pays for loading it; lines everywhere else. */
async function showFlows(invocation: ShownInvocation, surroundings: Surroundings): Promise<ExitCode> {
  if (surroundings.terminal !== undefined) {
    const { wantsScreen } = await import('./tui/wants-screen.ts');
    if (wantsScreen(invocation, surroundings)) {
      return await (await import('./tui/run-screen.ts')).runScreen(invocation, surroundings);
    }
  }
  return invocation.kind === 'demo'
    ? await (await import('./commands/demo.ts')).runDemo(invocation, surroundings)
    : await (await import('./commands/flows.ts')).runFlows(invocation, surroundings);
}

/** Reads the line; what reads a configuration file is loaded when there turns out to be one, which few have. */
async function readLine({ argv, environment, readText, clock }: Surroundings): Promise<ObserveInvocation> {
  // Only a flag that names a time asks for it, and Node loads what tells it on first use.
  const context = { environment, readText, now: once(() => clock.now()) };
  const hasFile = new Error('there is a configuration file');
  const tell = (): never => {
    throw hasFile;
  };
  try {
    return readObserveLine(argv, { ...context, readSettings: tell });
  } catch (error) {
    if (error !== hasFile) throw error;
    const { readSettings } = await import('./config/yaml-settings.ts');
    return readObserveLine(argv, { ...context, readSettings });
  }
}

async function run(surroundings: Surroundings): Promise<ExitCode> {
  const { stdout } = surroundings;
  const invocation = await readLine(surroundings);
  switch (invocation.kind) {
    case 'text':
      stdout.write(invocation.text);
      return ExitCode.ok;
    case 'version':
      stdout.write(invocation.short ? `observe ${version}\n` : longVersion('observe', surroundings.runtime));
      return ExitCode.ok;
    case 'flows':
    case 'demo':
      return await showFlows(invocation, surroundings);
    case 'status':
      return await (await import('./commands/status.ts')).runStatus(invocation.flags, surroundings);
    case 'list':
      return await (await import('./commands/list.ts')).runList(invocation, surroundings);
    case 'events':
      return await (await import('./commands/events.ts')).runEvents(invocation, surroundings);
    case 'watch-peers':
      return await (await import('./commands/watch-peers.ts')).runWatchPeers(invocation.flags.values, surroundings);
    case 'config':
      return (await import('./commands/config.ts')).runConfig(invocation, surroundings);
    case 'complete':
      return await (await import('./commands/complete.ts')).runComplete(invocation, surroundings);
    default:
      return invocation satisfies never;
  }
}

/** Runs the program and resolves with its exit code. */
export async function main(): Promise<ExitCode> {
  return await runProgram(run);
}
