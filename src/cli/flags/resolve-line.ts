/** A parsed line with environment and configuration file behind it. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import { loadHubbleConfig, type ConfigSurroundings } from '../config/hubble-config.ts';
import type { Flag, FlagTable } from './flag.ts';
import { serverFlags } from './client-flags.ts';
import type { ParsedLine } from './parse.ts';
import { hubbleEnvironment, resolveFlags, type Environment, type ResolvedFlags } from './resolve.ts';
import { requireTlsFlags } from './tls-flags.ts';

/** What a command line is read in. */
export interface LineContext extends ConfigSurroundings {
  /** Returns the time of the call of the program, the same one each time. */
  readonly now: () => Timestamp;
}

interface GeneralFlags extends FlagTable {
  readonly config: Flag<string | undefined>;
}

/**
 * Returns the value and origin of every flag of `table`. Throws UsageError for a configuration file that was asked for and
 * cannot be read, for a value its flag does not take, and for TLS flags that do not fit together.
 */
export function resolveLine<Table extends GeneralFlags>(
  table: Table,
  { given }: Pick<ParsedLine, 'given'>,
  context: LineContext,
): ResolvedFlags<Table> {
  const { environment } = context;
  const config = given.get('config');
  const file = loadHubbleConfig(typeof config === 'string' ? config : undefined, table, context);
  const sources = { given, environment, rules: hubbleEnvironment, file };
  const flags = resolveFlags(table, sources);
  requireTlsFlags(resolveFlags(serverFlags, sources).values);
  return flags;
}

/** Tells whether `HUBBLE_COMPAT` asks for JSON without the response around flows and events. */
export function hasLegacyJson({ HUBBLE_COMPAT: compat = '' }: Environment): boolean {
  return compat.split(',').some((word) => word.trim().toLowerCase() === 'legacy-json-output');
}
