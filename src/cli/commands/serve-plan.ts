/** What `observed` is about to do, checked before anything is opened. */

import { parseListenAddress } from '../../server/grpc/listen-address.ts';
import { readTlsFiles, type TlsFiles } from '../../server/grpc/tls-files.ts';
import { assertSingleKernelSource } from '../../sources/source.ts';
import { parseSourceSpec } from '../../sources/source-spec.ts';
import { requireCapacity } from '../../store/flow-store.ts';
import type { PolicyConfiguration } from '../../policy/configuration.ts';
import { listenTlsFiles } from '../flags/listen-tls-flags.ts';
import type { LogReading } from '../flags/log-reading.ts';
import type { observedFlags } from '../flags/observed-flags.ts';
import type { ResolvedFlags } from '../flags/resolve.ts';
import { policyConfigurationOf } from '../log-pipeline.ts';

/** The command line of the server, read. */
export interface ServeInvocation {
  readonly flags: ResolvedFlags<typeof observedFlags>;
  readonly logReading: LogReading;
}

/** A server that can be started. */
export interface ServerPlan {
  /** Sources as the user wrote them; `kmsg:` when none was given. */
  readonly sources: readonly string[];
  readonly policy: PolicyConfiguration;
  readonly reading: LogReading;
  /** Undefined without TLS. */
  readonly tls: TlsFiles | undefined;
}

/** A machine's own kernel log: what somebody who names no source wants to see. */
const defaultSource = 'kmsg:';

/**
 * Returns the plan. Throws UsageError or InputError, naming the flag or key and the mend, for whatever could not be started: a source, two
 * sources that are copies of one kernel log, an address, a file of TLS, a capacity, a mode, a Felix configuration.
 */
export function planServer({ flags, logReading }: ServeInvocation): ServerPlan {
  const { source, listen, capacity, 'insecure-listen': insecureListen } = flags.values;
  const sources = source.length === 0 ? [defaultSource] : source;
  for (const spec of sources) parseSourceSpec(spec);
  assertSingleKernelSource(sources);
  const tls = listenTlsFiles(flags.values);
  if (tls !== undefined) readTlsFiles(tls);
  for (const address of listen) parseListenAddress(address, insecureListen || tls !== undefined);
  requireCapacity(capacity);
  return { sources, policy: policyConfigurationOf(logReading), reading: logReading, tls };
}
