import { array, assert, asyncProperty, boolean, integer } from 'fast-check';
import { expect, test } from 'vitest';
import type { GetFlowsRequest, GetFlowsResponse } from '../../../src/flow/messages.ts';
import { createObserverService } from '../../../src/server/observer/observer-service.ts';
import { createFlowStore } from '../../../src/store/flow-store.ts';
import { at, denied, fakeClock, forwarded, nameOf } from '../../helpers/observed-events.ts';

/** Appends one flow a second; returns the service and the seconds of the flows held. */
function setup(capacity: number, appends: readonly boolean[]) {
  const clock = fakeClock();
  const store = createFlowStore({ capacity, clock });
  appends.forEach((isDenied, second) => {
    store.append((isDenied ? denied : forwarded)(String(second), { time: at(second) }));
  });
  const held = store.read(store.oldest()).read(Infinity);
  const seconds = held.flatMap((item) => (item.kind === 'row' ? [Number(nameOf(item.row.response))] : []));
  return { service: createObserverService({ store, clock, nodeName: 'default/here', version: '0.1.0' }), seconds };
}

type Ask = 'all' | 'last' | 'since';

function requestOf(ask: Ask, argument: number): GetFlowsRequest {
  if (ask === 'all') return {};
  return ask === 'last' ? { number: BigInt(argument + 1) } : { since: at(argument) };
}

/** The first second an answer covers: what is asked for, but nothing older than the oldest flow held. */
function firstCovered(ask: Ask, argument: number, held: readonly number[]): number {
  const oldest = held[0] ?? 0;
  if (ask === 'all') return oldest;
  return ask === 'last' ? (held.at(-argument - 1) ?? oldest) : Math.max(oldest, argument);
}

test.each<Ask>(['all', 'last', 'since'])(
  'an unfiltered read (%s) gets all that is held and one lost event with all that is not',
  async (ask) => {
    await assert(
      asyncProperty(
        // Below four nothing is reserved, and a class can be evicted whole: then there is no row to tell its loss before.
        integer({ min: 4, max: 13 }),
        array(boolean(), { maxLength: 80 }),
        integer({ min: 0, max: 80 }),
        async (capacity, appends, argument) => {
          const { service, seconds: held } = setup(capacity, appends);
          const responses: GetFlowsResponse[] = [];
          for await (const batch of service.getFlows(requestOf(ask, argument))) responses.push(...batch);
          const from = firstCovered(ask, argument, held);
          const rows = held.filter((second) => second >= from);
          expect(responses.filter(({ flow }) => flow !== undefined).map(nameOf)).toEqual(rows.map(String));

          const lacking = Math.max(0, appends.length - from) - rows.length;
          const lost = responses.flatMap(({ lost_events: event }) => (event === undefined ? [] : [event]));
          expect(lost.map((event) => event.num_events_lost)).toEqual(lacking === 0 ? [] : [BigInt(lacking)]);
        },
      ),
    );
  },
);
