/** Numbers of the gRPC server and why they are what they are. */

import type { ServerOptions } from '@grpc/grpc-js';

/** The version of Hubble's API this server speaks. Clients of a lower minor version say so on stderr. */
export const hubbleApiVersion = '1.19.4';

/** How long a stop waits for followers to take their end, before connections are cut. */
export const defaultGraceMs = 5000;

/** Milliseconds between two looks at the files of TLS: soon enough for a certificate that is renewed ahead of its end. */
export const tlsCheckMs = 5000;

/** Channel options of the server. */
export const serverOptions: ServerOptions = {
  // A laptop that went to sleep or a cable that was pulled must not keep a stream for ever.
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
  // A client is a person or a tool, not a crowd: more streams on one connection are a mistake or an attack.
  'grpc.max_concurrent_streams': 128,
  // Requests are filters; the answers are what is large.
  'grpc.max_receive_message_length': 1024 * 1024,
};
