/** Why a connection did not come about, in words. */

/** The two ways on where no server answers. */
export const connectHint = 'start `observed`, or read a log without a server: --input-file FILE';

/** What the system's error names mean to people, most telling first. */
const systemReasons: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/ECONNREFUSED/, 'connection refused'],
  [/ENOENT/, 'no such socket'],
  [/EACCES|EPERM/, 'permission denied'],
  [/ETIMEDOUT/, 'timed out'],
  [/EHOSTUNREACH|ENETUNREACH/, 'no route to the host'],
  [/ECONNRESET/, 'connection reset'],
  [/ENOTFOUND|EAI_AGAIN|Name resolution failed/, 'the name cannot be resolved'],
  [/ENOTSOCK/, 'not a socket'],
  [/Failed to connect/, 'the connection was closed before an answer'],
];

/** How it looks when there was a connection and the other side ended it. */
const endedByServer = /ECONNRESET|Failed to connect/;

/** Tells whether no connection came about at all: nothing of what the server speaks can be learnt then. */
export function isRefusedOutright(details: string): boolean {
  return !endedByServer.test(details) && systemReasons.some(([pattern]) => pattern.test(details));
}

/** Returns why a connection failed, in words, from the text of grpc-js or of a system error. */
export function connectReason(details: string): string {
  const known = systemReasons.find(([pattern]) => pattern.test(details));
  if (known !== undefined) return known[1];
  return (
    details
      .replace(/^No connection established\. Last error: /, '')
      .replace(/\. Resolution note: $/, '')
      .replace(/ \(\d{4}-[^)]*\)$/, '') || 'unavailable'
  );
}
