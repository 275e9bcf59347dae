/** `ssh://[user@]host[:port][/socket]` as `--server`. */

import { UsageError } from '../base/errors.ts';

/** A host to reach through ssh. */
export interface SshTarget {
  /** What the user wrote. */
  readonly text: string;
  readonly user: string | undefined;
  /** A name, an address, or a `Host` of the ssh configuration. */
  readonly host: string;
  readonly port: number | undefined;
  /** The unix socket to forward to; undefined looks at the places of `observed`. */
  readonly socket: string | undefined;
}

const scheme = 'ssh://';

// Nothing in here is an option, a word of a shell (ProxyCommand and Match exec see the host), or a colon that -L would part at.
const strict =
  /^ssh:\/\/(?:(?<user>\w[\w.+-]*)@)?(?:\[(?<v6>[\da-fA-F]*:[\da-fA-F:.]+(?:%\w[\w.-]*)?)\]|(?<host>\w[\w.-]*))(?::(?<port>\d{1,5}))?(?<socket>\/[\w./+-]*)?$/;

/** Tells whether a `--server` is to be reached through ssh. */
export function isSshAddress(text: string): boolean {
  return text.startsWith(scheme);
}

/** Returns the parts. Throws UsageError for anything that is not exactly of this form, such as a host that begins with `-`. */
export function parseSshTarget(text: string): SshTarget {
  const parts = strict.exec(text)?.groups;
  const port = parts?.['port'] === undefined ? undefined : Number(parts['port']);
  const host = parts?.['v6'] ?? parts?.['host'];
  if (host === undefined || port === 0 || (port ?? 0) > 65_535) {
    throw new UsageError(`invalid server address ${JSON.stringify(text)}`, {
      code: 'usage/server',
      hint: 'use ssh://[user@]host[:port], and a path after it for a unix socket of that host',
    });
  }
  const socket = parts?.['socket'];
  return { text, user: parts?.['user'], host, port, socket: socket === '/' ? undefined : socket };
}

/** Returns the arguments of ssh that name the host. */
export function destinationArguments({ user, host, port }: SshTarget): readonly string[] {
  return [...(user === undefined ? [] : ['-l', user]), ...(port === undefined ? [] : ['-p', String(port)]), '--', host];
}

/** Returns the command a person would type to try the same. */
export function sshCommand({ user, host, port }: SshTarget): string {
  return `ssh ${port === undefined ? '' : `-p ${port} `}${user === undefined ? '' : `${user}@`}${host}`;
}
