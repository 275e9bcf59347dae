/** The versions of TLS that are served. A file of its own: every start reads the flags, and only a server loads TLS. */

/** The least versions of TLS that may be asked for. */
export const tlsVersions = ['1.2', '1.3'] as const;

/** A version of TLS. */
export type TlsVersion = (typeof tlsVersions)[number];
