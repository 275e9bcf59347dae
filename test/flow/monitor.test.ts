import { describe, expect, test } from 'vitest';

import {
  dropReasonText,
  MonitorEventType,
  policyMatchName,
  reservedIdentityName,
  ReservedIdentity,
  traceSubTypeName,
} from '../../src/flow/monitor.ts';

describe('numbers of the monitor', () => {
  test('types that a flow can have', () => {
    expect(MonitorEventType).toMatchObject({ drop: 1, capture: 3, trace: 4, 'policy-verdict': 5, l7: 129 });
  });

  test.each([
    [0, 'to-endpoint'],
    [13, 'to-crypto'],
    [14, '14'],
    [-1, '255'],
    [256, 'to-endpoint'],
  ])('trace sub-type %i is %s', (subType, name) => {
    expect(traceSubTypeName(subType)).toBe(name);
  });

  test.each([
    [0, 'none'],
    [5, 'L3-Proto'],
    [6, 'Proto-Only'],
    [7, 'unknown'],
    [-1, 'unknown'],
  ])('match type %i is %s', (matchType, name) => {
    expect(policyMatchName(matchType)).toBe(name);
  });

  test('the last reserved identity has a name to ask for, not one to show', () => {
    expect(ReservedIdentity['overlay-to-encrypt']).toBe(11);
    expect(reservedIdentityName(11)).toBeUndefined();
    expect(reservedIdentityName(10)).toBe('world-ipv6');
    expect(reservedIdentityName(0)).toBe('unknown');
    expect(reservedIdentityName(-1)).toBeUndefined();
  });

  test.each([
    [133, 'Policy denied'],
    [159, '159, 0'],
    [205, 'Punt to proxy'],
    [206, '206, 0'],
    [256 + 133, 'Policy denied'],
  ])('drop %i is %s', (code, text) => {
    expect(dropReasonText(code)).toBe(text);
  });
});
