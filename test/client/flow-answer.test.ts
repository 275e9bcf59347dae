import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { flowAnswer } from '../../src/client/flow-answer.ts';
import { eventually } from '../helpers/eventually.ts';
import { forwarded } from '../helpers/observed-events.ts';

const total = 20_000;

/** A call that brings `total` flows as fast as they are taken. */
function aCall() {
  const made = { produced: 0, cancelled: 0 };
  const stream = new Readable({
    objectMode: true,
    read() {
      this.push(made.produced < total ? [forwarded(String(made.produced)).response] : null);
      made.produced += 1;
    },
  });
  const call = Object.assign(stream, {
    cancel() {
      made.cancelled += 1;
    },
  });
  return { made, call };
}

describe('a reader that is slow', () => {
  test('makes the call wait, and gets everything when it comes back', async () => {
    const { made, call } = aCall();
    const answer = flowAnswer({ stream: call, address: 'HERE', signal: undefined });
    await eventually(() => call.isPaused()).toBe(true);
    expect(made.produced).toBeLessThan(total / 2);
    let received = 0;
    for await (const batch of answer) received += batch.length;
    expect(received).toBe(total);
  });
});

describe('leaving', () => {
  test('early cancels the call and takes the listener off the signal', async () => {
    const { made, call } = aCall();
    const abort = new AbortController();
    const answer = flowAnswer({ stream: call, address: 'HERE', signal: abort.signal });
    for await (const batch of answer) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    expect(made.cancelled).toBe(1);
    abort.abort();
    expect(made.cancelled).toBe(1);
  });
});

const ended = async (resumable: boolean): Promise<unknown> => {
  const { call } = aCall();
  const answer = flowAnswer({ stream: call, address: 'HERE', signal: undefined, resumable });
  call.destroy(Object.assign(new Error('1 CANCELLED'), { code: 1, details: 'Call cancelled' }));
  for await (const batch of answer) expect(batch.length).toBeGreaterThan(0);
  return undefined;
};

describe('a call that the other side cancels', () => {
  test('is an end, as for Hubble', async () => {
    expect(await ended(false)).toBeUndefined();
  });

  test('is a lost connection for a reader that comes back', async () => {
    await expect(ended(true)).rejects.toMatchObject({
      code: 'connect/cancelled',
      message: 'lost the connection to HERE: the server ended the call',
    });
  });
});
