import { describe, expect, test } from 'vitest';

import { longVersion, version } from '../../src/cli/version.ts';

describe('longVersion', () => {
  test.each([
    ['linux', 'x64', 'linux/amd64'],
    ['darwin', 'arm64', 'darwin/arm64'],
    ['win32', 'ia32', 'windows/386'],
  ])('%s on %s', (platform, arch, system) => {
    expect(longVersion('observe', { node: '26.10.0', platform, arch })).toBe(
      `observe ${version} run by node26.10.0 on ${system}\n`,
    );
  });
});
