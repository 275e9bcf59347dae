/** `observe status`. */

import { FailureError } from '../../base/errors.ts';
import { ExitCode } from '../../base/exit-codes.ts';
import { parseStatusFormat } from '../../output/formats.ts';
import { formatObservedStatus } from '../../output/observed-status.ts';
import { formatServerStatus } from '../../output/status.ts';
import type { statusFlags } from '../flags/observe-flags.ts';
import type { ResolvedFlags } from '../flags/resolve.ts';
import type { Surroundings } from '../program.ts';
import { openServer } from './server-observer.ts';

/** Prints the status of the server: Hubble's lines first, then ours when it is `observed`. */
export async function runStatus(
  flags: ResolvedFlags<typeof statusFlags>,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { stdout, interrupted } = surroundings;
  const format = parseStatusFormat(flags.values.output);
  const observer = await openServer(flags.values, surroundings);
  try {
    const call = { signal: interrupted };
    const health = await observer.health(call);
    if (health !== 'SERVING') {
      stdout.write(`Healthcheck (via ${observer.address}): Unavailable: ${health}\n`);
      throw new FailureError('not healthy', {
        code: 'status/unhealthy',
        hint: 'the server answers but says that it does not serve; its own log tells why',
      });
    }
    const status = await observer.serverStatus(call);
    stdout.write(formatServerStatus(status, { format, target: observer.address }));
    if (format !== 'compact') return ExitCode.ok;
    const ours = await observer.observedStatus(call);
    if (ours !== undefined) stdout.write(formatObservedStatus(ours, status.uptime_ns));
    return ExitCode.ok;
  } finally {
    await observer.close();
  }
}
