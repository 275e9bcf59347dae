/** The `observe` command that asks for what the screen shows, for a colleague or a script. */

import { kmsgPath } from '../../sources/kmsg.ts';
import { quoteWord } from '../../tui/state/shell-words.ts';
import type { FlowsInvocation } from '../flags/observe-line.ts';

/** Where the flows on screen come from, as far as a command line says it. */
export type FlowPlace =
  /** A server; undefined is the one that flags, environment and configuration name, or the first that answers. */
  | { readonly kind: 'server'; readonly address: string | undefined }
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'kernel-log' }
  | { readonly kind: 'demo' };

type Flags = FlowsInvocation['flags'];
type FlagName = keyof Flags['values'];

const clusterNames = ['port-forward', 'port-forward-port', 'kube-context', 'kube-namespace', 'kubeconfig'] as const;

// The password stays out: the command goes to a clipboard and to a chat.
const safetyNames = [
  'tls',
  'tls-allow-insecure',
  'tls-ca-cert-files',
  'tls-client-cert-file',
  'tls-client-key-file',
  'tls-server-name',
  'basic-auth-username',
] as const;

const logNames = [
  'log-node-name',
  'log-node-label',
  'drop-action-override',
  'felix-config',
  'prefix-verdict',
  'log-prefix-template',
  'device-prefix',
  'log-timezone',
  'cluster-name',
] as const;

const selectorNames = ['last', 'first', 'all', 'since', 'until', 'at', 'window', 'follow'] as const;

const rawNames = ['allowlist', 'denylist'] as const;

function flagWords(name: FlagName, value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (typeof value === 'boolean') return [value ? `--${name}` : `--${name}=false`];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((one) => [`--${name}`, String(one)]);
}

function wordsOf({ values, origins }: Flags, names: readonly FlagName[]): readonly string[] {
  return names.filter((name) => origins[name].kind !== 'default').flatMap((name) => flagWords(name, values[name]));
}

function placeWords(flags: Flags, place: FlowPlace): readonly string[] {
  switch (place.kind) {
    case 'server':
      return place.address === undefined
        ? wordsOf(flags, ['server', ...safetyNames, ...clusterNames])
        : ['--server', place.address, ...wordsOf(flags, safetyNames)];
    case 'files':
      return [...place.paths.flatMap((path) => ['--input-file', path]), ...wordsOf(flags, logNames)];
    case 'kernel-log':
      return ['--input-file', kmsgPath, ...wordsOf(flags, logNames)];
    default:
      place.kind satisfies 'demo';
      return [];
  }
}

function selectorWords(flags: Flags, place: FlowPlace): readonly string[] {
  const words = wordsOf(flags, selectorNames);
  return place.kind === 'kernel-log' && !words.includes('--follow') ? [...words, '--follow'] : words;
}

/**
 * Returns the command as one line for a shell: the place, what this invocation selects of it, its raw filters, and `filterFlags`.
 * What came from the environment or the configuration file is written out, as somebody else has neither; secrets are left out.
 */
export function equalCommand(flags: Flags, place: FlowPlace, filterFlags: readonly string[]): string {
  const words = [
    'observe',
    ...(place.kind === 'demo' ? ['demo'] : []),
    ...placeWords(flags, place),
    ...selectorWords(flags, place),
    ...wordsOf(flags, rawNames),
    ...filterFlags,
  ];
  return words.map(quoteWord).join(' ');
}
