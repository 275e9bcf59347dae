/** Flags of `observed`. Each that is not about the command line itself has an environment variable and a key. */

import { defaultCapacity } from '../../store/defaults.ts';
import { booleanFlag, byteSizeFlag, listFlag, logLevelFlag, sizeFlag, textFlag } from './flag.ts';
import { listenTlsFlags } from './listen-tls-flags.ts';
import { logFlags, nodeLabelFlag } from './policy-flags.ts';

const scope = 'everywhere';

/** The flag table of `observed`. */
export const observedFlags = {
  source: listFlag({
    group: 'Input',
    scope,
    placeholder: 'SPEC',
    defaultText: 'kmsg:',
    help: 'Where records come from: file:PATH follows a log, kmsg: reads the kernel ring, stdin: a pipe. Repeatable',
  }),
  listen: listFlag({
    group: 'Serving',
    scope,
    placeholder: 'ADDRESS',
    defaultText: 'as root unix:///run/observed.sock, else a socket of your own and 127.0.0.1:4245',
    help: 'Where to serve: unix:///PATH or HOST:PORT. Repeatable',
  }),
  'insecure-listen': booleanFlag({
    group: 'Serving',
    scope,
    help: 'Allow an address without TLS that others can reach',
  }),
  ...listenTlsFlags,
  capacity: sizeFlag({
    group: 'Serving',
    scope,
    placeholder: 'N',
    initial: defaultCapacity,
    help: 'Flows kept in memory',
  }),
  'memory-limit': byteSizeFlag({
    group: 'Serving',
    scope,
    placeholder: 'BYTES',
    defaultText: 'no limit',
    help: 'Memory for flows, in bytes or with KiB, MiB, GiB; they are kept up to this or --capacity, whichever is less. The program itself takes some 100 MiB more',
  }),
  'strict-field-mask': booleanFlag({
    group: 'Serving',
    scope,
    help: "Keep to the default field mask of Hubble's own client, which leaves out directions, names and policies it prints",
  }),
  'node-name': textFlag({
    group: 'Reading kernel logs',
    scope,
    placeholder: 'NAME',
    defaultText: "the log's host name, else the machine's",
    help: 'Name of the node the log is from',
  }),
  'node-label': nodeLabelFlag(scope),
  ...logFlags(scope),
  'log-level': logLevelFlag({
    group: 'General',
    scope,
    placeholder: 'LEVEL',
    initial: 'info',
    help: 'Least weight of what is said on stderr',
  }),
  config: textFlag({ group: 'General', placeholder: 'FILE', help: 'Configuration file, YAML: a key for every flag' }),
  'check-config': booleanFlag({
    group: 'General',
    help: 'Check flags, environment and configuration file, then leave',
  }),
  help: booleanFlag({ group: 'General', short: 'h', help: 'Show this text' }),
  version: booleanFlag({ group: 'General', help: 'Show the version' }),
};
