import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { compileCelExpressions } from '../../../src/filters/cel/expression.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import descriptorSet from '../../../src/flow/generated/descriptor-set.json' with { type: 'json' };

const flow: Flow = {
  time: { seconds: 1_709_251_200, nanos: 5 },
  uuid: 'u-1',
  verdict: 2,
  drop_reason_desc: 133,
  IP: { source: '10.0.0.1', destination: '10.0.0.2', ipVersion: 1 },
  l4: { TCP: { source_port: 40000, destination_port: 443, flags: { SYN: true } } },
  l7: { type: 1, http: { code: 404, url: 'http://h/a', headers: [{ key: 'X-Id', value: '1' }] } },
  source: { identity: 2, namespace: 'shop', labels: ['k8s:app=web', 'k8s:tier=front'] },
  destination: { identity: 4711, workloads: [{ name: 'web', kind: 'Deployment' }] },
  event_type: { type: 5 },
  is_reply: false,
  ip_trace_id: { trace_id: 2n ** 64n - 1n },
};

const onEmpty = (expression: string) => compileCelExpressions([expression])({});

describe('what is true of a flow', () => {
  it.each([
    ['_flow.verdict == Verdict.DROPPED', true],
    ['_flow.verdict == flow.Verdict.DROPPED', true],
    ['.flow.Verdict.DROPPED == _flow.verdict', true],
    ['_flow.verdict == 1', false],
    ['_flow.verdict in [Verdict.AUDIT, Verdict.DROPPED]', true],
    ["_flow.source.namespace == 'shop' && _flow.destination.namespace == ''", true],
    ["_flow.source.labels.exists(l, l == 'k8s:app=web')", true],
    ["_flow.source.labels.all(l, l.startsWith('k8s:'))", true],
    ["_flow.source.labels.exists_one(l, l.contains('='))", false],
    ["_flow.source.labels.filter(l, l.endsWith('front')).size() == 1", true],
    ["'web' in _flow.destination.workloads.map(w, w.name)", true],
    ["_flow.source.labels[1] == 'k8s:tier=front'", true],
    ['_flow.l4.TCP.destination_port == 443u', true],
    ['_flow.l4.TCP.destination_port == uint(80)', false],
    ['has(_flow.l4.TCP) && !has(_flow.l4.UDP)', true],
    ['has(_flow.l7.http) && _flow.l7.http.code >= 400u', true],
    ["_flow.l7.http.headers.exists(h, h.key == 'X-Id' && h.value == '1')", true],
    ["_flow.IP.source.matches('^10[.]') && matches(_flow.uuid, '[0-9]$')", true],
    ['_flow.ip_trace_id.trace_id == 18446744073709551615u', true],
    ["_flow.time > timestamp('2024-03-01T00:00:00Z')", true],
    ["_flow.time - timestamp('2024-03-01T00:00:00Z') < duration('1s')", true],
    ["_flow.time.getFullYear() == 2024 && _flow.time.getHours('Asia/Tokyo') == 9", true],
    ['_flow.is_reply == false', true],
    ['_flow.is_reply == null', false],
    ['!_flow.is_reply', true],
    ['_flow.is_reply ? false : true', true],
    ['_flow.source == null', false],
    ["_flow.ethernet.source == ''", true],
    ['type(_flow.verdict) == int && type(_flow) == Flow', true],
    ["_flow.IP == IP{source: '10.0.0.1', destination: '10.0.0.2', ipVersion: IPVersion.IPv4}", true],
    ['1 + 2 * 3 - 4 / 2 == 5 && 7 % 4 == 3', true],
    ["{'a': 1, 'b': 2}['b'] == 2 && 'a' in {'a': 1}", true],
    ["dyn(_flow.uuid) == 'u-1'", true],
    ['[].all(x, x > 1)', true],
    ['false', false],
  ])('%s: %s', (expression, expected) => {
    expect(compileCelExpressions([expression])(flow)).toBe(expected);
  });

  it.each([
    [['false', 'true'], true],
    [['false', 'false'], false],
    // One that fails is no match, and ends the search.
    [["_flow.source.labels[7] == 'x'"], false],
    [["_flow.source.labels[7] == 'x'", 'true'], false],
    [['true', "_flow.source.labels[7] == 'x'"], true],
    [["_flow.source.labels[7] == 'x' || true"], true],
    [['1 / 0 == 1'], false],
    [["_flow.uuid.matches('[')"], false],
    [["matches(_flow.uuid, '[')"], false],
  ])('%j together: %s', (expressions, expected) => {
    expect(compileCelExpressions(expressions)(flow)).toBe(expected);
  });

  it('reads a flow without anything in it', () => {
    expect(onEmpty("_flow.uuid == '' && _flow.verdict == 0 && !has(_flow.l4)")).toBe(true);
    expect(onEmpty('_flow.is_reply == null')).toBe(true);
    expect(onEmpty('!_flow.is_reply')).toBe(false);
    expect(onEmpty('_flow.l4.TCP.destination_port == 0u')).toBe(true);
  });
});

function failure(expression: string): string {
  try {
    compileCelExpressions([expression]);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return 'it compiles';
}

describe('what is refused', () => {
  it.each([
    ['_flow.Summary', 'string'],
    ['_flow.verdict', 'int'],
    ['_flow.drop_reason', 'uint'],
    ['_flow', 'flow.Flow'],
    ['_flow.is_reply', 'wrapper(bool)'],
    ['_flow.time', 'google.protobuf.Timestamp'],
    ["duration('1s')", 'google.protobuf.Duration'],
    ['_flow.source.labels', 'list(string)'],
    ['_flow.destination.workloads.map(w, w.name.size())', 'list(int)'],
    ['[]', 'list(dyn)'],
    ["[1, 'a']", 'list(dyn)'],
    ['[null, _flow.is_reply]', 'list(wrapper(bool))'],
    ["{'a': 1}", 'map(string, int)'],
    ['dyn(true)', 'dyn'],
    ['Flow', 'type(flow.Flow)'],
    ['null', 'null_type'],
    ['1.5', 'double'],
    ["b'x'", 'bytes'],
    ["_flow.is_reply ? 'a' : 'b'", 'string'],
  ])('%s, which gives %s', (expression, type) => {
    expect(failure(expression)).toBe(`error compiling CEL expression: got "${type}", wanted "bool" result type`);
  });

  it.each([
    ['_flow.nope', 6, "undefined field 'nope'"],
    ['true || _flow.nope', 14, "undefined field 'nope'"],
    ['has(_flow.l4.nope)', 4, "undefined field 'nope'"],
    ['bogus', 1, "undeclared reference to 'bogus' (in container 'flow')"],
    ['Verdict.NOPE == 1', 1, "undeclared reference to 'Verdict' (in container 'flow')"],
    ['x.y.z', 1, "undeclared reference to 'x' (in container 'flow')"],
    ['foo(1)', 4, "undeclared reference to 'foo' (in container 'flow')"],
    ["_flow.uuid.charAt(0) == 'a'", 18, "undeclared reference to 'charAt' (in container 'flow')"],
    ['Nope{} == _flow', 5, "undeclared reference to 'Nope' (in container 'flow')"],
    ['_flow.uuid == 1', 12, "found no matching overload for '_==_' applied to '(string, int)'"],
    ['_flow.uuid == null', 12, "found no matching overload for '_==_' applied to '(string, null)'"],
    ['_flow.l4.TCP.destination_port == 443', 31, "found no matching overload for '_==_' applied to '(uint, int)'"],
    ['1 < 2.0', 3, "found no matching overload for '_<_' applied to '(int, double)'"],
    ["_flow.time > '2024'", 12, "found no matching overload for '_>_' applied to '(timestamp, string)'"],
    ['!_flow.uuid', 1, "found no matching overload for '!_' applied to '(string)'"],
    ['_flow.uuid && true', 12, "found no matching overload for '_&&_' applied to '(string, bool)'"],
    ['_flow.uuid.contains(1)', 20, "found no matching overload for 'contains' applied to 'string.(int)'"],
    ["_flow.source.labels['a']", 20, "found no matching overload for '_[_]' applied to '(list(string), string)'"],
    ['1 in [1u]', 3, "found no matching overload for '@in' applied to '(int, list(uint))'"],
    ['_flow.uuid.foo', 11, "type 'string' does not support field selection"],
    [
      '_flow.verdict.exists(x, x > 1)',
      6,
      "expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)",
    ],
    ['Endpoint{ID: 1} == _flow.source', 12, "expected type of field 'ID' is 'uint' but provided type is 'int'"],
    ['Endpoint{nope: 1} == _flow.source', 14, "undefined field 'nope'"],
  ])('%s', (expression, column, message) => {
    const mark = `${'.'.repeat(column - 1)}^`;
    expect(failure(expression)).toBe(
      `error compiling CEL expression: ERROR: <input>:1:${column}: ${message}\n | ${expression}\n | ${mark}`,
    );
  });

  it('tells all that is wrong, where it is', () => {
    expect(failure("'é' == _flow.nope &&\n\t1 == 'a'")).toBe(
      [
        "error compiling CEL expression: ERROR: <input>:1:13: undefined field 'nope'",
        " | 'é' == _flow.nope &&",
        ' | ............^',
        "ERROR: <input>:2:4: found no matching overload for '_==_' applied to '(int, string)'",
        " |  1 == 'a'",
        ' | ...^',
      ].join('\n'),
    );
  });

  it.each(['', 'a b', '(', "'open", '_flow.', 'something-', '1 +', '[1,2', '_flow.?uuid'])(
    '%j, which is no CEL',
    (expression) => {
      expect(failure(expression)).toMatch(/^error compiling CEL expression: ERROR: <input>:1:\d+: Syntax error: /);
    },
  );
});

describe('what is too much', () => {
  it.each([
    ['parentheses', `${'('.repeat(20_000)}true${')'.repeat(20_000)}`],
    ['a sum', `${Array.from({ length: 20_000 }, () => '1').join('+')} > 1`],
    ['lists', `${'['.repeat(20_000)}${']'.repeat(20_000)} == []`],
  ])('%s nested without end', (_name, expression) => {
    expect(failure(expression)).toBe('error compiling CEL expression: expression recursion limit exceeded');
  });

  it('a text nobody writes', () => {
    expect(failure(`'${'x'.repeat(100_000)}' == ''`)).toMatch(/size exceeds limit/);
  });
});

describe('the descriptor set as a module', () => {
  it('is the one of gRPC reflection', () => {
    const path = new URL('../../../src/flow/generated/descriptors.binpb', import.meta.url);
    expect(descriptorSet.base64).toBe(readFileSync(path).toString('base64'));
  });
});
