import { expect, test } from 'vitest';

import { VerdictBasis } from '../../src/flow/flow-extension.ts';
import { Verdict } from '../../src/flow/verdict.ts';
import { assumedMode, resolveMode } from '../../src/policy/mode.ts';
import type { DropActionOverride } from '../../src/policy/drop-action-override.ts';
import type { PrefixMeaning } from '../../src/policy/prefix.ts';
import { decideVerdict, type VerdictInput } from '../../src/policy/verdict.ts';

const policyVerdict = { type: 5 };

function decide(meaning: VerdictInput['meaning'], override?: DropActionOverride, rest: Partial<VerdictInput> = {}) {
  const mode =
    override === undefined ? assumedMode : resolveMode({ override, name: '--drop-action-override' }, undefined);
  return decideVerdict({ meaning, mode, changing: false, origin: 'network', ...rest });
}

test.each([
  ['LogAndAccept', Verdict.AUDIT, undefined, true, false],
  ['LogAndDrop', Verdict.DROPPED, 133, false, false],
  ['Accept', Verdict.AUDIT, undefined, true, true],
  ['Drop', Verdict.DROPPED, 133, false, true],
] as const)('a deny under %s', (override, verdict, ...rest) => {
  const [dropReason, passed, stale] = rest;
  const decision = decide({ kind: 'deny' }, override);
  expect(decision.fields).toEqual({
    verdict,
    eventType: policyVerdict,
    passed,
    decided: true,
    ...(dropReason !== undefined && { dropReason }),
  });
  expect(decision).toMatchObject({ basis: VerdictBasis.FLAG, override, stale });
});

test('the line itself outranks the mode', () => {
  const decision = decide({ kind: 'deny', stated: 'LogAndAccept' }, 'LogAndDrop', { changing: true });
  expect(decision).toMatchObject({ basis: VerdictBasis.LINE, override: 'LogAndAccept', stale: false });
  expect(decision.fields.verdict).toBe(Verdict.AUDIT);
});

test('nothing configured: dropped, and said to be assumed', () => {
  const decision = decide({ kind: 'deny' });
  expect(decision).toMatchObject({ basis: VerdictBasis.ASSUMED, override: 'LogAndDrop', stale: false });
  expect(decision.fields.verdict).toBe(Verdict.DROPPED);
});

test('near a change the basis says so', () => {
  expect(decide({ kind: 'deny' }, 'LogAndAccept', { changing: true }).basis).toBe(VerdictBasis.CHANGING);
});

test.each([
  ['workload', 5, 5],
  ['host', 7, 7],
  ['network', 10, 10],
] as const)('a Log rule decides nothing: trace from %s', (origin, subType, point) => {
  expect(decide({ kind: 'log-rule' }, 'LogAndAccept', { origin })).toEqual({
    fields: {
      verdict: Verdict.TRACED,
      eventType: { type: 4, sub_type: subType },
      traceObservationPoint: point,
      passed: false,
      decided: false,
    },
    basis: VerdictBasis.LINE,
    stale: false,
  });
});

test.each([
  [Verdict.AUDIT, {}],
  [Verdict.DROPPED, { dropReason: 133 }],
  [Verdict.FORWARDED, { policyMatchType: 1 }],
])('a mapped prefix: %s', (verdict, more) => {
  const meaning: Extract<PrefixMeaning, { kind: 'mapped' }> = { kind: 'mapped', verdict };
  const decision = decide(meaning, 'Drop');
  expect(decision).toMatchObject({ basis: VerdictBasis.LINE, stale: false });
  expect(decision.override).toBeUndefined();
  expect(decision.fields).toMatchObject({ verdict, eventType: policyVerdict, decided: true, ...more });
});

test('precedence of modes', () => {
  const found = { value: 'LogAndAccept', origin: 'felix.yaml (default)' } as const;
  expect(resolveMode({ override: 'Drop', name: 'FELIX_DROPACTIONOVERRIDE' }, found)).toEqual({
    override: 'Drop',
    basis: VerdictBasis.FLAG,
    origin: 'FELIX_DROPACTIONOVERRIDE',
  });
  expect(resolveMode(undefined, found)).toEqual({
    override: 'LogAndAccept',
    basis: VerdictBasis.FELIX_CONFIG,
    origin: 'felix.yaml (default)',
  });
  expect(resolveMode(undefined, undefined)).toBe(assumedMode);
});
