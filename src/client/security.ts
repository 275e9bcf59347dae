/** How a connection is kept safe, and why it failed when it did. */

import { CallCredentials, type ChannelCredentials, credentials, Metadata } from '@grpc/grpc-js';
import type { Clock } from '../base/clock.ts';
import { type AppError, ConnectError, UsageError } from '../base/errors.ts';
import { timestampToMs } from '../base/time/timestamp.ts';
import { isRefusedOutright } from './connect-reasons.ts';
import { defaultProbeTimeoutMs } from './defaults.ts';
import type { Target } from './target.ts';
import { TlsChannelCredentials } from './tls-credentials.ts';
import { placeOf, plainSpeech, tlsSpeech } from './tls-probe.ts';
import type { ReportContext, TlsReport } from './tls-certificate-report.ts';
import { plainServerReport, tlsReport, tlsServerReport } from './tls-report.ts';
import { defaultTlsSettings, wantedServerName, type TlsSettings } from './tls-settings.ts';
import type { TlsTrouble } from './tls-trouble.ts';

/** Options of the security of a connection. */
export interface SecurityOptions {
  readonly target: Target;
  /** How messages name the server. */
  readonly address: string;
  /** Default: TLS for `tls://` addresses alone, with what the machine trusts. */
  readonly tls?: TlsSettings | undefined;
  readonly basicAuth?: BasicAuth | undefined;
  /** Milliseconds a TLS handshake may take. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Who the user is to a server that asks by HTTP's basic authentication (RFC 7617). */
export interface BasicAuth {
  readonly username: string;
  readonly password: string;
}

/** The security of a connection. */
export interface Security {
  readonly credentials: ChannelCredentials;
  /** The name the server is to be asked for instead of the host of the address. */
  readonly authority: string | undefined;
  /**
   * Returns the error to throw for `error`: where the connection never came about, one that says what is wrong with TLS. Looks at the
   * server once more for that where it must.
   */
  readonly explain: (error: unknown) => Promise<unknown>;
}

// The first step of gRPC's own: a call that had a connection failed for another reason than TLS.
const neverConnected = /^No connection established/;

function detailsOf({ cause }: AppError): string {
  return cause instanceof Error && 'details' in cause ? String(cause.details) : '';
}

/** Makes ConnectErrors out of what is known about the connection. */
class FailureExplainer {
  // The header and the iteration of one answer fail with one and the same error.
  readonly #explained = new WeakMap<object, Promise<TlsReport | undefined>>();
  readonly #options: SecurityOptions;
  readonly #tls: TlsChannelCredentials | undefined;

  constructor(options: SecurityOptions, tls: TlsChannelCredentials | undefined) {
    this.#options = options;
    this.#tls = tls;
  }

  async explain(error: unknown): Promise<unknown> {
    if (!(error instanceof ConnectError) || !(error.cause instanceof Error)) return error;
    const details = detailsOf(error);
    if (!neverConnected.test(details)) return error;
    const report = await this.#reportOnce(error.cause, details);
    if (report === undefined) return error;
    const { reason, hint } = report;
    return new ConnectError(`cannot reach ${this.#options.address}: ${reason}`, {
      code: 'connect/tls',
      hint,
      cause: error.cause,
    });
  }

  #reportOnce(cause: Error, details: string): Promise<TlsReport | undefined> {
    const known = this.#explained.get(cause);
    const report = known ?? (this.#tls === undefined ? this.#ofPlain(details) : this.#ofTls(this.#tls.takeTrouble()));
    if (known === undefined) this.#explained.set(cause, report);
    return report;
  }

  async #ofPlain(details: string): Promise<TlsReport | undefined> {
    const place = placeOf(this.#options.target);
    if (place === undefined || isRefusedOutright(details)) return undefined;
    const speaker = await tlsSpeech(place, defaultProbeTimeoutMs);
    return speaker === undefined ? undefined : tlsServerReport(speaker.certificate);
  }

  async #ofTls(trouble: TlsTrouble | undefined): Promise<TlsReport | undefined> {
    if (trouble === undefined) return undefined;
    const place = trouble.kind === 'no-tls' ? placeOf(this.#options.target) : undefined;
    const speech = place === undefined ? undefined : await plainSpeech(place, defaultProbeTimeoutMs);
    return speech === undefined ? tlsReport(trouble, this.#context()) : plainServerReport(speech);
  }

  #context(): ReportContext {
    const { tls: settings = defaultTlsSettings, clock } = this.#options;
    return { settings, nowMs: timestampToMs(clock.now()) };
  }
}

/** Sends who the user is with every call. */
function basicAuthentication({ username, password }: BasicAuth): CallCredentials {
  const value = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return CallCredentials.createFromMetadataGenerator((_call, done) => {
    const metadata = new Metadata();
    metadata.set('authorization', value);
    done(null, metadata);
  });
}

function channelCredentials(
  tls: TlsChannelCredentials | undefined,
  basicAuth: BasicAuth | undefined,
): ChannelCredentials {
  if (tls === undefined) return credentials.createInsecure();
  return basicAuth === undefined ? tls : tls.compose(basicAuthentication(basicAuth));
}

/**
 * Returns the security of a connection. Throws UsageError for a file of TLS that cannot be used, and for a password that would go over
 * the wire in plain text.
 */
export function openSecurity(options: SecurityOptions): Security {
  const { target, tls: settings = defaultTlsSettings, basicAuth, timeoutMs, clock } = options;
  const secure = target.tls || settings.always;
  if (basicAuth !== undefined && !secure) {
    throw new UsageError('basic authentication needs TLS: everybody on the way could read the password', {
      code: 'usage/basic-auth',
      hint: 'add --tls, or write tls:// before the address',
    });
  }
  const wanted = wantedServerName(settings, target);
  const tls = secure ? new TlsChannelCredentials({ settings, wanted, timeoutMs, clock }) : undefined;
  const explainer = new FailureExplainer(options, tls);
  return {
    credentials: channelCredentials(tls, basicAuth),
    authority: secure && settings.serverName !== undefined ? settings.serverName : undefined,
    explain: (error) => explainer.explain(error),
  };
}
