import { expect, test } from 'vitest';

import { assumedModeNotice, logRuleNotice } from '../../src/pipeline/notices.ts';

test('the Log-rule notice tells the number and both ways on', () => {
  expect(logRuleNotice(12)).toMatch(/^12 flows of Calico Log rules in this window carry no verdict/);
  expect(logRuleNotice(1)).toMatch(/^1 flow of Calico Log rules in this window carries no verdict/);
  expect(logRuleNotice(2)).toContain('--prefix-verdict');
  expect(logRuleNotice(2)).toContain('Goldmane');
  expect(logRuleNotice(2)).not.toContain('\n');
});

test('the assumed-mode notice names the mode and the flags', () => {
  expect(assumedModeNotice('LogAndDrop')).toMatch(/LogAndDrop.*--drop-action-override.*--felix-config/);
});
