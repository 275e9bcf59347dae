/** Diagnostics for people, on stderr, one line each. Data never goes through here. */

import { escapeControl } from './escape.ts';

/** Levels in order of weight. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;

/** A log level. */
export type LogLevel = (typeof logLevels)[number];

/** Where a stage says what it noticed. Messages are escaped, so data may be quoted in them. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Something text can be written to. */
export interface TextSink {
  write(text: string): unknown;
}

/**
 * Returns a logger that writes `level: message` lines to `sink`, leaving out what is below `least`.
 * The word `info` is left out, as it says nothing.
 */
export function createLogger(sink: TextSink, least: LogLevel): Logger {
  const from = logLevels.indexOf(least);
  const at = (level: LogLevel) => (message: string) => {
    if (logLevels.indexOf(level) < from) return;
    sink.write(`${level === 'info' ? '' : `${level}: `}${escapeControl(message)}\n`);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
