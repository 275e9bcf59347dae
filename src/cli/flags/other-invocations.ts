/** The command lines of events, configuration and completion, as what to do. */

import { UsageError } from '../../base/errors.ts';
import { isShell, shells } from '../completion/complete.ts';
import { completionScript } from '../completion/scripts.ts';
import { readArguments } from './arguments.ts';
import { observeCommands } from './commands.ts';
import type { eventFlags } from './event-flags.ts';
import { buildEventsQuery, type EventsQuery } from './events-request.ts';
import type { FlagValues } from './flag.ts';
import type { peerFlags } from './observe-flags.ts';
import type { ParsedLine } from './parse.ts';
import { hasLegacyJson, resolveLine, type LineContext } from './resolve-line.ts';
import type { ResolvedFlags } from './resolve.ts';
import { nearestName } from '../../filters/expression/nearest-name.ts';

/** Which events to show, and how. */
export interface EventsInvocation extends EventsQuery {
  readonly kind: 'events';
  readonly what: 'agent' | 'debug';
  readonly flags: ResolvedFlags<typeof eventFlags>;
  /** True when `HUBBLE_COMPAT` asks for JSON without the response around the event. */
  readonly legacyJson: boolean;
}

/** What to do with the configuration. */
export interface ConfigInvocation {
  readonly kind: 'config';
  readonly action: 'get' | 'set' | 'reset' | 'view';
  /** Values of flags on the command line, by name. */
  readonly given: ReadonlyMap<string, unknown>;
  /** What stands behind the action: a key, a value. */
  readonly words: readonly string[];
}

/** What to complete. */
export interface CompleteInvocation {
  readonly kind: 'complete';
  /** The arguments up to the cursor, the last one being the one it is in. */
  readonly args: readonly string[];
  /** Without it only the candidates are printed. */
  readonly descriptions: boolean;
  /** How the server is reached, by what stands on the line; undefined when that cannot be told. */
  readonly server: FlagValues<typeof peerFlags> | undefined;
}

/** Returns what an event command does. Throws UsageError as `buildEventsQuery` does. */
export function eventsInvocation(what: 'agent' | 'debug', line: ParsedLine, context: LineContext): EventsInvocation {
  const flags = resolveLine(observeCommands['agent-events'].table, line, context);
  const query = buildEventsQuery(flags.values, context.now);
  return { kind: 'events', what, ...query, flags, legacyJson: hasLegacyJson(context.environment) };
}

/**
 * Returns what a config command does. Its flags are not resolved: the configuration must be shown and changed even where something
 * in it is wrong.
 */
export function configInvocation(action: ConfigInvocation['action'], { given, words }: ParsedLine): ConfigInvocation {
  return { kind: 'config', action, given, words };
}

/** Returns the completion script of the shell `name`. Throws UsageError for a shell there is none for. */
export function completionFor(name: string): string {
  if (isShell(name)) return completionScript(name);
  const nearest = nearestName(name, shells);
  throw new UsageError(`unknown command "${name}" for "observe completion"`, {
    code: 'flags/unknown-command',
    hint: nearest === undefined ? `the shells are ${shells.join(', ')}` : `did you mean ${nearest}?`,
  });
}

// The line is not finished, so what is wrong with it is no matter.
function givenSoFar(args: readonly string[]): ReadonlyMap<string, unknown> {
  const given = new Map<string, unknown>();
  const { table } = observeCommands['watch-peers'];
  try {
    for (const argument of readArguments(args, observeCommands.flows.table)) {
      const flag =
        argument.kind === 'flag' ? Object.entries(table).find(([name]) => name === argument.name) : undefined;
      if (flag === undefined || argument.kind !== 'flag') continue;
      const accepted = flag[1].accept(argument.value, undefined);
      if (accepted.ok) given.set(flag[0], accepted.value);
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  return given;
}

function serverOn(args: readonly string[], context: LineContext): CompleteInvocation['server'] {
  try {
    return resolveLine(observeCommands['watch-peers'].table, { given: givenSoFar(args) }, context).values;
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** The hidden commands completion scripts call, as Hubble's are called: whether each describes its candidates. */
const completeWords: ReadonlyMap<string, boolean> = new Map([
  ['__complete', true],
  ['__completeNoDesc', false],
]);

/** Returns what to complete, undefined for a line that is no call of a completion script. Two quotes stand for no text. */
export function completeInvocation(argv: readonly string[], context: LineContext): CompleteInvocation | undefined {
  const [word = '', ...rest] = argv;
  const descriptions = completeWords.get(word);
  if (descriptions === undefined) return undefined;
  const args = rest.at(-1) === '""' ? [...rest.slice(0, -1), ''] : rest;
  return { kind: 'complete', args, descriptions, server: serverOn(args.slice(0, -1), context) };
}
