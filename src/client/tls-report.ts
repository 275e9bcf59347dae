/** TLS trouble in words: what is wrong, and what to do. */

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { distinguishedText, instantText, validToMs } from '../base/certificate-text.ts';
import { certificateReport, namesText, type ReportContext, type TlsReport } from './tls-certificate-report.ts';
import type { TlsSettings } from './tls-settings.ts';
import type { TlsTrouble } from './tls-trouble.ts';

/** What servers mean with an alert about the client (RFC 8446, 6.2), by number. */
const clientAlerts: Readonly<Record<number, string>> = {
  42: 'it does not accept it',
  43: 'it does not know its kind',
  44: 'it was revoked',
  45: 'it has expired',
  46: 'it does not accept it',
  48: 'it does not know the authority that issued it',
  49: 'it may not come in',
};

const handshakeFailure = 40;
const protocolVersion = 70;
const unrecognizedName = 112;
const certificateRequired = 116;
const noApplicationProtocol = 120;

const showCertificate = 'show one with --tls-client-cert-file and --tls-client-key-file';

/** Returns who the client says it is, for messages: file, name, authority and end. */
function clientText({ clientCertFile }: TlsSettings): string {
  if (clientCertFile === undefined) return 'no client certificate was shown';
  try {
    const certificate = new X509Certificate(readFileSync(clientCertFile));
    const [subject, issuer] = [certificate.subject, certificate.issuer].map(distinguishedText);
    return `${clientCertFile}: ${subject}, from "${issuer}", valid until ${instantText(validToMs(certificate))}`;
  } catch {
    return clientCertFile;
  }
}

function alertReport(alert: number, text: string, { settings }: ReportContext): TlsReport {
  const shown = settings.clientCertFile !== undefined;
  const why = clientAlerts[alert];
  if (alert === certificateRequired || (alert === handshakeFailure && !shown)) {
    return { reason: `the server wants a client certificate (${text})`, hint: showCertificate };
  }
  if (why !== undefined && !shown) {
    return { reason: `the server refuses a client without a certificate (${text})`, hint: showCertificate };
  }
  if (why !== undefined) {
    return {
      reason: `the server refuses the client certificate: ${why} (${clientText(settings)})`,
      hint: 'show one that comes from an authority of the server',
    };
  }
  const known: Readonly<Record<number, TlsReport>> = {
    [protocolVersion]: oldVersion,
    [unrecognizedName]: {
      reason: `the server knows no such name (${text})`,
      hint: '--tls-server-name NAME asks for another name',
    },
    [noApplicationProtocol]: {
      reason: 'the server speaks TLS, but no HTTP/2, so no gRPC',
      hint: 'check the port: this may be an HTTPS server',
    },
  };
  return known[alert] ?? { reason: `the server ended the TLS handshake (${text})`, hint: 'its log may say more' };
}

const oldVersion: TlsReport = {
  reason: 'server and client have no version of TLS in common',
  hint: 'observe speaks TLS 1.2 and 1.3; update the server',
};

function cutReport(context: ReportContext): TlsReport {
  const shown = context.settings.clientCertFile !== undefined;
  const guess = shown ? 'it may not accept the client certificate' : 'it may want a client certificate';
  return {
    reason: `the server closed the connection right after the TLS handshake; ${guess} (${clientText(context.settings)})`,
    hint: shown ? 'show one that comes from an authority of the server' : showCertificate,
  };
}

/** Returns what happened and what to do. The reason lists everything wrong with a certificate. */
export function tlsReport(trouble: TlsTrouble, context: ReportContext): TlsReport {
  switch (trouble.kind) {
    case 'certificate':
      return certificateReport(trouble.faults, { ...context, leaf: trouble.leaf });
    case 'alert':
      return alertReport(trouble.alert, trouble.text, context);
    case 'old-version':
      return oldVersion;
    case 'cut':
      return cutReport(context);
    case 'silent':
      return {
        reason: `the server takes connections, but did not answer the TLS handshake within ${trouble.waitedMs / 1000} s`,
        hint: 'check that the address is that of a TLS server',
      };
    case 'file':
      return { reason: trouble.error.message, hint: trouble.error.hint ?? '' };
    case 'no-tls':
      return {
        reason: `the answer to the TLS handshake is no TLS (${trouble.text})`,
        hint: 'check that the address is that of a TLS server',
      };
    default:
      return { reason: `TLS: ${trouble.text}`, hint: 'check the address and the TLS flags' };
  }
}

/** Returns the report for a server without TLS that was asked with it. */
export function plainServerReport(speech: 'http/1' | 'http/2'): TlsReport {
  const what = speech === 'http/2' ? 'plain text, not TLS' : 'HTTP/1 in plain text, so neither TLS nor gRPC';
  return {
    reason: `the server speaks ${what}`,
    hint:
      speech === 'http/2'
        ? 'leave out --tls (HUBBLE_TLS, tls in the configuration) and tls://, or give the server a certificate'
        : 'check the port',
  };
}

/** Returns the report for a server with TLS that was asked in plain text. */
export function tlsServerReport(certificate: X509Certificate | undefined): TlsReport {
  const whom = certificate === undefined ? '' : `; its certificate is for ${namesText(certificate)}`;
  return {
    reason: `the server speaks TLS, and was asked in plain text${whom}`,
    hint: 'add --tls, or write tls:// before the address',
  };
}
