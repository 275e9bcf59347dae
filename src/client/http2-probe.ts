/** Whether an HTTP/2 server is behind a socket. */

import { connect } from 'node:net';

/** The client's preface of RFC 9113, 3.4, with empty settings. */
const preface = Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), Buffer.of(0, 0, 0, 4, 0, 0, 0, 0, 0)]);

/**
 * Tells whether a server answers behind a unix socket within `timeoutMs`. That something accepts says nothing where a tunnel does it by
 * itself, and hangs up when its other end cannot be opened.
 */
export function answersHttp2(path: string, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path, signal });
    const settle = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(timeoutMs, () => settle(false));
    socket.once('data', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
    socket.write(preface);
  });
}
