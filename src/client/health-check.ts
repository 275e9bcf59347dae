/** `grpc.health.v1.Health/Check`, whose two messages have one field each. */

/** Path of the method. */
export const healthCheckPath = '/grpc.health.v1.Health/Check';

/** What a server says of itself, by wire code. */
const servingStatuses = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;

/** A status of the health service. */
export type ServingStatus = (typeof servingStatuses)[number];

/** Returns the encoded HealthCheckRequest for `service` (at most 127 bytes of ASCII): `string service = 1`. */
export function encodeHealthRequest(service: string): Uint8Array {
  const name = Buffer.from(service, 'latin1');
  return Buffer.concat([Buffer.of(0x0a, name.length), name]);
}

/** Returns the status in an encoded HealthCheckResponse: `ServingStatus status = 1`, absent when it is UNKNOWN. */
export function decodeHealthResponse(bytes: Uint8Array): ServingStatus {
  const [tag, code = 0] = bytes;
  return (tag === 0x08 ? servingStatuses[code] : undefined) ?? 'UNKNOWN';
}
