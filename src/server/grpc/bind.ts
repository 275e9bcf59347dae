/** Binding a server to an address. */

import { type Server, ServerCredentials } from '@grpc/grpc-js';
import { FailureError } from '../../base/errors.ts';
import type { ListenAddress } from './listen-address.ts';
import { openSocketToGroup, prepareSocketPath } from './unix-socket.ts';

/** What is to listen, and how its TCP addresses are served: TLS where there are credentials. */
export interface Binding {
  readonly server: Server;
  readonly tls?: ServerCredentials | undefined;
}

/**
 * Binds the server and returns the address as a client would write it, with the port that was given. A unix socket is always plain:
 * the kernel guards it. Throws FailureError naming the address when it is taken or cannot be had.
 */
export async function bind({ server, tls }: Binding, address: ListenAddress): Promise<string> {
  if (address.kind === 'unix') {
    await prepareSocketPath(address.path);
    await bindTarget({ server }, `unix://${address.path}`, address);
    await openSocketToGroup(address.path);
    return `unix://${address.path}`;
  }
  return `${tls === undefined ? '' : 'tls://'}${await bindTcp({ server, tls }, address)}`;
}

async function bindTcp(binding: Binding, address: ListenAddress & { readonly kind: 'tcp' }): Promise<string> {
  if (address.host === '') return `:${await bindEveryInterface(binding, address)}`;
  return joinHostPort(address.host, await bindTarget(binding, joinHostPort(address.host, address.port), address));
}

/** Both families through the one socket, or IPv4 alone on a machine without IPv6. */
function bindEveryInterface(binding: Binding, address: ListenAddress & { readonly port: number }): Promise<number> {
  return bindTarget(binding, joinHostPort('::', address.port), address).catch(() =>
    bindTarget(binding, joinHostPort('0.0.0.0', address.port), address),
  );
}

function joinHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function bindTarget({ server, tls }: Binding, target: string, address: ListenAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(target, tls ?? ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(bindError(address, error));
    });
  });
}

function bindError(address: ListenAddress, cause: Error): FailureError {
  const where = address.text;
  // grpc-js gives the reasons of the system as text only.
  if (cause.message.includes('EADDRINUSE')) {
    return new FailureError(`cannot listen on ${where}: the address is in use`, {
      code: 'listen/in-use',
      hint: address.kind === 'tcp' ? `see by whom with: ss -ltnp 'sport = :${address.port}'` : 'choose another path',
      cause,
    });
  }
  const reason = /\b(E[A-Z]{3,})\b/.exec(cause.message)?.[1] ?? cause.message;
  return new FailureError(`cannot listen on ${where}: ${reasons[reason] ?? reason}`, {
    code: 'listen/failed',
    hint: 'choose another address with --listen',
    cause,
  });
}

/** What people understand of the system's error names. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EADDRNOTAVAIL: 'no interface of this machine has the address',
  ENOTFOUND: 'the name is unknown',
  ENOENT: 'the folder does not exist',
};
