/** What can go wrong between two ends of TLS, and what OpenSSL and the certificates tell of it. */

import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { validFromMs, validToMs } from '../base/certificate-text.ts';
import type { UsageError } from '../base/errors.ts';

/** Something wrong with the certificate the server showed. */
export type CertificateFault =
  | { readonly kind: 'expired'; readonly certificate: X509Certificate }
  | { readonly kind: 'not-yet-valid'; readonly certificate: X509Certificate }
  | { readonly kind: 'wrong-name'; readonly wanted: string }
  | { readonly kind: 'self-signed' }
  /** `certificate` is the last of the chain the server sent: its issuer is not known here. */
  | { readonly kind: 'unknown-authority'; readonly certificate: X509Certificate }
  /** `reason` is OpenSSL's. */
  | { readonly kind: 'untrusted'; readonly reason: string };

/** Why a TLS connection did not come about. */
export type TlsTrouble =
  | { readonly kind: 'certificate'; readonly leaf: X509Certificate; readonly faults: readonly CertificateFault[] }
  /** The server ended the handshake with an alert (RFC 8446, 6). */
  | { readonly kind: 'alert'; readonly alert: number; readonly text: string }
  /** What came back is no TLS, or nothing came back before the end. */
  | { readonly kind: 'no-tls'; readonly text: string }
  | { readonly kind: 'old-version' }
  /** Closed after the handshake, before the first word: how some servers refuse a client certificate. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'silent'; readonly waitedMs: number }
  | { readonly kind: 'file'; readonly error: UsageError }
  | { readonly kind: 'other'; readonly text: string };

const noTlsCodes =
  /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|HTTPS_PROXY_REQUEST|BAD_RECORD_TYPE|UNEXPECTED_MESSAGE|UNKNOWN_PROTOCOL/;
const ends = /ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE/;

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

/** Returns the reason in an error of OpenSSL, without its numbers and files of source code. */
function reasonOf(error: Error): string {
  if ('reason' in error && typeof error.reason === 'string') return error.reason;
  return /:SSL routines:[^:]*:([^:]+):/.exec(error.message)?.[1] ?? error.message;
}

/** Returns the number of the alert in an error of OpenSSL, undefined when it is none. */
export function alertOf(error: Error): number | undefined {
  const number = /SSL alert number (\d+)/.exec(error.message)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Returns what an error of a handshake means. */
export function handshakeTrouble(error: Error): TlsTrouble {
  const text = reasonOf(error);
  const alert = alertOf(error);
  if (alert !== undefined) return { kind: 'alert', alert, text };
  const code = codeOf(error);
  if (noTlsCodes.test(code) || ends.test(code)) return { kind: 'no-tls', text };
  if (code.includes('UNSUPPORTED_PROTOCOL')) return { kind: 'old-version' };
  return { kind: 'other', text };
}

/** Returns the certificates the server sent, its own first. */
function chainOf(leaf: X509Certificate): readonly X509Certificate[] {
  const chain = [leaf];
  for (let next = leaf.issuerCertificate; next !== undefined && chain.length < 16; next = next.issuerCertificate) {
    if (chain.some(({ fingerprint256 }) => fingerprint256 === next?.fingerprint256)) break;
    chain.push(next);
  }
  return chain;
}

const unknownIssuerCodes = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
]);

// Told by themselves, from what the certificates say.
const toldApart = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
]);

function chainFault(code: string, chain: readonly X509Certificate[]): CertificateFault | undefined {
  if (toldApart.has(code)) return undefined;
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT') return { kind: 'self-signed' };
  const certificate = chain.at(-1);
  if (unknownIssuerCodes.has(code) && certificate !== undefined) return { kind: 'unknown-authority', certificate };
  return { kind: 'untrusted', reason: code.toLowerCase().replaceAll('_', ' ') };
}

function periodFaults(chain: readonly X509Certificate[], nowMs: number): readonly CertificateFault[] {
  const expired = chain.find((certificate) => validToMs(certificate) < nowMs);
  const early = chain.find((certificate) => validFromMs(certificate) > nowMs);
  return [
    ...(expired === undefined ? [] : [{ kind: 'expired', certificate: expired } as const]),
    ...(early === undefined ? [] : [{ kind: 'not-yet-valid', certificate: early } as const]),
  ];
}

/** What the certificate is held against. */
export interface Expectation {
  readonly wanted: string;
  readonly nowMs: number;
  /** Tells whether the certificate is for the name wanted. */
  readonly matchesName: boolean;
}

/** Returns everything that is wrong with the certificate of a socket that is not authorized, not only what was found first. */
export function certificateTrouble(socket: TLSSocket, { wanted, nowMs, matchesName }: Expectation): TlsTrouble {
  const leaf = socket.getPeerX509Certificate();
  const code = String(socket.authorizationError);
  if (leaf === undefined) return { kind: 'other', text: `the server showed no certificate (${code})` };
  const chain = chainOf(leaf);
  const unknown = chainFault(code, chain);
  const faults: CertificateFault[] = [
    ...periodFaults(chain, nowMs),
    ...(unknown === undefined ? [] : [unknown]),
    ...(matchesName ? [] : [{ kind: 'wrong-name', wanted } as const]),
  ];
  // OpenSSL and we may see another clock.
  if (faults.length === 0) faults.push({ kind: 'untrusted', reason: code.toLowerCase().replaceAll('_', ' ') });
  return { kind: 'certificate', leaf, faults };
}
