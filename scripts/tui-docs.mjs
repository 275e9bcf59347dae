// Fills the tables of docs/tui.md from the key table and the language of the filter bar; with --check it only tells whether they are up to date.

import { readFileSync, writeFileSync } from 'node:fs';

import { barKeys } from '../src/filters/expression/keys.ts';
import { barWords } from '../src/filters/expression/words.ts';
import { keyTable } from '../src/tui/keys/key-table.ts';

const path = new URL('../docs/tui.md', import.meta.url);

const code = (text) => `\`${text === '`' ? ' ` ' : text}\``.replaceAll('|', '\\|');
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*');
const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const places = {
  start: 'start',
  flows: 'flows',
  top: 'top',
  policies: 'policies',
  nodes: 'nodes',
  detail: 'detail',
  histogram: 'histogram',
  filter: 'filter bar',
  prompt: 'prompt',
  menu: 'menu',
  help: 'help',
  columns: 'columns',
  groups: 'groups',
  'filter-forms': 'filter forms',
  confirm: 'question',
};

const tabs = ['flows', 'top', 'policies', 'nodes'];

function placesText(contexts) {
  const isEveryTab = tabs.every((tab) => contexts.includes(tab));
  const rest = isEveryTab ? contexts.filter((one) => !tabs.includes(one)) : contexts;
  return [...(isEveryTab ? ['every tab'] : []), ...rest.map((one) => places[one])].join(', ');
}

const sections = {
  keys: () =>
    table(
      ['Keys', 'What they do', 'Where', 'Name for `tui.keys`'],
      keyTable.map(({ name, keys, contexts, help }) => [
        keys.map(code).join(' '),
        cell(help),
        placesText(contexts),
        code(name),
      ]),
    ),
  words: () =>
    table(
      ['Word', 'Short for', 'Meaning'],
      barWords.map(({ word, key, value, meaning }) => [code(word), code(`${key}:${value}`), cell(meaning)]),
    ),
  filters: () =>
    table(
      ['Key', 'Value', 'Meaning', 'Such as'],
      barKeys.map(({ name, aliases, placeholder, meaning, example }) => [
        [name, ...aliases].map((one) => code(`${one}:`)).join(' '),
        code(placeholder),
        cell(meaning),
        code(example),
      ]),
    ),
};

function filled(text) {
  return Object.entries(sections).reduce((whole, [name, make]) => {
    const part = new RegExp(`(<!-- ${name}: made by scripts/tui-docs\\.mjs -->)[^]*?(<!-- end of ${name} -->)`);
    if (!part.test(whole)) throw new Error(`docs/tui.md has no place for the table of ${name}`);
    return whole.replace(part, (_all, begin, end) => `${begin}\n\n${make()}\n\n${end}`);
  }, text);
}

const text = readFileSync(path, 'utf8');
const wanted = filled(text);
if (!process.argv.includes('--check')) {
  writeFileSync(path, wanted);
} else if (text !== wanted) {
  process.stderr.write('docs/tui.md is out of date: run node scripts/tui-docs.mjs\n');
  process.exitCode = 1;
}
