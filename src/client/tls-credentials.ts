/** Channel credentials of grpc-js that remember why TLS failed. */

import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect, type SecureContext, type TLSSocket } from 'node:tls';
import { CallCredentials, ChannelCredentials, type experimental } from '@grpc/grpc-js';
import type { Clock } from '../base/clock.ts';
import { UsageError } from '../base/errors.ts';
import { timestampToMs } from '../base/time/timestamp.ts';
import { readTlsContext, type TlsSettings } from './tls-settings.ts';
import { alertOf, certificateTrouble, handshakeTrouble, type TlsTrouble } from './tls-trouble.ts';

/** Options of the credentials. */
export interface TlsCredentialsOptions {
  readonly settings: TlsSettings;
  /** The name the certificate must have; an IP address is held against its addresses. */
  readonly wanted: string;
  /** Milliseconds a handshake may take. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

type SecureConnector = experimental.SecureConnector;
type SecureConnectResult = experimental.SecureConnectResult;

/**
 * TLS as grpc-js's own credentials do it, but for three things: an IP address may be dialled (grpc-js sends it as the server's name,
 * which Node refuses, and RFC 6066 too), files are read again for each connection, so that a renewed client certificate is used, and
 * the reason of a failure is kept with everything that is known about it.
 */
export class TlsChannelCredentials extends ChannelCredentials {
  readonly #options: TlsCredentialsOptions;
  #trouble: TlsTrouble | undefined;
  // For the first connection, which follows at once: the roots of a machine take a while to read.
  #ready: SecureContext | undefined;

  /** Throws UsageError naming the file that cannot be used. */
  constructor(options: TlsCredentialsOptions) {
    super();
    this.#options = options;
    this.#ready = readTlsContext(options.settings);
  }

  /** Returns why TLS failed since the last time somebody asked. */
  takeTrouble(): TlsTrouble | undefined {
    const trouble = this.#trouble;
    this.#trouble = undefined;
    return trouble;
  }

  override _isSecure(): boolean {
    return true;
  }

  override _equals(other: ChannelCredentials): boolean {
    return this === other;
  }

  override _createSecureConnector(_target: unknown, _options: unknown, calls?: CallCredentials): SecureConnector {
    return {
      connect: (socket) => this.#connect(socket),
      waitForReady: () => Promise.resolve(),
      getCallCredentials: () => calls ?? CallCredentials.createEmpty(),
      destroy: () => {},
    };
  }

  #connect(socket: Socket): Promise<SecureConnectResult> {
    try {
      const context = this.#ready ?? readTlsContext(this.#options.settings);
      this.#ready = undefined;
      return this.#handshake(this.#start(socket, context));
    } catch (error) {
      if (error instanceof UsageError) this.#trouble = { kind: 'file', error };
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #start(socket: Socket, secureContext: SecureContext): TLSSocket {
    const { wanted } = this.#options;
    return connect({
      socket,
      secureContext,
      ALPNProtocols: ['h2'],
      ...(isIP(wanted) === 0 ? { servername: wanted } : {}),
      checkServerIdentity: (_host, certificate) => checkServerIdentity(wanted, certificate),
      // A certificate that is not accepted must still be looked at; whoever it belongs to is turned away below.
      rejectUnauthorized: false,
    });
  }

  #handshake(tls: TLSSocket): Promise<SecureConnectResult> {
    const { timeoutMs } = this.#options;
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        tls.off('error', onError).off('close', onClose);
      };
      const fail = (trouble: TlsTrouble) => {
        settle();
        // Whatever it says while it goes is of no more interest.
        tls.on('error', () => {});
        tls.destroy();
        this.#trouble = trouble;
        reject(new Error(`TLS: ${trouble.kind}`));
      };
      const timer = setTimeout(() => fail({ kind: 'silent', waitedMs: timeoutMs }), timeoutMs);
      const onError = (error: Error) => fail(handshakeTrouble(error));
      const onClose = () => fail({ kind: 'no-tls', text: 'the connection was closed' });
      tls.once('error', onError).once('close', onClose);
      tls.once('secureConnect', () => {
        const fault = this.#faultOf(tls);
        if (fault !== undefined) return fail(fault);
        settle();
        this.#watch(tls);
        return resolve({ socket: tls, secure: true });
      });
    });
  }

  #faultOf(tls: TLSSocket): TlsTrouble | undefined {
    const { settings, wanted, clock } = this.#options;
    if (tls.authorized || settings.allowInsecure) return undefined;
    const matchesName = checkServerIdentity(wanted, tls.getPeerCertificate()) === undefined;
    return certificateTrouble(tls, { wanted, nowMs: timestampToMs(clock.now()), matchesName });
  }

  /** In TLS 1.3 a server refuses a client certificate after the client's side of the handshake. */
  #watch(tls: TLSSocket): void {
    tls.on('error', (error) => {
      if (alertOf(error) !== undefined) this.#trouble = handshakeTrouble(error);
    });
    tls.once('close', () => {
      if (tls.bytesRead === 0) this.#trouble ??= { kind: 'cut' };
    });
  }
}
