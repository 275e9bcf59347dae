/** The commands of both programs: their words, their flags, what help says of them. */

import type { FlagTable } from './flag.ts';
import { eventFlags } from './event-flags.ts';
import {
  completionFlags,
  configFlags,
  flowsFlags,
  generalFlags,
  listFlags,
  peerFlags,
  statusFlags,
} from './observe-flags.ts';
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
  {
    text: 'On a terminal everything that is held and comes, full screen; in a pipe the last 20 flows',
    command: 'observe',
  },
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
  'agent-events': {
    words: ['agent-events'],
    usage: 'observe agent-events [flags]',
    summary: 'Show what Cilium agents report about themselves',
    table: eventFlags,
    examples: [{ text: 'As they happen', command: 'observe agent-events --follow' }],
  },
  'debug-events': {
    words: ['debug-events'],
    usage: 'observe debug-events [flags]',
    summary: 'Show debug messages of the Cilium datapath',
    table: eventFlags,
    examples: [{ text: 'Those of the last minute, as JSON', command: 'observe debug-events --since 1m -o json' }],
  },
  'watch-peers': {
    words: ['watch', 'peers'],
    usage: 'observe watch peers [flags]',
    summary: 'Show the nodes a server knows, and every change among them',
    table: peerFlags,
    examples: [
      { text: 'Those of an agent', command: 'observe watch peers --server unix:///var/run/cilium/hubble.sock' },
    ],
  },
  'config-get': {
    words: ['config', 'get'],
    usage: 'observe config get [KEY] [flags]',
    summary: 'Show a value of the configuration, or all of it',
    table: configFlags,
    examples: [{ text: 'The server', command: 'observe config get server' }],
  },
  'config-set': {
    words: ['config', 'set'],
    usage: 'observe config set KEY [VALUE] [flags]',
    summary: 'Write a value to the configuration file; without VALUE its default',
    table: configFlags,
    examples: [{ text: 'Ask a relay from now on', command: 'observe config set server localhost:4245' }],
  },
  'config-reset': {
    words: ['config', 'reset'],
    usage: 'observe config reset [KEY] [flags]',
    summary: 'Write the default of a key, or of all keys, to the configuration file',
    table: configFlags,
    examples: [{ text: 'TLS as if nothing had been said', command: 'observe config reset tls' }],
  },
  'config-view': {
    words: ['config', 'view'],
    usage: 'observe config view [flags]',
    summary: 'Show the configuration in force: flags, environment, file and defaults together',
    table: configFlags,
    examples: [],
  },
  completion: {
    words: ['completion'],
    usage: 'observe completion bash|zsh|fish|powershell',
    summary: 'Print the completion script of a shell',
    table: completionFlags,
    examples: [{ text: 'What bash sources at its start', command: 'observe completion bash' }],
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
