/** What `--listen` may be. */

import { isLoopbackHost, parseHostPort, unixSocketPath } from '../../base/addresses.ts';
import { UsageError } from '../../base/errors.ts';

/** An address to listen on; `text` is what the operator wrote. */
export type ListenAddress =
  | { readonly kind: 'unix'; readonly text: string; readonly path: string }
  | { readonly kind: 'tcp'; readonly text: string; readonly host: string; readonly port: number };

const forms = 'use unix:///path, host:port, [v6]:port or :port';

/**
 * Returns the address in `unix:///path`, `host:port`, `[v6]:port` or `:port` (every interface; port 0: any free one).
 * Throws UsageError for anything else, and for an address that other machines can reach unless `open` (TLS, or the operator) allows it:
 * without TLS everybody on the network could read the flows.
 */
export function parseListenAddress(text: string, open: boolean): ListenAddress {
  const path = unixSocketPath(text);
  if (path !== undefined) return unixAddress(text, path);
  const parts = parseHostPort(text);
  if (parts === undefined) throw invalidAddress(text);
  if (!open && !isLoopbackHost(parts.host)) {
    throw new UsageError(`refusing to listen on ${text} without TLS: other machines could read the flows`, {
      code: 'usage/insecure-listen',
      hint: 'give --tls-cert-file and --tls-key-file, listen on 127.0.0.1 or on a unix socket, or say --insecure-listen',
    });
  }
  return { kind: 'tcp', text, ...parts };
}

function unixAddress(text: string, path: string): ListenAddress {
  if (!path.startsWith('/') || path.endsWith('/')) throw invalidAddress(text);
  // The kernel keeps the path of a socket in 108 bytes with a closing zero (sockaddr_un, unix(7)).
  if (Buffer.byteLength(path) > 107) {
    throw new UsageError(`invalid listen address ${text}: the path is longer than the 107 bytes a socket may have`, {
      code: 'usage/listen-address',
      hint: 'use a shorter path',
    });
  }
  return { kind: 'unix', text, path };
}

function invalidAddress(text: string): UsageError {
  return new UsageError(`invalid listen address ${text}`, { code: 'usage/listen-address', hint: forms });
}
