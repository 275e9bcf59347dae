import { expect, test } from 'vitest';

import type { ModeStatus } from '../../src/flow/observed-status.ts';
import { modeEvents } from '../../src/pipeline/mode-events.ts';
import { at } from '../helpers/observed-events.ts';

const mode = (node: string, override: string): ModeStatus => ({
  node_name: node,
  drop_action_override: override,
  origin: `felix.yaml of ${node || 'all'}`,
});

function told(before: readonly ModeStatus[], after: readonly ModeStatus[]): readonly (readonly [string, unknown])[] {
  const change = { before, after, time: at(0), clusterName: 'edge', nodeName: 'edge/here' };
  return modeEvents(change).map(({ agent_event: event, node_name: name = '' }) => {
    expect(event?.unknown?.type).toBe('drop-action-override');
    return [name, JSON.parse(event?.unknown?.notification ?? '')];
  });
}

test('the mode of every node changes: one event, of this node', () => {
  expect(told([mode('', 'LogAndDrop')], [mode('', 'LogAndAccept')])).toEqual([
    ['edge/here', { node: '', from: 'LogAndDrop', to: 'LogAndAccept', origin: 'felix.yaml of all' }],
  ]);
});

test('a node gets a mode of its own, and loses it', () => {
  const common = mode('', 'LogAndDrop');
  const own = mode('w1', 'Accept');
  expect(told([common], [common, own])).toEqual([
    ['edge/w1', { node: 'w1', from: 'LogAndDrop', to: 'Accept', origin: 'felix.yaml of w1' }],
  ]);
  expect(told([common, own], [common])).toEqual([
    ['edge/w1', { node: 'w1', from: 'Accept', to: 'LogAndDrop', origin: 'felix.yaml of all' }],
  ]);
});

test('what is said again, or by another file, is no change', () => {
  const same = [mode('', 'Drop'), mode('w1', 'Drop')];
  expect(told(same, same)).toEqual([]);
  expect(told([mode('', 'Drop')], same)).toEqual([]);
});
