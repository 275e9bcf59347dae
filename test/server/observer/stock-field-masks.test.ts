import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { isFlowPath } from '../../../src/flow/field-mask.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import { createObserverService } from '../../../src/server/observer/observer-service.ts';
import { stockFieldMasks } from '../../../src/flow/stock-field-masks.ts';
import { withShownFields } from '../../../src/server/observer/stock-field-masks.ts';
import { createFlowStore } from '../../../src/store/flow-store.ts';
import { aFlowEvent, fakeClock } from '../../helpers/observed-events.ts';

const recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/conformance/hubble/requests.json', import.meta.url), 'utf8'),
) as unknown;

const added = [
  'traffic_direction',
  'policy_match_type',
  'source_names',
  'destination_names',
  'auth_type',
  'debug_capture_point',
  'sock_xlate_point',
  'ingress_allowed_by',
  'ingress_denied_by',
  'egress_allowed_by',
  'egress_denied_by',
];

const releases = Object.entries(stockFieldMasks);

describe('the table', () => {
  test('has the mask that the recorded client sends', () => {
    const masks = new Set(
      JSON.stringify(recorded).match(/(?<="field_mask_paths":)\["time","verdict","ethernet".*?\]/g),
    );
    expect([...masks].map((mask) => (JSON.parse(mask) as string[]).toSorted())).toEqual([
      stockFieldMasks['1.19'].toSorted(),
    ]);
  });

  test.each(releases)('%s names fields of a flow, none of them twice', (_release, paths) => {
    expect(paths.filter((path) => !isFlowPath(path))).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe('withShownFields', () => {
  test.each(releases)('%s: adds what the text shows, whatever the order', (_release, paths) => {
    expect(withShownFields(paths)).toEqual([...paths, ...added]);
    expect(withShownFields(paths.toReversed())).toEqual([...paths.toReversed(), ...added]);
  });

  test.each(releases)('%s: one path more or less is a mask of its own', (_release, paths) => {
    const less = paths.slice(1);
    const more = [...paths, 'uuid'];
    expect([withShownFields(less), withShownFields(more)]).toEqual([less, more]);
  });

  test('no mask stays none', () => {
    expect(withShownFields([])).toEqual([]);
  });
});

describe('an answer', () => {
  const flow: Flow = {
    uuid: 'u',
    traffic_direction: 1,
    policy_match_type: 1,
    source_names: ['a.example'],
    destination_names: ['b.example'],
    auth_type: 1,
    debug_capture_point: 4,
    sock_xlate_point: 1,
    ingress_allowed_by: [{ name: 'a' }],
    ingress_denied_by: [{ name: 'b' }],
    egress_allowed_by: [{ name: 'c' }],
    egress_denied_by: [{ name: 'd' }],
  };

  async function fieldsOf(paths: readonly string[], strictFieldMask?: boolean): Promise<readonly string[]> {
    const clock = fakeClock();
    const store = createFlowStore({ capacity: 10, clock });
    store.append(aFlowEvent(flow));
    const strict = strictFieldMask === undefined ? {} : { strictFieldMask };
    const service = createObserverService({ store, clock, nodeName: 'default/here', version: '0.1.0', ...strict });
    const fields: string[] = [];
    for await (const batch of service.getFlows({ field_mask: { paths } }))
      for (const response of batch) fields.push(...Object.keys(response.flow ?? {}));
    return fields.toSorted();
  }

  test.each(releases)('to the default mask of %s has direction, match, names and policies', async (_release, paths) => {
    expect(await fieldsOf(paths)).toEqual([...added, 'node_name', 'time', 'verdict'].toSorted());
  });

  test('to another mask has what it names', async () => {
    expect(await fieldsOf(['time', 'auth_type'])).toEqual(['auth_type', 'time']);
  });

  test.each(releases)('of a strict server keeps to the mask of %s', async (_release, paths) => {
    expect(await fieldsOf(paths, true)).toEqual(['node_name', 'time', 'verdict']);
  });
});
