import { describe, expect, test } from 'vitest';

import { RpcError } from '../../../src/base/errors.ts';
import type { Timestamp } from '../../../src/base/time/timestamp.ts';
import type { GetAgentEventsRequest } from '../../../src/flow/messages.ts';
import { streamEvents } from '../../../src/server/observer/event-stream.ts';
import { createEventLog, type EventLog } from '../../../src/store/event-log.ts';
import { eventually } from '../../helpers/eventually.ts';
import { at } from '../../helpers/observed-events.ts';

interface NamedEvent {
  readonly name: string;
  readonly time?: Timestamp;
}

/** Five events a second apart, under names of one letter. */
function fiveEvents(capacity?: number): EventLog<NamedEvent> {
  const log = createEventLog<NamedEvent>(capacity);
  for (const [second, name] of ['a', 'b', 'c', 'd', 'e'].entries()) log.append({ name, time: at(second) });
  return log;
}

const never = new AbortController().signal;

function open(log: EventLog<NamedEvent>, request: GetAgentEventsRequest, closing = never, signal = never) {
  return streamEvents({ log, request, signal, closing });
}

async function namesOf(stream: AsyncIterable<readonly NamedEvent[]>): Promise<string> {
  let names = '';
  for await (const batch of stream) names += batch.map(({ name }) => name).join('');
  return names;
}

describe('an answer that ends', () => {
  test.each<[string, GetAgentEventsRequest, string]>([
    ['nothing asked: all', {}, 'abcde'],
    ['number: the last ones', { number: 2n }, 'de'],
    ['the largest number: all', { number: 2n ** 64n - 1n }, 'abcde'],
    ['first: the oldest', { first: true, number: 2n }, 'ab'],
    ['since is inclusive', { since: at(3) }, 'de'],
    ['since with a number: the first ones after it', { since: at(1), number: 2n }, 'bc'],
    ['first with since: from since', { first: true, since: at(2), number: 1n }, 'c'],
    ['until is inclusive', { until: at(1) }, 'ab'],
    ['since and until', { since: at(1), until: at(3) }, 'bcd'],
    ['number counts back from the newest, and until then ends before it', { number: 2n, until: at(3) }, 'd'],
    ['since after the newest: nothing', { since: at(99) }, ''],
  ])('%s', async (_what, request, names) => {
    expect(await namesOf(open(fiveEvents(), request))).toBe(names);
  });

  test('has what is held, and what has no time is within every bound', async () => {
    const log = fiveEvents(3);
    log.append({ name: 'x' });
    expect(await namesOf(open(log, {}))).toBe('dex');
    expect(await namesOf(open(log, { first: true, number: 1n }))).toBe('d');
    expect(await namesOf(open(log, { since: at(4), until: at(4) }))).toBe('ex');
  });

  test('first with follow is refused', async () => {
    await expect(open(fiveEvents(), { first: true, follow: true }).next()).rejects.toThrow(RpcError);
  });
});

describe('following', () => {
  test.each<[string, GetAgentEventsRequest, string]>([
    ['what is new', { follow: true }, 'xy'],
    ['the last ones and what is new: a number is no limit', { follow: true, number: 1n }, 'exy'],
    ['what was since then and what is new', { follow: true, since: at(3) }, 'dexy'],
  ])('%s, and ends with the server', async (_what, request, names) => {
    const log = fiveEvents();
    const closing = new AbortController();
    const followed: string[] = [];
    const done = (async () => {
      for await (const batch of open(log, request, closing.signal)) followed.push(...batch.map(({ name }) => name));
    })();
    await eventually(() => followed.join('')).toBe(names.slice(0, -2));
    // The stream has started by now; what comes while it waits and what comes with the end are both in it.
    await new Promise((turn) => setImmediate(turn));
    log.append({ name: 'x', time: at(5) });
    await eventually(() => followed.join('')).toBe(names.slice(0, -1));
    log.append({ name: 'y', time: at(6) });
    closing.abort();
    await done;
    expect(followed.join('')).toBe(names);
  });

  test('ends with its reader, whatever is still to come', async () => {
    const log = fiveEvents();
    const reader = new AbortController();
    const names = namesOf(open(log, { follow: true, number: 2n }, never, reader.signal));
    reader.abort();
    expect(['', 'de']).toContain(await names);
  });
});

describe('the log', () => {
  test('keeps the newest under the ordinals they came with', () => {
    const log = fiveEvents(2);
    expect([log.oldest, log.head]).toEqual([3, 5]);
    expect([2, 3, 4, 5].map((ordinal) => log.at(ordinal)?.name)).toEqual([undefined, 'd', 'e', undefined]);
  });
});
