/** The command line of ssh. */

import { destinationArguments, type SshTarget } from './ssh-target.ts';

/** A forward of ssh. */
export interface Forward {
  /** Path of the unix socket here. */
  readonly local: string;
  /** Path of a unix socket there, or host:port. */
  readonly remote: string;
}

/** What decides about the command line. */
export interface SshArgumentOptions {
  readonly target: SshTarget;
  readonly interactive: boolean;
  /** Milliseconds for connecting. */
  readonly timeoutMs: number;
}

/**
 * Returns the arguments: no command, no terminal, only the forwards; a connection of its own (a shared one would outlive it), noticed
 * as dead within 45 s.
 */
export function sshArguments(
  { target, interactive, timeoutMs }: SshArgumentOptions,
  forwards: readonly Forward[],
): readonly string[] {
  const settings = [
    'ExitOnForwardFailure=yes',
    'StreamLocalBindUnlink=yes',
    'ServerAliveInterval=15',
    'ServerAliveCountMax=3',
    'ControlMaster=no',
    'ControlPath=none',
    'LogLevel=INFO',
    `ConnectTimeout=${Math.max(1, Math.ceil(timeoutMs / 1000))}`,
    ...(interactive ? [] : ['BatchMode=yes']),
  ];
  return [
    '-N',
    '-T',
    ...settings.flatMap((setting) => ['-o', setting]),
    ...forwards.flatMap(({ local, remote }) => ['-L', `${local}:${remote}`]),
    ...destinationArguments(target),
  ];
}
