import { trusted } from '../../src/flow/codec/plain-message.ts';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { compileFieldMask, isFlowPath } from '../../src/flow/field-mask.ts';
import type { Flow } from '../../src/flow/flow.ts';
import { corpusText } from './codec/conformance-corpus.ts';

const flow: Flow = {
  time: { seconds: 1, nanos: 2 },
  verdict: 4,
  IP: { source: '10.0.0.1', destination: '10.0.0.2', ipVersion: 1 },
  l4: { TCP: { source_port: 1, destination_port: 2, flags: { SYN: true } } },
  source: { identity: 7, labels: ['a'], workloads: [{ name: 'w' }] },
  is_reply: false,
  node_labels: ['n'],
};

describe('compileFieldMask', () => {
  const cases: [readonly string[], Flow][] = [
    [[], flow],
    [['verdict'], { verdict: 4 }],
    [['source.identity', 'time'], { source: { identity: 7 }, time: { seconds: 1, nanos: 2 } }],
    [['source.identity', 'source'], { source: flow.source ?? {} }],
    [['source', 'source.identity'], { source: flow.source ?? {} }],
    [['source.labels', 'source.identity'], { source: { labels: ['a'], identity: 7 } }],
    [['l4.TCP.flags'], { l4: { TCP: { flags: { SYN: true } } } }],
    [['l4.UDP'], { l4: {} }],
    [['destination.identity', 'tunnel.IP.source', 'uuid'], {}],
    [['time.seconds', 'is_reply.value'], { time: { seconds: 1, nanos: 2 }, is_reply: false }],
    [['node_labels', 'is_reply'], { node_labels: ['n'], is_reply: false }],
  ];
  it.each(cases)('%j', (paths, masked) => {
    expect(compileFieldMask(paths)(flow)).toStrictEqual(masked);
  });

  it('leaves the flow as it was', () => {
    const before = structuredClone(flow);
    compileFieldMask(['source.identity'])(flow);
    expect(flow).toStrictEqual(before);
  });

  it.each([
    'x',
    'nodeName',
    '',
    'source.',
    '.source',
    'source.nope',
    'verdict.x',
    'source.workloads.name',
    'Flow',
    '*',
  ])('refuses "%s" in the words of hubble', (path) => {
    expect(() => compileFieldMask(['verdict', path])).toThrow(UsageError);
    expect(() => compileFieldMask(['verdict', path])).toThrow(
      `failed to construct field mask: proto: invalid path "${path}" for message "flow.Flow"`,
    );
    expect(isFlowPath(path)).toBe(false);
  });

  it('knows every path hubble asks for', () => {
    const recorded = trusted<
      {
        readonly field_mask_paths?: readonly string[] | null;
      }[]
    >(JSON.parse(corpusText('requests.json')));
    const paths = new Set(recorded.flatMap((request) => request.field_mask_paths ?? []));
    expect(paths.size).toBeGreaterThan(15);
    expect([...paths].filter((path) => !isFlowPath(path))).toEqual([]);
  });
});
