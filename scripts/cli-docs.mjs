// Writes docs/cli.md from the flag tables; with --check it only tells whether the file is up to date.

import { readFileSync, writeFileSync } from 'node:fs';

import { cliReference } from '../src/cli/help/markdown.ts';

const path = new URL('../docs/cli.md', import.meta.url);
const wanted = cliReference();

function current() {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

if (!process.argv.includes('--check')) {
  writeFileSync(path, wanted);
} else if (current() !== wanted) {
  process.stderr.write('docs/cli.md is out of date: run node scripts/cli-docs.mjs\n');
  process.exitCode = 1;
}
