/** docs/cli.md, made from the flag tables. */

import { ExitCode } from '../../base/exit-codes.ts';
import { observeCommands, observedCommand, type CommandText, type Example } from '../flags/commands.ts';
import { flagGroups, isValueOptional, type Flag, type FlagGroup, type FlagTable } from '../flags/flag.ts';
import { felixVariable } from '../flags/log-reading.ts';
import { hubbleEnvironment, observedEnvironment, variableOf, type EnvironmentRules } from '../flags/resolve.ts';
import { defaultOf } from './defaults.ts';

const exitCodeTexts: Readonly<Record<keyof typeof ExitCode, string>> = {
  ok: 'Fine; also when stdout was closed by its reader, and when single records were malformed',
  failed: 'Failed: an address in use, a bug',
  usage: 'Bad flags or configuration',
  connect: 'Nothing answered at the address',
  rejected: 'The server rejected the request',
  input: 'Input that cannot be opened or read',
  interrupted: 'Interrupted by the user',
};

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [row(head), row(head.map(() => '---')), ...rows.map(row), ''];
}

function flagName(name: string, flag: Flag<unknown>): string {
  const short = flag.short === undefined ? '' : `-${flag.short}, `;
  const value = isValueOptional(flag) || flag.placeholder === undefined ? '' : ` ${flag.placeholder}`;
  return `\`${short}--${name}${value.replaceAll('|', '\\|')}\``;
}

function flagText(flag: Flag<unknown>): string {
  const words = flag.words === undefined ? '' : ` One of ${flag.words.map((word) => `\`${word}\``).join(', ')}.`;
  return `${cell(flag.help)}.${words}`;
}

function flagRow(name: string, flag: Flag<unknown>): readonly string[] {
  return [flagName(name, flag), flagText(flag), cell(defaultOf(flag) ?? '')];
}

function groupSection(group: FlagGroup, flags: FlagTable): readonly string[] {
  const rows = Object.entries(flags).filter(([, flag]) => flag.group === group);
  if (rows.length === 0) return [];
  return [
    `**${group}**`,
    '',
    ...table(
      ['Flag', 'Meaning', 'Default'],
      rows.map(([name, flag]) => flagRow(name, flag)),
    ),
  ];
}

function exampleSection(examples: readonly Example[]): readonly string[] {
  if (examples.length === 0) return [];
  return ['```sh', ...examples.flatMap(({ text, command }) => [`# ${text}`, command]), '```', ''];
}

function commandSection(command: CommandText): readonly string[] {
  const title = command.usage.replace(/ \[.*/, '');
  return [`## ${title}`, '', `${command.summary}.`, '', ...exampleSection(command.examples)];
}

function withFlags(command: CommandText): readonly string[] {
  return [...commandSection(command), ...flagGroups.flatMap((group) => groupSection(group, command.table))];
}

function sourceRows(flags: FlagTable, rules: EnvironmentRules): readonly (readonly string[])[] {
  return Object.entries(flags)
    .filter(([, flag]) => flag.scope === 'everywhere')
    .map(([name]) => [`\`--${name}\``, `\`${variableOf(name, rules)}\``, `\`${name}\``]);
}

const sourceHead = ['Flag', 'Environment variable', 'Key of the file'];

function sourceSection(): readonly string[] {
  return [
    '## Environment and configuration files',
    '',
    'A flag wins over the environment, the environment over the file, the file over the default. An empty variable is one that is not set.',
    '',
    '### observe',
    '',
    "There are two files: `observe/config.yaml` in `$XDG_CONFIG_HOME` (or `~/.config`), which is ours alone, and behind it Hubble's: the first of `./config.yaml`, `$XDG_CONFIG_HOME/hubble/config.yaml` (or `~/.config/hubble/config.yaml`) and `~/.hubble/config.yaml`. With `--config` only the file it names is read. Keys of Hubble that `observe` does not have are passed over. Lists in variables are parted by blanks.",
    '',
    ...table(sourceHead, sourceRows(observeCommands.flows.table, hubbleEnvironment)),
    '`HUBBLE_COMPAT=legacy-json-output` makes `-o json` print the flow without the response around it. `NO_COLOR` turns colour off. `OBSERVE_TUI=never` prints lines on a terminal, too (`auto` is the default), and `INK_SCREEN_READER=true` is `--screen-reader`; the section `tui:` of our own file, and what else the terminal UI reads and keeps, is told in [tui.md](tui.md). `OBSERVE_COMPLETION_WAIT`, 200ms unless it is set, is how long completion waits for names of a server.',
    '',
    '### observed',
    '',
    'The file is the one `--config` names: YAML, one key for each flag. An unknown key or a value of another kind is an error that names the file and the line. Lists in variables are parted by commas.',
    '',
    ...table(sourceHead, sourceRows(observedCommand.table, observedEnvironment)),
    `\`${felixVariable}\`, Felix's own variable, gives the mode where \`--drop-action-override\` does not; both programs read it.`,
    '',
  ];
}

function isExitName(name: string): name is keyof typeof ExitCode {
  return Object.hasOwn(exitCodeTexts, name);
}

function exitSection(): readonly string[] {
  const names = Object.keys(ExitCode).filter(isExitName);
  return [
    '## Exit codes',
    '',
    ...table(
      ['Code', 'Meaning'],
      names.map((name) => [String(ExitCode[name]), exitCodeTexts[name]]),
    ),
    'An error is one line on stderr that says what failed, on what, and a second one, `hint:`, with what to do.',
  ];
}

/** Returns the text of docs/cli.md. */
export function cliReference(): string {
  const { flows, demo, completion, version, help, ...others } = observeCommands;
  const { 'config-get': get, 'config-set': set, 'config-reset': reset, 'config-view': view, ...asking } = others;
  const lines = [
    '# Command line',
    '',
    '<!-- Made by scripts/cli-docs.mjs from the flag tables in src/cli/flags; do not edit. -->',
    '',
    ...withFlags(flows),
    ...commandSection(demo),
    'It takes the flags of `observe`.',
    '',
    ...Object.values(asking).flatMap(withFlags),
    ...[get, set, reset].flatMap(commandSection),
    ...withFlags(view),
    'All four take these flags; the keys of the file are named after them.',
    '',
    ...[completion, version, help].flatMap(commandSection),
    ...withFlags(observedCommand),
    ...sourceSection(),
    ...exitSection(),
  ];
  return `${lines.join('\n')}\n`;
}
