import { describe, expect, test } from 'vitest';

import { createInputReader, printCase, readPrintedCases } from './recorded-cases.ts';

const cases = readPrintedCases();
const readInput = createInputReader();

describe('recorded runs of hubble', () => {
  test('none of the cases that only print is left out', () => {
    const counts = Object.groupBy(cases, (plan) => plan.recorded.category);
    const numbers = Object.fromEntries(Object.entries(counts).map(([name, plans]) => [name, plans?.length]));
    expect(numbers).toMatchObject({ format: 14, 'time-format': 8, color: 7, compat: 1, status: 1 });
    expect(cases.length).toBeGreaterThan(55);
  });

  test.each(cases.map((plan) => [plan.recorded.name, plan] as const))('%s', (_name, plan) => {
    const { stdout, stderr, stderr_check: check, input } = plan.recorded;
    const written = printCase(plan, readInput(input ?? 'flows.jsonl'));
    // Without an exact stderr the recording holds log lines of the program, which no printer writes.
    expect(written).toEqual({ stdout, stderr: check === 'exact' ? stderr : written.stderr });
  });
});
