/** Flags of `observe` about where flows come from, and those every command has. */

import { booleanFlag, durationFlag, listFlag, textFlag } from './flag.ts';
import { portForwardFlags } from './port-forward-flags.ts';
import { tlsFlags } from './tls-flags.ts';

/** Filters as JSON. */
export const rawFilterFlags = {
  allowlist: listFlag({
    group: 'Raw filters',
    placeholder: 'JSON',
    scope: 'everywhere',
    help: 'Flows that match this FlowFilter in JSON; ORed with what the filter flags make. Repeatable',
  }),
  denylist: listFlag({
    group: 'Raw filters',
    placeholder: 'JSON',
    scope: 'everywhere',
    help: 'Leave out flows that match this FlowFilter in JSON. Repeatable',
  }),
  'print-raw-filters': booleanFlag({ group: 'Raw filters', help: 'Print the filters as YAML and leave' }),
};

/** Reading files instead of asking a server. */
export const inputFlags = {
  'input-file': listFlag({
    group: 'Input',
    placeholder: 'FILE',
    help: 'Read this file instead of asking a server; - is stdin. Any format is told apart by itself, gzip and zstd included. Repeatable: flows come by time. With --follow a log is followed; a file of recorded flows ends, as with Hubble',
  }),
};

/** How the server is reached. */
export const serverFlags = {
  server: textFlag({
    group: 'Server',
    placeholder: 'ADDRESS',
    scope: 'everywhere',
    defaultText: "observed's own socket when it answers, else localhost:4245",
    help: 'Address of observed, of a Hubble relay or of an agent: host:port, unix:///path, tls://host:port or ssh://[user@]host[:port]',
  }),
  ...tlsFlags,
  ...portForwardFlags,
  timeout: durationFlag({
    group: 'Server',
    placeholder: 'DURATION',
    scope: 'everywhere',
    initial: 5_000,
    help: 'How long dialling may take',
  }),
  'request-timeout': durationFlag({
    group: 'Server',
    placeholder: 'DURATION',
    scope: 'everywhere',
    initial: 12_000,
    help: 'How long status and list wait for an answer',
  }),
};

/** Flags of every command of `observe`. */
export const clientGeneralFlags = {
  config: textFlag({
    group: 'General',
    placeholder: 'FILE',
    defaultText:
      'observe/config.yaml in the configuration folder, and the first of ./config.yaml, hubble/config.yaml there, ~/.hubble/config.yaml',
    help: "Configuration file; Hubble's own is understood",
  }),
  debug: booleanFlag({
    group: 'General',
    short: 'D',
    scope: 'everywhere',
    help: 'Say more on stderr, with stacks of errors',
  }),
  help: booleanFlag({ group: 'General', short: 'h', help: 'Show this text' }),
  version: booleanFlag({ group: 'General', help: 'Show the version' }),
};
