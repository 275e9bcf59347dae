/** The command line of `observed`, with environment and configuration file, as what to do. */

import { UsageError } from '../../base/errors.ts';
import type { ReadText } from '../config/hubble-config.ts';
import { parseObservedConfig } from '../config/observed-config.ts';
import { commandHelp } from '../help.ts';
import { observedCommand } from './commands.ts';
import { serverLogReading, type LogReading } from './log-reading.ts';
import type { observedFlags } from './observed-flags.ts';
import { parseLine, type ParsedLine } from './parse.ts';
import {
  observedEnvironment,
  resolveFlags,
  type Environment,
  type FileSetting,
  type ResolvedFlags,
} from './resolve.ts';

/** What a command line is read in. */
export interface ServerLineContext {
  readonly environment: Environment;
  readonly readText: ReadText;
}

/** What to do. */
export type ObservedInvocation =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'version' }
  | {
      /** `check` asks whether everything is in order, without serving. */
      readonly kind: 'serve' | 'check';
      readonly flags: ResolvedFlags<typeof observedFlags>;
      readonly logReading: LogReading;
    };

function readFile(line: ParsedLine, { readText }: ServerLineContext): ReadonlyMap<string, FileSetting> {
  const path = line.given.get('config');
  if (typeof path !== 'string') return new Map();
  const text = readText(path);
  if (text === undefined) {
    throw new UsageError(`configuration file ${path}: cannot be read`, {
      code: 'config/unusable',
      hint: 'check that the file is there and that observed may read it',
    });
  }
  return parseObservedConfig(text, path, observedCommand.table);
}

function rejectWords([word]: readonly string[]): void {
  if (word === undefined) return;
  throw new UsageError(`unknown command "${word}" for "observed"`, {
    code: 'flags/unknown-command',
    hint: word.includes(':') ? `did you mean --source ${word}?` : 'observed takes flags only; --help lists them',
  });
}

/**
 * Reads the command line of `observed` (without the program's own name). Throws UsageError, with a hint, for the first
 * thing wrong: the flags, then the configuration file, then the values in environment and file.
 */
export function readObservedLine(argv: readonly string[], context: ServerLineContext): ObservedInvocation {
  const line = parseLine(argv, observedCommand.table);
  const [word] = line.words;
  if (line.given.get('help') === true || word === 'help') return { kind: 'text', text: commandHelp(observedCommand) };
  if (line.given.get('version') === true || word === 'version') return { kind: 'version' };
  rejectWords(line.words);
  const { environment } = context;
  const file = readFile(line, context);
  const flags = resolveFlags(observedCommand.table, {
    given: line.given,
    environment,
    rules: observedEnvironment,
    file,
  });
  const logReading = serverLogReading(flags, environment);
  return { kind: flags.values['check-config'] ? 'check' : 'serve', flags, logReading };
}
