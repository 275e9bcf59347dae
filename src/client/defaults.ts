/** Numbers of the client and why they are what they are. */

/** Time for a unary call in ms; Hubble's `--request-timeout`. */
export const defaultRequestTimeoutMs = 12_000;

/** Time in ms for a TLS handshake; Hubble's `--timeout` for dialling. */
export const defaultDialTimeoutMs = 5000;

/** Time in ms a candidate server has to accept a connection: enough for another continent, short for a person. */
export const defaultProbeTimeoutMs = 2000;

/** Pieces of an answer held for a reader, each what one read of the connection brought, above which the server is asked to wait. */
export const pauseAbovePieces = 16;

/** Messages held for a reader above which the server is asked to wait. */
export const pauseAboveMessages = 4096;
