/** What is wrong with the certificate of a server, in words. */

import type { X509Certificate } from 'node:crypto';
import {
  certificateNames,
  distinguishedText,
  instantText,
  spanText,
  validFromMs,
  validToMs,
} from '../base/certificate-text.ts';
import type { TlsSettings } from './tls-settings.ts';
import type { CertificateFault } from './tls-trouble.ts';

/** A reason, to stand behind `cannot reach ADDRESS: `, and the next step. */
export interface TlsReport {
  readonly reason: string;
  readonly hint: string;
}

/** What a report is made with. */
export interface ReportContext {
  readonly settings: TlsSettings;
  readonly nowMs: number;
}

const goOnAnyway = '--tls-allow-insecure goes on without knowing who answers';

/** Returns the names a certificate is for, in one line. */
export function namesText(certificate: X509Certificate): string {
  return certificateNames(certificate).join(', ') || 'no name at all';
}

/** Returns why `what` is not trusted, as the end of a sentence. */
function notTrusted({ caFiles }: TlsSettings, what: 'it' | 'which'): string {
  if (caFiles.length > 0) return `${what} is not in ${caFiles.join(', ')}`;
  return what === 'it' ? 'this machine does not trust it' : 'which this machine does not trust';
}

function whose(certificate: X509Certificate, leaf: X509Certificate): string {
  if (certificate.fingerprint256 === leaf.fingerprint256) return `the server's certificate (for ${namesText(leaf)})`;
  return `the certificate of ${distinguishedText(certificate.subject)} in the server's chain`;
}

interface FaultContext extends ReportContext {
  readonly leaf: X509Certificate;
}

/** Returns everything wrong with the certificate `leaf` as one reason, with the next step for the first. */
export function certificateReport(faults: readonly CertificateFault[], context: FaultContext): TlsReport {
  const reports = faults.map((fault) => faultReport(fault, context));
  return { reason: reports.map(({ reason }) => reason).join('; and '), hint: reports[0]?.hint ?? goOnAnyway };
}

function faultReport(fault: CertificateFault, { leaf, settings, nowMs }: FaultContext): TlsReport {
  switch (fault.kind) {
    case 'expired': {
      const end = validToMs(fault.certificate);
      return {
        reason: `${whose(fault.certificate, leaf)} expired on ${instantText(end)}, ${spanText(nowMs - end)} ago`,
        hint: `the server needs a new certificate; ${goOnAnyway}`,
      };
    }
    case 'not-yet-valid': {
      const begin = validFromMs(fault.certificate);
      return {
        reason: `${whose(fault.certificate, leaf)} is not valid before ${instantText(begin)}, in ${spanText(begin - nowMs)}`,
        hint: 'compare the clocks of both machines',
      };
    }
    case 'wrong-name':
      return wrongName(fault.wanted, leaf);
    case 'self-signed':
      return {
        reason: `${whose(leaf, leaf)} is signed by nobody but itself, and ${notTrusted(settings, 'it')}`,
        hint: `get the certificate and name its file with --tls-ca-cert-files; ${goOnAnyway}`,
      };
    case 'unknown-authority': {
      const issuer = distinguishedText(fault.certificate.issuer);
      return {
        reason: `${whose(leaf, leaf)} comes from the authority "${issuer}", ${notTrusted(settings, 'which')}`,
        hint: `name the file with the certificate of "${issuer}" with --tls-ca-cert-files; ${goOnAnyway}`,
      };
    }
    default:
      return { reason: `${whose(leaf, leaf)} is not accepted: ${fault.reason}`, hint: goOnAnyway };
  }
}

function wrongName(wanted: string, leaf: X509Certificate): TlsReport {
  const names = certificateNames(leaf);
  const first = names.find((name) => !name.includes('*'));
  const reason =
    names.length === 0
      ? `the server's certificate is for no name at all; ${wanted} was wanted`
      : `the server's certificate is for ${names.join(', ')}, not for ${wanted}`;
  const other = first === undefined ? '--tls-server-name NAME' : `--tls-server-name ${first}`;
  return { reason, hint: `${other} asks for another name, if this is the server you mean` };
}
