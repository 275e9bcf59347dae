/** The command line of `observe`, with environment and configuration file, as what to do. */

import { UsageError } from '../../base/errors.ts';
import { commandHelp, groupHelp } from '../help.ts';
import { selectCommand } from './command-words.ts';
import { observeCommands, type ObserveCommandName } from './commands.ts';
import type { FlagValues } from './flag.ts';
import { buildFlowsQuery, type FlowsQuery } from './flows-request.ts';
import { clientLogReading, type LogReading } from './log-reading.ts';
import type { flowsFlags, listFlags, peerFlags, statusFlags } from './observe-flags.ts';
import {
  completeInvocation,
  completionFor,
  configInvocation,
  eventsInvocation,
  type CompleteInvocation,
  type ConfigInvocation,
  type EventsInvocation,
} from './other-invocations.ts';
import { parseLine, requireNoTrailingNot, type GivenFilter, type ParsedLine } from './parse.ts';
import { formatRawFilters } from './raw-filters.ts';
import { hasLegacyJson, resolveLine, type LineContext } from './resolve-line.ts';
import type { ResolvedFlags } from './resolve.ts';
import { hubbleDefaultNumber } from './selection.ts';

/** What the flow commands do. */
export interface FlowsInvocation extends FlowsQuery {
  readonly flags: ResolvedFlags<typeof flowsFlags>;
  /** Files to read instead of asking a server; `-` is stdin. */
  readonly inputFiles: readonly string[];
  readonly logReading: LogReading;
  /** The filter flags in the order they were given. */
  readonly givenFilters: readonly GivenFilter[];
  /** True when `HUBBLE_COMPAT` asks for JSON without the response around the flow. */
  readonly legacyJson: boolean;
}

/** What to do. */
export type ObserveInvocation =
  | { readonly kind: 'text'; readonly text: string }
  /** `short` is what `--version` asks for. */
  | { readonly kind: 'version'; readonly short: boolean }
  | ({ readonly kind: 'flows' | 'demo' } & FlowsInvocation)
  | { readonly kind: 'status'; readonly flags: ResolvedFlags<typeof statusFlags> }
  | { readonly kind: 'watch-peers'; readonly flags: ResolvedFlags<typeof peerFlags> }
  | EventsInvocation
  | ConfigInvocation
  | CompleteInvocation
  | { readonly kind: 'list'; readonly what: 'nodes' | 'namespaces'; readonly flags: ResolvedFlags<typeof listFlags> };

/** Hubble's message names a flag that it has not. */
function rejectTwoOrigins(values: FlagValues<typeof flowsFlags>): void {
  if (values['input-file'].length === 0 || !values['port-forward']) return;
  throw new UsageError('cannot use --input-file and --auto-port-forward together', {
    code: 'flags/origins',
    hint: 'leave out --input-file to ask the cluster, or --port-forward (-P, HUBBLE_PORT_FORWARD, port-forward in the configuration) to read the file',
  });
}

function flowsInvocation(kind: 'flows' | 'demo', line: ParsedLine, context: LineContext): ObserveInvocation {
  const flags = resolveLine(observeCommands.flows.table, line, context);
  requireNoTrailingNot(line);
  const inputFiles = flags.values['input-file'];
  const query = buildFlowsQuery(flags.values, line.filters, {
    now: context.now,
    offline: inputFiles.length > 0,
    defaultNumber: kind === 'demo' ? 0n : hubbleDefaultNumber,
  });
  if (flags.values['print-raw-filters']) {
    const { whitelist = [], blacklist = [] } = query.request;
    return { kind: 'text', text: formatRawFilters({ whitelist, blacklist }) };
  }
  rejectTwoOrigins(flags.values);
  const { environment } = context;
  const logReading = clientLogReading(flags, environment);
  const { givenFilters } = line;
  return { kind, ...query, flags, inputFiles, logReading, givenFilters, legacyJson: hasLegacyJson(environment) };
}

function helpOn(words: readonly string[]): ObserveInvocation {
  const selected = selectCommand(words);
  const text = selected.kind === 'group' ? groupHelp(selected.path) : commandHelp(observeCommands[selected.name]);
  return { kind: 'text', text };
}

function listInvocation(what: 'nodes' | 'namespaces', line: ParsedLine, context: LineContext): ObserveInvocation {
  return { kind: 'list', what, flags: resolveLine(observeCommands['list-nodes'].table, line, context) };
}

type LineReader = (line: ParsedLine, context: LineContext) => ObserveInvocation;

const readers: { readonly [Name in ObserveCommandName]: LineReader } = {
  flows: (line, context) => flowsInvocation('flows', line, context),
  demo: (line, context) => flowsInvocation('demo', line, context),
  status: (line, context) => ({
    kind: 'status',
    flags: resolveLine(observeCommands.status.table, line, context),
  }),
  'list-nodes': (line, context) => listInvocation('nodes', line, context),
  'list-namespaces': (line, context) => listInvocation('namespaces', line, context),
  'agent-events': (line, context) => eventsInvocation('agent', line, context),
  'debug-events': (line, context) => eventsInvocation('debug', line, context),
  'watch-peers': (line, context) => ({
    kind: 'watch-peers',
    flags: resolveLine(observeCommands['watch-peers'].table, line, context),
  }),
  'config-get': (line) => configInvocation('get', line),
  'config-set': (line) => configInvocation('set', line),
  'config-reset': (line) => configInvocation('reset', line),
  'config-view': (line) => configInvocation('view', line),
  completion: ({ words: [shell] }) => ({
    kind: 'text',
    text: shell === undefined ? commandHelp(observeCommands.completion) : completionFor(shell),
  }),
  version: () => ({ kind: 'version', short: false }),
  help: ({ words }) => helpOn(words),
};

/**
 * Reads the command line of `observe` (without the program's own name). Throws UsageError with Hubble's message, and a hint,
 * for the first thing wrong, in Hubble's order.
 */
export function readObserveLine(argv: readonly string[], context: LineContext): ObserveInvocation {
  const completing = completeInvocation(argv, context);
  if (completing !== undefined) return completing;
  const selected = selectCommand(argv);
  if (selected.kind === 'group') return { kind: 'text', text: groupHelp(selected.path) };
  const { name, args } = selected;
  const line = parseLine(args, observeCommands[name].table);
  if (line.given.get('help') === true) return { kind: 'text', text: commandHelp(observeCommands[name]) };
  if (line.given.get('version') === true) return { kind: 'version', short: true };
  return readers[name](line, context);
}
