/** `--help` of a command, from its flag table. */

import { commandsIn } from './flags/command-tree.ts';
import { observeCommands, type CommandText, type Example } from './flags/commands.ts';
import { flagGroups, isValueOptional, type Flag, type FlagGroup, type FlagTable } from './flags/flag.ts';
import { defaultOf } from './help/defaults.ts';
import { wrapText } from './help/wrap-text.ts';

const width = 100;
const helpColumn = 34;

function nameOf(name: string, flag: Flag<unknown>): string {
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
  const value = isValueOptional(flag) || flag.placeholder === undefined ? '' : ` ${flag.placeholder}`;
  return `  ${short}--${name}${value}`;
}

function textOf(flag: Flag<unknown>): string {
  const words = flag.words === undefined ? '' : ` [${flag.words.join(', ')}]`;
  const initial = defaultOf(flag);
  return `${flag.help}${words}${initial === undefined ? '' : ` (default ${initial})`}`;
}

function flagLines(name: string, flag: Flag<unknown>): readonly string[] {
  const left = nameOf(name, flag);
  const right = wrapText(textOf(flag), width - helpColumn).map((line) => ' '.repeat(helpColumn) + line);
  if (left.length > helpColumn - 2) return [left, ...right];
  const [first = '', ...more] = right;
  return [left.padEnd(helpColumn) + first.trimStart(), ...more];
}

function groupLines(group: FlagGroup, table: FlagTable): readonly string[] {
  const flags = Object.entries(table).filter(([, flag]) => flag.group === group);
  return flags.length === 0 ? [] : ['', `${group}:`, ...flags.flatMap(([name, flag]) => flagLines(name, flag))];
}

function exampleLines(examples: readonly Example[]): readonly string[] {
  return examples.length === 0
    ? []
    : ['', 'Examples:', ...examples.flatMap(({ text, command }) => [`  # ${text}`, `  ${command}`])];
}

function commandLines(path: readonly string[] = []): readonly string[] {
  return [
    '',
    'Commands:',
    ...commandsIn(path).map(({ words, summary }) => `  ${words.join(' ').padEnd(18)}${summary}`),
  ];
}

/** Returns the help of a word that groups commands, such as `config`. Ends in a line end. */
export function groupHelp(path: readonly string[]): string {
  const name = path.join(' ');
  return `${['Usage:', `  observe ${name} COMMAND [flags]`, ...commandLines(path)].join('\n')}\n`;
}

/** Returns the help of a command: summary, usage, examples, commands (of the flow command), flags by group. Ends in a line end. */
export function commandHelp(command: CommandText): string {
  const isRoot = command === observeCommands.flows;
  const lines = [
    ...wrapText(command.summary, width),
    '',
    'Usage:',
    `  ${command.usage}`,
    ...(isRoot ? ['  observe [command] [flags]', ...commandLines()] : []),
    ...exampleLines(command.examples),
    ...flagGroups.flatMap((group) => groupLines(group, command.table)),
  ];
  return `${lines.join('\n')}\n`;
}
