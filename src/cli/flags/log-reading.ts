/** The flags about kernel logs, gathered under one shape for both programs. */

import type { FlagValues } from './flag.ts';
import type { flowsFlags } from './observe-flags.ts';
import type { observedFlags } from './observed-flags.ts';
import { originText, type Origin } from './origin.ts';
import type { Environment, ResolvedFlags } from './resolve.ts';

/** A drop action override as it was given, not yet checked, and the name of what gave it. */
export interface GivenOverride {
  readonly text: string;
  /** `flag` is a flag, our environment variable or our file; `felix-environment` is Felix's own variable. */
  readonly kind: 'flag' | 'felix-environment';
  /** Such as `--drop-action-override`, `OBSERVED_DROP_ACTION_OVERRIDE` or `observed.yaml:3`. */
  readonly origin: string;
}

/** How kernel logs are to be read, as the operator said it. */
export interface LogReading {
  readonly nodeName?: string;
  /** Labels of the node; of one given twice the last counts. */
  readonly nodeLabels: ReadonlyMap<string, string>;
  readonly clusterName: string;
  /** IANA name, `UTC` or `local`. */
  readonly zone: string;
  readonly override?: GivenOverride;
  readonly felixConfigPaths: readonly string[];
  readonly logPrefixTemplate?: string;
  /** `GLOB=VERDICT` texts. */
  readonly prefixVerdicts: readonly string[];
  /** Empty stands for the default. */
  readonly devicePrefixes: readonly string[];
}

/** Felix's own environment variable for the mode. */
export const felixVariable = 'FELIX_DROPACTIONOVERRIDE';

type SharedFlags = Pick<
  FlagValues<typeof observedFlags>,
  'cluster-name' | 'log-timezone' | 'felix-config' | 'log-prefix-template' | 'prefix-verdict' | 'device-prefix'
>;

interface OverrideFlag {
  readonly values: { readonly 'drop-action-override': string | undefined };
  readonly origins: { readonly 'drop-action-override': Origin };
}

interface NodeFlags {
  readonly nodeName: string | undefined;
  readonly nodeLabels: readonly string[];
  readonly override: GivenOverride | undefined;
}

function labelEntry(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function gather(shared: SharedFlags, node: NodeFlags): LogReading {
  const template = shared['log-prefix-template'];
  return {
    ...(node.nodeName === undefined ? {} : { nodeName: node.nodeName }),
    nodeLabels: new Map(node.nodeLabels.map(labelEntry)),
    clusterName: shared['cluster-name'],
    zone: shared['log-timezone'],
    ...(node.override === undefined ? {} : { override: node.override }),
    felixConfigPaths: shared['felix-config'],
    ...(template === undefined ? {} : { logPrefixTemplate: template }),
    prefixVerdicts: shared['prefix-verdict'],
    devicePrefixes: shared['device-prefix'],
  };
}

function felixOverride(environment: Environment): GivenOverride | undefined {
  const text = environment[felixVariable];
  return text === undefined || text === '' ? undefined : { text, kind: 'felix-environment', origin: felixVariable };
}

function overrideOf({ values, origins }: OverrideFlag, environment: Environment): GivenOverride | undefined {
  const text = values['drop-action-override'];
  if (text === undefined) return felixOverride(environment);
  return { text, kind: 'flag', origin: originText('drop-action-override', origins['drop-action-override']) };
}

/** Returns how `observe` is to read the files it is given. */
export function clientLogReading(flags: ResolvedFlags<typeof flowsFlags>, environment: Environment): LogReading {
  return gather(flags.values, {
    nodeName: flags.values['log-node-name'],
    nodeLabels: flags.values['log-node-label'],
    override: overrideOf(flags, environment),
  });
}

/** Returns how `observed` is to read its sources. */
export function serverLogReading(flags: ResolvedFlags<typeof observedFlags>, environment: Environment): LogReading {
  return gather(flags.values, {
    nodeName: flags.values['node-name'],
    nodeLabels: flags.values['node-label'],
    override: overrideOf(flags, environment),
  });
}
