/** The commands of both programs: their words, their flags, what help says of them. */

import type { FlagTable } from './flag.ts';
import { flowsFlags, generalFlags, listFlags, statusFlags } from './observe-flags.ts';
import { observedFlags } from './observed-flags.ts';

/** An invocation help shows, true as it stands. */
export interface Example {
  readonly text: string;
  readonly command: string;
}

/** A command as help shows it. */
export interface CommandText {
  /** Words after `observe`; empty for the flow command itself. */
  readonly words: readonly string[];
  /** The line after `Usage:`. */
  readonly usage: string;
  /** One sentence without a full stop. */
  readonly summary: string;
  readonly table: FlagTable;
  readonly examples: readonly Example[];
}

const flowExamples: readonly Example[] = [
  { text: 'The last 20 flows', command: 'observe' },
  { text: 'What a policy would deny, as it happens', command: 'observe --verdict AUDITED --follow' },
  {
    text: 'The same from a kernel log, without a server',
    command: 'journalctl -k | observe --input-file - --verdict AUDITED',
  },
  {
    text: 'Denied TCP to a network within the last hour, as JSON',
    command: 'observe --since 1h --verdict DROPPED --protocol tcp --to-ip 10.0.0.0/8 -o json',
  },
  { text: 'Everything but DNS', command: 'observe --all --not --port 53' },
];

/** The commands of `observe`, in the order help shows them. */
export const observeCommands = {
  flows: {
    words: [],
    usage: 'observe [flags]',
    summary: 'Show flows of observed, of a Hubble server or from files',
    table: flowsFlags,
    examples: flowExamples,
  },
  status: {
    words: ['status'],
    usage: 'observe status [flags]',
    summary: 'Show whether the server is well, and what it holds',
    table: statusFlags,
    examples: [{ text: 'The status as JSON', command: 'observe status -o json' }],
  },
  'list-nodes': {
    words: ['list', 'nodes'],
    usage: 'observe list nodes [flags]',
    summary: 'List the nodes flows come from',
    table: listFlags,
    examples: [{ text: 'With versions and addresses', command: 'observe list nodes -o wide' }],
  },
  'list-namespaces': {
    words: ['list', 'namespaces'],
    usage: 'observe list namespaces [flags]',
    summary: 'List the namespaces seen in flows',
    table: listFlags,
    examples: [{ text: 'As JSON', command: 'observe list namespaces -o json' }],
  },
  demo: {
    words: ['demo'],
    usage: 'observe demo [flags]',
    summary: 'Show flows of bundled captures, from a server of its own',
    table: flowsFlags,
    examples: [{ text: 'What would have been denied', command: 'observe demo --verdict AUDITED' }],
  },
  version: {
    words: ['version'],
    usage: 'observe version',
    summary: 'Show the version',
    table: generalFlags,
    examples: [],
  },
  help: {
    words: ['help'],
    usage: 'observe help [command]',
    summary: 'Show help of a command',
    table: generalFlags,
    examples: [{ text: 'Help of status', command: 'observe help status' }],
  },
} as const satisfies Readonly<Record<string, CommandText>>;

/** Name of a command of `observe`. */
export type ObserveCommandName = keyof typeof observeCommands;

/** `observed` as help shows it. */
export const observedCommand = {
  words: [],
  usage: 'observed [flags]',
  summary: 'Serve the flows of a node: read kernel logs, keep the newest flows, answer observe and hubble',
  table: observedFlags,
  examples: [
    { text: 'Follow a log', command: 'observed --source file:/var/log/kern.log' },
    {
      text: "Read the kernel's own ring, under LogAndAccept",
      command: 'observed --source kmsg: --drop-action-override LogAndAccept',
    },
    { text: 'Check a configuration file', command: 'observed --config observed.yaml --check-config' },
  ],
} as const satisfies CommandText;
