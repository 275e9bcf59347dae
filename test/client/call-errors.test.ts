import { Metadata, status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { callError, isConnectionTrouble } from '../../src/client/call-errors.ts';

function serviceError(code: status, details: string): Error {
  return Object.assign(new Error(details), { code, details, metadata: new Metadata() });
}

test.each([
  [
    status.UNAVAILABLE,
    'No connection established. Last error: connect ECONNREFUSED 127.0.0.1:1 (2026-01-01T00:00:00.000Z)',
    'connect/unavailable',
    'cannot reach HERE: connection refused',
  ],
  [
    status.UNAVAILABLE,
    'Name resolution failed for target dns:nowhere:1',
    'connect/unavailable',
    'cannot reach HERE: the name cannot be resolved',
  ],
  [status.UNAVAILABLE, 'Connection dropped', 'connect/unavailable', 'lost the connection to HERE: Connection dropped'],
  [status.UNAVAILABLE, 'read ECONNRESET', 'connect/unavailable', 'lost the connection to HERE: connection reset'],
  [status.UNAVAILABLE, 'some other reason', 'connect/unavailable', 'cannot reach HERE: some other reason'],
  [status.UNKNOWN, 'invalid filter', 'rpc/rejected', 'invalid filter'],
  [status.UNIMPLEMENTED, 'no such method', 'rpc/status', 'rpc error: code = Unimplemented desc = no such method'],
  [status.UNAUTHENTICATED, 'who are you', 'rpc/status', 'rpc error: code = Unauthenticated desc = who are you'],
])('status %s, %s', (code, details, expected, message) => {
  expect(callError(serviceError(code, details), 'HERE')).toMatchObject({ code: expected, message });
});

test('an error that is no status is an internal one', () => {
  expect(callError(new Error('what'), 'HERE').message).toBe('rpc error: code = Internal desc = Error: what');
});

test.each([
  [status.UNAVAILABLE, 'Connection dropped', true],
  [status.DEADLINE_EXCEEDED, 'too long', true],
  [status.INTERNAL, 'Received RST_STREAM with code 2', true],
  [status.INTERNAL, 'nil map', false],
  [status.UNKNOWN, 'invalid filter', false],
  [status.UNAUTHENTICATED, 'who are you', false],
  [status.INVALID_ARGUMENT, 'first cannot be specified with follow', false],
])('status %s, %s, may be mended by a new connection: %s', (code, details, expected) => {
  expect(isConnectionTrouble(callError(serviceError(code, details), 'HERE'))).toBe(expected);
});
