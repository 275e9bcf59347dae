import { describe, expect, test } from 'vitest';

import { UsageError } from '../../src/base/errors.ts';
import { flowFormatNames, parseFlowFormat, parseListFormat, parseStatusFormat } from '../../src/output/formats.ts';

describe('names of formats', () => {
  test.each(flowFormatNames)('%s prints flows', (name) => {
    expect(parseFlowFormat(name)).toBe(name);
  });

  test('aliases', () => {
    expect([parseFlowFormat('JSON'), parseFlowFormat('tab')]).toEqual(['json', 'table']);
    const status = ['JSON', 'jsonpb', 'tab', 'dict'].map(parseStatusFormat);
    expect(status).toEqual(['json', 'json', 'table', 'dict']);
    expect(parseListFormat('wide')).toBe('wide');
  });

  test.each([
    [parseFlowFormat, 'xml', 'invalid output format: xml'],
    [parseFlowFormat, '', 'invalid output format: '],
    [parseFlowFormat, 'constructor', 'invalid output format: constructor'],
    [parseStatusFormat, 'raw', 'invalid output format: raw'],
    [parseListFormat, 'dict', 'unknown output format: dict'],
  ])('%o rejects %j', (parse, name, message) => {
    expect(() => parse(name)).toThrow(UsageError);
    expect(() => parse(name)).toThrow(expect.objectContaining({ message, code: 'usage/output-format' }));
  });
});
