/** Invocations of `observe` as its command line makes them. */

import { readSettings } from '../../../src/cli/config/yaml-settings.ts';
import { readObserveLine } from '../../../src/cli/flags/observe-line.ts';
import type { Environment } from '../../../src/cli/flags/resolve.ts';
import type { ShownCommand } from '../../../src/cli/tui/find-origin.ts';
import type { TextSink } from '../../../src/base/logger.ts';

/** What a command line is read in. */
export interface LineSurroundings {
  readonly environment?: Environment;
  readonly files?: Readonly<Record<string, string>>;
}

/** Returns the invocation of `observe` or `observe demo` with these arguments; throws where it is another one. */
export function anInvocation(
  args: readonly string[] = [],
  { environment = {}, files = {} }: LineSurroundings = {},
): ShownCommand {
  const invocation = readObserveLine(args, {
    environment,
    readText: (path) => files[path],
    readSettings,
    now: () => ({ seconds: 1_800_000_000, nanos: 0 }),
  });
  if (invocation.kind === 'flows' || invocation.kind === 'demo') return invocation;
  throw new Error(`it is ${invocation.kind}`);
}

/** A sink that remembers what was written. */
export interface HeardSink extends TextSink {
  readonly text: string;
}

/** Returns a sink that remembers. */
export function aSink(): HeardSink {
  const parts: string[] = [];
  return {
    write: (text) => parts.push(text),
    get text() {
      return parts.join('');
    },
  };
}
