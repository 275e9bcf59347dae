/** What `--server` may be. */

import { isLoopbackHost, parseHostPort, unixSocketPath } from '../base/addresses.ts';
import { UsageError } from '../base/errors.ts';

/** A server to dial. `text` is what the user wrote, `name` what grpc-js dials. */
export interface Target {
  readonly text: string;
  readonly name: string;
  /** The address asks for TLS. */
  readonly tls: boolean;
  /** On this machine: a proxy has no business between. */
  readonly local: boolean;
}

const tlsScheme = 'tls://';

/**
 * Returns the target in `unix:///path`, `host:port`, `tls://host:port` or any other target grpc understands
 * (`dns:///host:port`). Throws UsageError for an empty one and for a `host:port` without its port.
 */
export function parseTarget(text: string): Target {
  const tls = text.startsWith(tlsScheme);
  const rest = tls ? text.slice(tlsScheme.length) : text;
  const path = unixSocketPath(rest);
  if (path !== undefined) return { text, name: `unix:${path.startsWith('/') ? '//' : ''}${path}`, tls, local: true };
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(rest)) return { text, name: rest, tls, local: false };
  const parts = parseHostPort(rest);
  if (parts === undefined) {
    throw new UsageError(`invalid server address ${JSON.stringify(text)}`, {
      code: 'usage/server',
      hint: 'use host:port, [v6]:port, unix:///path or tls://host:port',
    });
  }
  const host = parts.host === '' ? 'localhost' : parts.host;
  const name = `dns:${host.includes(':') ? `[${host}]` : host}:${parts.port}`;
  return { text, name, tls, local: isLoopbackHost(host) };
}
