import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { mergeInputs } from '../../src/client/input-merge.ts';
import type { InputState, InputStep } from '../../src/client/input-step.ts';
import type { ObservedEvent } from '../../src/flow/source-record.ts';

/** An event of a time in seconds, or of none. */
const event = (uuid: string, seconds?: number): ObservedEvent => ({
  response: { flow: { uuid }, ...(seconds === undefined ? {} : { time: { seconds, nanos: 0 } }) },
});
const step = (events: readonly ObservedEvent[], state: InputState = 'more'): InputStep => ({ events, state });
const uuidOf = ({ response }: ObservedEvent): string => response.flow?.uuid ?? '';

async function* input(...steps: readonly InputStep[]): AsyncGenerator<InputStep> {
  for (const each of steps) yield await Promise.resolve(each);
}

async function* torn(first: InputStep): AsyncGenerator<InputStep> {
  yield await Promise.resolve(first);
  throw new Error('torn');
}

/** An input that waits, until it is stopped, once it has given its steps. */
function waiting(...steps: readonly InputStep[]) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const closed = { value: false };
  async function* give(): AsyncGenerator<InputStep> {
    try {
      yield* input(...steps);
      await promise;
    } finally {
      closed.value = true;
    }
  }
  return { steps: give(), stop: resolve, closed };
}

const noStop = () => undefined;

async function merged(...inputs: readonly AsyncGenerator<InputStep>[]): Promise<string[]> {
  const seen: string[] = [];
  for await (const { events } of mergeInputs(inputs, { isFollowing: false, stop: noStop }))
    seen.push(...events.map(uuidOf));
  return seen;
}

const timed = (name: string, ...times: readonly number[]) => times.map((time) => event(`${name}${time}`, time));

describe('inputs merged', () => {
  it('come by time, over the borders of batches', async () => {
    const a = input(step(timed('a', 1, 4)), step([]), step(timed('a', 5, 9)));
    const b = input(step(timed('b', 2)), step(timed('b', 3, 6, 7)));
    expect(await merged(a, b)).toEqual(['a1', 'b2', 'b3', 'a4', 'a5', 'b6', 'b7', 'a9']);
  });

  it('at the same time come in the order they were named', async () => {
    expect(await merged(input(step(timed('a', 1, 1))), input(step(timed('b', 1))))).toEqual(['a1', 'a1', 'b1']);
  });

  it('keep the order each has, also where its times go back', async () => {
    const seen = await merged(input(step(timed('a', 5, 1, 6))), input(step(timed('b', 2, 7))));
    expect(seen.filter((name) => name.startsWith('a'))).toEqual(['a5', 'a1', 'a6']);
    expect(seen.filter((name) => name.startsWith('b'))).toEqual(['b2', 'b7']);
  });

  it('an event without a time stands behind the one before it', async () => {
    const a = input(step([event('a1', 1), event('lost'), event('a5', 5)]));
    expect(await merged(a, input(step(timed('b', 2))))).toEqual(['a1', 'lost', 'b2', 'a5']);
  });

  it('hold a sorted answer for sorted inputs, each event once', async () => {
    const times = fc.array(fc.array(fc.nat(50), { maxLength: 6 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.array(times, { minLength: 2, maxLength: 4 }), async (inputs) => {
        const sorted = inputs.map((batches, at) => {
          const flat = batches.flat().toSorted((x, y) => x - y);
          return batches.map(({ length }) => step(flat.splice(0, length).map((time) => event(`${at}:${time}`, time))));
        });
        const seen = await merged(...sorted.map((steps) => input(...steps)));
        const order = seen.map((name) => Number(name.split(':')[1]));
        expect(order).toEqual(inputs.flat(2).toSorted((x, y) => x - y));
        expect(seen.toSorted()).toEqual(
          inputs.flatMap((batches, at) => batches.flat().map((time) => `${at}:${time}`)).toSorted(),
        );
      }),
    );
  });

  it('throw what one of them throws, after what was due before', async () => {
    const seen: string[] = [];
    const reading = async () => {
      const answer = mergeInputs([input(step(timed('a', 1, 3))), torn(step(timed('b', 2)))], {
        isFollowing: false,
        stop: noStop,
      });
      for await (const { events } of answer) seen.push(...events.map(uuidOf));
    };
    await expect(reading()).rejects.toThrow('torn');
    expect(seen).toEqual(['a1', 'b2']);
  });

  it('are all closed when the reader leaves, one that waits too', async () => {
    const open = waiting(step([], 'silent'));
    const answer = mergeInputs([input(step(timed('a', 1, 2))), open.steps], { isFollowing: true, stop: open.stop });
    for await (const { events } of answer) {
      expect(events.map(uuidOf)).toEqual(['a1', 'a2']);
      break;
    }
    expect(open.closed.value).toBe(true);
  });
});

describe('inputs followed', () => {
  it('are waited for until each has shown what it had', async () => {
    const a = waiting(step(timed('a', 1, 9)), step([], 'caught-up'));
    const b = waiting(step(timed('b', 2)), step(timed('b', 3)), step([], 'caught-up'));
    const answer = mergeInputs([a.steps, b.steps], {
      isFollowing: true,
      stop: () => {
        a.stop();
        b.stop();
      },
    });
    const seen: string[] = [];
    for await (const { events, state } of answer) {
      seen.push(...events.map(uuidOf));
      if (state === 'caught-up') break;
    }
    expect(seen).toEqual(['a1', 'b2', 'b3', 'a9']);
  });

  it('hold up nobody while they are silent', async () => {
    const a = waiting(step(timed('a', 1)), step([], 'caught-up'));
    const b = input(step(timed('b', 2)), step([], 'silent'), step(timed('b', 3)));
    const seen: string[] = [];
    for await (const { events } of mergeInputs([a.steps, b], { isFollowing: true, stop: a.stop })) {
      seen.push(...events.map(uuidOf));
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(['a1', 'b2', 'b3']);
  });
});
