/** A TCP forwarder that can be cut and restored, as `kubectl port-forward` or a VPN is. */

import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A forwarder that runs. */
export interface Forwarder extends AsyncDisposable {
  /** `127.0.0.1:port`, the same after a cut. */
  readonly address: string;
  /** Breaks all connections and refuses new ones. */
  cut(): Promise<void>;
  /** Takes connections again. */
  restore(): Promise<void>;
}

/** Returns a port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, 0);
  server.close();
  await once(server, 'close');
  return port;
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Starts a forwarder to `targetPort` of 127.0.0.1. */
export async function startForwarder(targetPort: number): Promise<Forwarder> {
  const sockets = new Set<Socket>();
  const join = (near: Socket): void => {
    const far = connect(targetPort, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  };
  let server = createServer(join);
  const port = await listen(server, 0);
  const cut = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
  };
  return {
    address: `127.0.0.1:${port}`,
    cut,
    restore: async () => {
      server = createServer(join);
      await listen(server, port);
    },
    [Symbol.asyncDispose]: cut,
  };
}
