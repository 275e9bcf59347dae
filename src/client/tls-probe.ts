/** Finding out what a server speaks, after it did not answer in the language it was asked in. */

import type { X509Certificate } from 'node:crypto';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { parseHostPort, unixSocketPath } from '../base/addresses.ts';
import { alertOf } from './tls-trouble.ts';
import type { Target } from './target.ts';

/** Where to connect to. */
export type Place = { readonly path: string } | { readonly host: string; readonly port: number };

/** What speaks TLS, with the certificate it showed when it came to that. */
export interface TlsSpeaker {
  readonly certificate: X509Certificate | undefined;
}

/** Returns where a target is, undefined for one that only grpc-js can find. */
export function placeOf({ name }: Target): Place | undefined {
  const path = unixSocketPath(name);
  if (path !== undefined) return { path };
  return parseHostPort(name.replace(/^dns:(?:\/\/[^/]*\/)?/, ''));
}

/** Beginning of every connection of HTTP/2, and settings that change nothing (RFC 9113, 3.4). */
const preface = Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), Buffer.of(0, 0, 0, 4, 0, 0, 0, 0, 0)]);
const frameHeaderBytes = 9;
const settingsFrame = 4;

/** Asks over a socket; `undefined` when it fails, ends, or says nothing in `timeoutMs`. */
function ask<Answer>(
  socket: Socket,
  timeoutMs: number,
  listen: (settle: (answer: Answer | undefined) => void) => void,
): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const settle = (answer: Answer | undefined) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => settle(undefined));
    listen(settle);
    socket.on('error', () => settle(undefined));
    socket.once('close', () => settle(undefined));
  });
}

/** Returns the HTTP a server speaks without TLS, undefined when it speaks none in `timeoutMs`. */
export function plainSpeech(place: Place, timeoutMs: number): Promise<'http/1' | 'http/2' | undefined> {
  const socket = connectPlain(place, () => socket.write(preface));
  let seen = Buffer.alloc(0);
  return ask(socket, timeoutMs, (settle) => {
    socket.on('data', (chunk) => {
      seen = Buffer.concat([seen, typeof chunk === 'string' ? Buffer.from(chunk) : chunk]);
      if (seen.length < frameHeaderBytes) return;
      if (seen.toString('latin1', 0, 7) === 'HTTP/1.') return settle('http/1');
      return settle(seen[3] === settingsFrame && seen.readUInt32BE(5) === 0 ? 'http/2' : undefined);
    });
  });
}

/** Returns the server when it speaks TLS, whoever it says to be; undefined when it does not in `timeoutMs`. */
export function tlsSpeech(place: Place, timeoutMs: number): Promise<TlsSpeaker | undefined> {
  const name = 'host' in place && isIP(place.host) === 0 ? { servername: place.host } : {};
  // Nothing is sent and nothing believed: the certificate is only shown to the user.
  const socket = connectTls({ ...place, ...name, ALPNProtocols: ['h2'], rejectUnauthorized: false });
  return ask<TlsSpeaker>(socket, timeoutMs, (settle) => {
    socket.once('secureConnect', () => settle({ certificate: socket.getPeerX509Certificate() }));
    socket.once('error', (error) => settle(alertOf(error) === undefined ? undefined : { certificate: undefined }));
  });
}
