import { expect, test } from 'vitest';

import { LostEventSource } from '../../src/flow/enums.ts';
import { createSequenceWatch } from '../../src/pipeline/sequence.ts';
import { anEnvelope, at } from './pipeline-fakes.ts';

test('gaps are counted exactly; a new boot is no loss', () => {
  const watch = createSequenceWatch();
  const next = (seconds: number, sequence?: number, bootId?: string) =>
    watch.next(
      anEnvelope({ ...(sequence !== undefined && { sequence }), ...(bootId !== undefined && { bootId }) }),
      at(seconds),
    );
  expect(next(1, 500)).toBeUndefined();
  expect(next(2, 501)).toBeUndefined();
  expect(next(3)).toBeUndefined();
  expect(next(4, 505)).toEqual({
    source: LostEventSource.PERF_EVENT_RING_BUFFER,
    num_events_lost: 3n,
    first: at(2),
    last: at(4),
  });
  expect(next(5, 506)).toBeUndefined();
  expect(next(6, 506)).toBeUndefined();
  expect(next(7, 3)).toBeUndefined();
  expect(next(8, 5)?.num_events_lost).toBe(1n);
  expect(next(9, 900, 'other')).toBeUndefined();
  expect(next(10, 902, 'other')?.num_events_lost).toBe(1n);
});
