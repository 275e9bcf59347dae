/** The command line of `observe`, with environment and configuration file, as what to do. */

import { UsageError } from '../../base/errors.ts';
import type { Timestamp } from '../../base/time/timestamp.ts';
import { loadHubbleConfig, type ReadText } from '../config/hubble-config.ts';
import { commandHelp } from '../help.ts';
import { selectCommand } from './command-words.ts';
import { observeCommands } from './commands.ts';
import type { Flag, FlagTable } from './flag.ts';
import { buildFlowsQuery, type FlowsQuery } from './flows-request.ts';
import { clientLogReading, type LogReading } from './log-reading.ts';
import type { flowsFlags, listFlags, statusFlags } from './observe-flags.ts';
import { parseLine, requireNoTrailingNot, type ParsedLine } from './parse.ts';
import { formatRawFilters } from './raw-filters.ts';
import { hubbleEnvironment, resolveFlags, type Environment, type ResolvedFlags } from './resolve.ts';
import { hubbleDefaultNumber } from './selection.ts';

/** What a command line is read in. */
export interface LineContext {
  readonly environment: Environment;
  readonly readText: ReadText;
  readonly now: Timestamp;
}

/** What the flow commands do. */
export interface FlowsInvocation extends FlowsQuery {
  readonly flags: ResolvedFlags<typeof flowsFlags>;
  /** Files to read instead of asking a server; `-` is stdin. */
  readonly inputFiles: readonly string[];
  readonly logReading: LogReading;
  /** True when `HUBBLE_COMPAT` asks for JSON without the response around the flow. */
  readonly legacyJson: boolean;
}

/** What to do. */
export type ObserveInvocation =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'version' }
  | ({ readonly kind: 'flows' | 'demo' } & FlowsInvocation)
  | { readonly kind: 'status'; readonly flags: ResolvedFlags<typeof statusFlags> }
  | { readonly kind: 'list'; readonly what: 'nodes' | 'namespaces'; readonly flags: ResolvedFlags<typeof listFlags> };

interface GeneralFlags extends FlagTable {
  readonly config: Flag<string | undefined>;
}

function resolve<Table extends GeneralFlags>(
  table: Table,
  line: ParsedLine,
  context: LineContext,
): ResolvedFlags<Table> {
  const { environment } = context;
  const config = line.given.get('config');
  const file = loadHubbleConfig(typeof config === 'string' ? config : undefined, table, context);
  return resolveFlags(table, { given: line.given, environment, rules: hubbleEnvironment, file });
}

function hasLegacyJson({ HUBBLE_COMPAT: compat = '' }: Environment): boolean {
  return compat.split(',').some((word) => word.trim().toLowerCase() === 'legacy-json-output');
}

function flowsInvocation(kind: 'flows' | 'demo', line: ParsedLine, context: LineContext): ObserveInvocation {
  const flags = resolve(observeCommands.flows.table, line, context);
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
  const { environment } = context;
  const logReading = clientLogReading(flags, environment);
  return { kind, ...query, flags, inputFiles, logReading, legacyJson: hasLegacyJson(environment) };
}

function helpOn(words: readonly string[]): ObserveInvocation {
  const [word, ...more] = words;
  if (word === 'list' && more.length === 0) return { kind: 'text', text: commandHelp(observeCommands['list-nodes']) };
  const { name } = selectCommand(words);
  if (name === 'flows' && word !== undefined && word !== 'observe' && word !== 'flows') {
    throw new UsageError(`unknown command "${word}" for "observe"`, {
      code: 'flags/unknown-command',
      hint: 'observe --help lists the commands',
    });
  }
  return { kind: 'text', text: commandHelp(observeCommands[name]) };
}

/**
 * Reads the command line of `observe` (without the program's own name). Throws UsageError with Hubble's message, and a hint,
 * for the first thing wrong, in Hubble's order.
 */
export function readObserveLine(argv: readonly string[], context: LineContext): ObserveInvocation {
  const { name, args } = selectCommand(argv);
  const line = parseLine(args, observeCommands[name].table);
  if (line.given.get('help') === true) return { kind: 'text', text: commandHelp(observeCommands[name]) };
  if (line.given.get('version') === true) return { kind: 'version' };
  switch (name) {
    case 'flows':
    case 'demo':
      return flowsInvocation(name, line, context);
    case 'status':
      return { kind: 'status', flags: resolve(observeCommands.status.table, line, context) };
    case 'list-nodes':
      return { kind: 'list', what: 'nodes', flags: resolve(observeCommands['list-nodes'].table, line, context) };
    case 'list-namespaces':
      return {
        kind: 'list',
        what: 'namespaces',
        flags: resolve(observeCommands['list-namespaces'].table, line, context),
      };
    case 'version':
      return { kind: 'version' };
    default:
      name satisfies 'help';
      return helpOn(line.words);
  }
}
