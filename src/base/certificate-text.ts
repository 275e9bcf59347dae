/** What a certificate says, in words for people. */

import type { X509Certificate } from 'node:crypto';

// Two forms of a quoted value come from node:crypto: bare, and as a JSON string where it holds a comma or a quote.
const alternative = /(?:^|, )(DNS|IP Address|URI|email):("(?:[^"\\]|\\.)*"|[^,]*)/g;

/** Returns the names and addresses a certificate is for, as it lists them; its common name when it lists none. */
export function certificateNames(certificate: X509Certificate): readonly string[] {
  const listed = [...(certificate.subjectAltName ?? '').matchAll(alternative)].map(([, , name = '']) => plain(name));
  if (listed.length > 0) return listed;
  const common = commonName(certificate.subject);
  return common === undefined ? [] : [common];
}

function plain(name: string): string {
  if (!name.startsWith('"')) return name;
  const parsed: unknown = JSON.parse(name);
  return typeof parsed === 'string' ? parsed : name;
}

function commonName(distinguished: string): string | undefined {
  return /^CN=(.*)$/m.exec(distinguished)?.[1];
}

/** Returns a distinguished name in one line: its common name, or all of its parts where it has none. */
export function distinguishedText(distinguished: string | undefined): string {
  if (distinguished === undefined || distinguished === '') return 'nobody named';
  return commonName(distinguished) ?? distinguished.split('\n').join(', ');
}

/** Returns the first instant a certificate is valid, in ms since 1970. */
export function validFromMs(certificate: X509Certificate): number {
  return Date.parse(certificate.validFrom);
}

/** Returns the last instant a certificate is valid, in ms since 1970. */
export function validToMs(certificate: X509Certificate): number {
  return Date.parse(certificate.validTo);
}

/** Returns an instant in ms as `2026-11-21 13:20:00 UTC`. */
export function instantText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

const units: readonly (readonly [name: string, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** Returns a length of time in its largest unit, rounded down: `3 days`, `1 hour`. */
export function spanText(ms: number): string {
  const [name, size] = units.find(([, unit]) => ms >= unit) ?? ['second', 1000];
  const count = Math.floor(ms / size);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
