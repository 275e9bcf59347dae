/** `observe list nodes` and `observe list namespaces`. */

import { ExitCode } from '../../base/exit-codes.ts';
import { parseListFormat } from '../../output/formats.ts';
import { formatNamespaces } from '../../output/namespaces.ts';
import { formatNodes } from '../../output/nodes.ts';
import type { listFlags } from '../flags/observe-flags.ts';
import type { ResolvedFlags } from '../flags/resolve.ts';
import type { Surroundings } from '../program.ts';
import { openServer } from './server-observer.ts';

/** What to list and how. */
export interface ListInvocation {
  readonly what: 'nodes' | 'namespaces';
  readonly flags: ResolvedFlags<typeof listFlags>;
}

/** Prints the list the server gives. */
export async function runList({ what, flags }: ListInvocation, surroundings: Surroundings): Promise<ExitCode> {
  const format = parseListFormat(flags.values.output);
  const observer = await openServer(flags.values, surroundings);
  try {
    const call = { signal: surroundings.interrupted };
    const text =
      what === 'nodes'
        ? formatNodes(await observer.getNodes(call), format)
        : formatNamespaces(await observer.getNamespaces(call), format);
    surroundings.stdout.write(text);
    return ExitCode.ok;
  } finally {
    await observer.close();
  }
}
