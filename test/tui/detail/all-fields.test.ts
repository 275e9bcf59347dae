import { describe, expect, test } from 'vitest';

import { packFlowExtension } from '../../../src/flow/codec/extension.ts';
import { unknownFields } from '../../../src/flow/codec/plain-message.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import { flowFields } from '../../../src/tui/detail/all-fields.ts';
import { filledMessage } from '../builders/filled-message.ts';

const flow = filledMessage('flow.Flow', ['extensions']);
const extension = filledMessage('observed.v1.FlowExtension');

function valueOf(lines: ReturnType<typeof flowFields>, path: string): string | undefined {
  return lines.find((line) => line.path === path)?.value;
}

describe('flowFields', () => {
  test('lists every field of the schema, those of our extension among them', () => {
    const whole = {
      ...flow.value,
      extensions: packFlowExtension(extension.value),
    } as Flow;
    const listed = flowFields(whole).map(({ path }) => path);
    const wanted = [...flow.paths, ...extension.paths.map((path) => `extensions.${path}`)];
    expect(wanted.length).toBeGreaterThan(130);
    expect(wanted.filter((path) => !listed.includes(path))).toEqual([]);
  });

  test('gives enums by name and code, times in UTC, 64-bit numbers in full', () => {
    const lines = flowFields({
      verdict: 4,
      time: { seconds: 0, nanos: 5 },
      socket_cookie: 18_446_744_073_709_551_615n,
      is_reply: false,
    });
    expect(lines).toEqual([
      { path: 'time', value: '1970-01-01T00:00:00.000000005Z' },
      { path: 'verdict', value: 'AUDIT (4)' },
      { path: 'is_reply', value: 'false' },
      { path: 'socket_cookie', value: '18446744073709551615' },
    ]);
  });

  test('an enum code of a newer schema is its number', () => {
    expect(flowFields({ verdict: 99 })).toEqual([{ path: 'verdict', value: '99' }]);
  });

  test('an extension of another type tells its type and size', () => {
    const lines = flowFields({ extensions: { type_url: 'type.googleapis.com/other.Thing', value: new Uint8Array(3) } });
    expect(valueOf(lines, 'extensions.type_url')).toBe('type.googleapis.com/other.Thing');
    expect(valueOf(lines, 'extensions.value')).toBe('3 bytes');
  });

  test('fields of a newer schema are counted', () => {
    const newer = { uuid: 'a', [unknownFields]: new Uint8Array(12) } as Flow;
    expect(valueOf(flowFields(newer), '(fields of a newer schema)')).toBe('12 bytes');
  });

  test('a message without fields is told all the same', () => {
    expect(flowFields({ source: {} })).toEqual([{ path: 'source', value: '(no fields set)' }]);
  });
});
