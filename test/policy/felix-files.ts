import { readFileSync } from 'node:fs';

import type { ConfigText } from '../../src/policy/felix-config.ts';

/** Returns a Felix configuration of the fixtures, under its bare name. */
export function felixFile(name: string): ConfigText {
  return { path: name, text: readFileSync(new URL(`../fixtures/policy/${name}`, import.meta.url), 'utf8') };
}
