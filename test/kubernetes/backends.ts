/** What stands behind a pod's port. */

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { portOf } from '../helpers/grpc-server.ts';

/** A TCP server on the loopback interface. */
export interface TcpServer extends AsyncDisposable {
  readonly port: number;
}

/** Starts an echo server; it says `NAME\n` to everybody first. */
export function startEcho(name: string): Promise<TcpServer> {
  return startTcp((socket) => {
    socket.write(`${name}\n`);
    socket.pipe(socket);
  });
}

/** Starts a server that hangs up without a word once it has heard `bytes`. */
export async function startMute(bytes = 1): Promise<TcpServer & { heard(): string }> {
  let heard = '';
  const server = await startTcp((socket) => {
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      if (heard.length >= bytes) socket.destroy();
    });
  });
  return { ...server, heard: () => heard };
}

async function startTcp(serve: (socket: Socket) => void): Promise<TcpServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Sends `text` to `host:port` and returns what comes back until it ends with it, or until the other side hangs up. */
export async function ask(address: string, text: string | Buffer): Promise<Buffer> {
  const [host, port] = address.split(':');
  const socket = connect({ host: host!, port: Number(port) });
  const chunks: Buffer[] = [];
  let missing = Buffer.byteLength(text);
  let greeted = false;
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    const lineEnd = greeted ? -1 : chunk.indexOf('\n');
    greeted = true;
    missing -= chunk.length - (lineEnd + 1);
    if (missing <= 0) socket.destroy();
  });
  // A reset ends as a hang-up does.
  socket.on('error', () => socket.destroy());
  socket.write(text);
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(chunks);
}
