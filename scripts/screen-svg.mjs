// Draws the terminal UI over the captures of the demo: docs/screen.svg, and the frame in README.md; with --check it only tells
// whether both are up to date.

import { readFileSync, writeFileSync } from 'node:fs';

import { admitSources } from './screen/sources.mjs';

admitSources();
const { demoPictures } = await import('./screen/demo-pictures.ts');
const { svg, frame } = await demoPictures();

const picture = new URL('../docs/screen.svg', import.meta.url);
const readme = new URL('../README.md', import.meta.url);

function current(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function withFrame(text) {
  const place = /(<!-- screen: made by scripts\/screen-svg\.mjs -->)[^]*?(<!-- end of screen -->)/;
  if (!place.test(text)) throw new Error('README.md has no place for the screen');
  return text.replace(place, (_all, begin, end) => `${begin}\n\n\`\`\`text\n${frame}\n\`\`\`\n\n${end}`);
}

for (const [path, wanted] of [
  [picture, svg],
  [readme, withFrame(current(readme))],
]) {
  if (!process.argv.includes('--check')) {
    writeFileSync(path, wanted);
  } else if (current(path) !== wanted) {
    const name = path === picture ? 'docs/screen.svg' : 'README.md';
    process.stderr.write(`${name} is out of date: run node scripts/screen-svg.mjs\n`);
    process.exitCode = 1;
  }
}
