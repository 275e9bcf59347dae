import { describe, expect, test } from 'vitest';

import { UsageError } from '../../src/base/errors.ts';
import { VerdictBasis } from '../../src/flow/flow-extension.ts';
import { compilePolicyConfiguration, type PolicyInput } from '../../src/policy/configuration.ts';
import { isBlind } from '../../src/policy/node-policy.ts';
import { PolicyTimeline } from '../../src/policy/policy-timeline.ts';
import { felixFile } from './felix-files.ts';

const none: PolicyInput = { felixConfigFiles: [], nodeLabels: [], prefixVerdicts: [] };

function compile(input: Partial<PolicyInput> = {}, readFile = (path: string): string => felixFile(path).text) {
  return compilePolicyConfiguration({ ...none, ...input }, readFile);
}

/** A configuration for every node with a selector that selects all of them. */
const rival = (name: string, mode: string) => ({
  path: name,
  text: `{apiVersion: projectcalico.org/v3, kind: FelixConfiguration, metadata: {name: ${name}}, spec: {nodeSelector: all(), dropActionOverride: ${mode}}}`,
});

/** A default configuration whose Log rules write Felix's own prefix. */
const withLogPrefix = (spec: string) =>
  `{apiVersion: projectcalico.org/v3, kind: FelixConfiguration, metadata: {name: default}, spec: {logPrefix: 'calico-drop'${spec}}}`;

/** What a `calico-drop` line is under that configuration. */
const kindUnder = (spec: string) =>
  compile({ felixConfigFiles: [{ path: 'f.yaml', text: withLogPrefix(spec) }] })
    .forNode('n')
    .prefixes.read({ rawPrefix: 'calico-drop: ', prefix: 'calico-drop' }).kind;

const cfg = (mode: string) => `DropActionOverride = ${mode}\n`;
const at = (seconds: number) => ({ seconds, nanos: 0 });

describe('compilePolicyConfiguration', () => {
  test('nothing given', () => {
    const node = compile().forNode('worker-1');
    expect(node.mode).toMatchObject({ override: 'LogAndDrop', basis: VerdictBasis.ASSUMED });
    expect(node.devices.prefixes).toEqual(['cali']);
    expect(isBlind(node)).toBe(false);
  });

  test.each<[string, Partial<PolicyInput>, string, keyof typeof VerdictBasis, string]>([
    [
      'the flag over every file',
      { dropActionOverride: { value: 'log-and-drop', origin: 'flag', name: '--drop-action-override' } },
      'LogAndDrop',
      'FLAG',
      '--drop-action-override',
    ],
    [
      'the variable over every file',
      { dropActionOverride: { value: 'DROP', origin: 'environment', name: 'FELIX_DROPACTIONOVERRIDE' } },
      'Drop',
      'FLAG',
      'FELIX_DROPACTIONOVERRIDE',
    ],
    [
      'felix.cfg over the resources',
      { felixConfigFiles: [felixFile('list.yaml'), felixFile('felix.cfg')] },
      'LogAndAccept',
      'FELIX_CONFIG',
      'felix.cfg',
    ],
    ['the node over default', {}, 'LogAndAccept', 'FELIX_CONFIG', 'list.yaml (node.worker-1)'],
  ])('%s', (_name, input, ...mode) => {
    const [override, basis, origin] = mode;
    const node = compile({ felixConfigFiles: [felixFile('list.yaml')], ...input }).forNode('worker-1');
    expect(node.mode).toEqual({ override, basis: VerdictBasis[basis], origin });
  });

  test('every setting is resolved by itself', () => {
    const node = compile({ felixConfigFiles: [felixFile('list.yaml')] }).forNode('worker-2');
    expect(node.mode.origin).toBe('list.yaml (default)');
    expect(node.prefixStatesAction).toBe(true);
    expect(node.devices.prefixes).toEqual(['cali', 'eni']);
    expect(node.prefixes.read({ rawPrefix: 'calico-packet np:shop/a: ', prefix: 'calico-packet np:shop/a' })).toEqual({
      kind: 'log-rule',
      policy: { policy: { kind: 'np', namespace: 'shop', name: 'a' }, approximate: false },
    });
  });

  test('labels select nodes, all of them or one', () => {
    const everywhere = compile({ felixConfigFiles: [felixFile('list.yaml')], nodeLabels: ['pool=edge'] });
    expect(everywhere.forNode('worker-9').mode.origin).toBe('list.yaml (edge)');
    expect(isBlind(everywhere.forNode('worker-9'))).toBe(true);
    const one = compile({ felixConfigFiles: [felixFile('list.yaml')], nodeLabels: ['worker-9:pool=edge'] });
    expect(one.forNode('worker-9.example.com').mode.origin).toBe('list.yaml (edge)');
    expect(one.forNode('worker-8').mode.origin).toBe('list.yaml (default)');
    const spare = compile({ felixConfigFiles: [felixFile('list.yaml')], nodeLabels: ['pool=edge', 'spare='] });
    expect(spare.forNode('worker-9').mode.origin).toBe('list.yaml (default)');
  });

  test('a selector that cannot be tried is a doubt', () => {
    const doubts = compile({ felixConfigFiles: [felixFile('list.yaml')] }).forNode('worker-9').doubts;
    expect(doubts).toEqual([expect.stringContaining('list.yaml (edge) has a nodeSelector')]);
    expect(
      compile({ felixConfigFiles: [felixFile('list.yaml')], nodeLabels: ['a=b'] }).forNode('worker-9').doubts,
    ).toEqual([]);
  });

  test('selectors that disagree are a doubt, and the first by name decides', () => {
    const node = compile({ felixConfigFiles: [rival('b', 'Drop'), rival('a', 'LogAndAccept')] }).forNode('n');
    expect(node.mode.override).toBe('LogAndAccept');
    expect(node.doubts).toEqual([expect.stringContaining('disagree')]);
  });

  test('device prefixes of the flag replace those of Felix', () => {
    const node = compile({ felixConfigFiles: [felixFile('list.yaml')], devicePrefixes: ['tap', 'azv,gke'] }).forNode(
      'n',
    );
    expect(node.devices.prefixes).toEqual(['tap', 'azv', 'gke']);
  });

  test("Felix's logPrefix can be calico-drop: then its lines come from Log rules", () => {
    expect(kindUnder('')).toBe('log-rule');
    expect(kindUnder(', dropActionOverride: LogAndDrop')).toBe('deny');
  });

  test.each<[string, Partial<PolicyInput>, string]>([
    [
      'mode',
      { dropActionOverride: { value: 'x', origin: 'flag', name: '--drop-action-override' } },
      '--drop-action-override: "x"',
    ],
    ['label', { nodeLabels: ['pool'] }, '--node-label: "pool"'],
    ['label of no node', { nodeLabels: [':a=b'] }, '--node-label: ":a=b"'],
    ['device prefix', { devicePrefixes: [''] }, '--device-prefix'],
    ['prefix verdict', { prefixVerdicts: ['x=y'] }, '--prefix-verdict: "x=y"'],
    ['template', { logPrefixTemplate: 'calico' }, '--log-prefix-template: "calico" has no placeholder'],
    ['known policy', { knownPolicies: ['what:x'] }, 'known policy "what:x"'],
    ['file', { felixConfigFiles: [{ path: 'f.cfg', text: 'DropActionOverride=x' }] }, 'f.cfg: dropActionOverride: "x"'],
  ])('a bad %s is an error with a hint', (_name, input, message) => {
    expect(() => compile(input)).toThrow(UsageError);
    expect(() => compile(input)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), hint: expect.any(String) }),
    );
  });

  test('lists what it passed over and the nodes that have an entry', () => {
    const configuration = compile({ felixConfigFiles: [felixFile('list.yaml')] });
    expect(configuration.warnings).toHaveLength(1);
    expect(configuration.configuredNodes).toEqual(['worker-1', 'worker-2.example.com']);
  });

  test('remembers nodes, but not without end', () => {
    const configuration = compile();
    const first = configuration.forNode('a');
    expect(configuration.forNode('a')).toBe(first);
    for (let index = 0; index < 5000; index += 1) configuration.forNode(`n${index}`);
    expect(configuration.forNode('a').mode).toEqual(first.mode);
  });
});

describe('reading again', () => {
  test('the same texts are the same configuration, a change is another one', () => {
    let text = cfg('LogAndDrop');
    const start = compile({ felixConfigFiles: [{ path: 'felix.cfg', text }] }, () => text);
    expect(start.reread()).toBe(start);
    text = cfg('LogAndAccept');
    const next = start.reread();
    expect(next.forNode('a').mode.override).toBe('LogAndAccept');
    expect(start.forNode('a').mode.override).toBe('LogAndDrop');
    expect(next.reread()).toBe(next);
  });

  test('lines are read under what held at their time, and are unsure within 60 s of a change', () => {
    let text = cfg('LogAndDrop');
    const start = compile({ felixConfigFiles: [{ path: 'felix.cfg', text }] }, () => text);
    const timeline = new PolicyTimeline(start);
    expect(timeline.isChanging('a', at(1000))).toBe(false);
    expect(timeline.change(start.reread(), at(500))).toBe(false);
    text = cfg('LogAndAccept');
    expect(timeline.change(start.reread(), at(1000))).toBe(true);
    expect(timeline.policyAt('a', at(999)).mode.override).toBe('LogAndDrop');
    expect(timeline.policyAt('a', at(1000)).mode.override).toBe('LogAndAccept');
    expect([939, 940, 1000, 1060, 1061].map((seconds) => timeline.isChanging('a', at(seconds)))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    // Another key changed: the mode is as sure as before.
    text = `${cfg('LogAndAccept')}LogPrefix = x\n`;
    expect(timeline.change(timeline.current.reread(), at(5000))).toBe(true);
    expect(timeline.isChanging('a', at(5000))).toBe(false);
    for (let index = 0; index < 40; index += 1) {
      text = cfg(index % 2 === 0 ? 'Drop' : 'Accept');
      timeline.change(timeline.current.reread(), at(10_000 + index * 1000));
    }
    expect(timeline.policyAt('a', at(49_000)).mode.override).toBe('Accept');
    expect(timeline.policyAt('a', at(48_500)).mode.override).toBe('Drop');
  });
});
