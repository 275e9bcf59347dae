/** The policy flags, compiled: what `observed` and the offline reader know about how nodes log. */

import { UsageError } from '../base/errors.ts';
import { defaultDevicePrefixes, WorkloadDevices } from './devices.ts';
import { logsDeniedPackets, requireDropActionOverride } from './drop-action-override.ts';
import {
  felixAmbiguities,
  felixObjectsFor,
  findFelixSetting,
  parseFelixConfig,
  type ConfigText,
} from './felix-config.ts';
import { readDevicePrefixes, type FelixObject } from './felix-settings.ts';
import { compileLogPrefixTemplate, hasPlaceholders, type LogPrefixTemplate } from './log-prefix-template.ts';
import { assumedMode, resolveMode, type GivenMode, type ResolvedMode } from './mode.ts';
import { compileNodeLabels, type NodeLabelsOf } from './node-labels.ts';
import type { NodePolicy } from './node-policy.ts';
import { parseKnownPolicy, type LoggedPolicy } from './policy-name.ts';
import { createPrefixReader } from './prefix.ts';
import { parsePrefixVerdict, type PrefixVerdict } from './prefix-verdict.ts';

/** The policy flags as the user wrote them. */
export interface PolicyInput {
  readonly dropActionOverride?: {
    readonly value: string;
    readonly origin: 'flag' | 'environment';
    /** Name of the flag or of the variable, for messages and the status. */
    readonly name: string;
  };
  /** Files of `--felix-config`, read. */
  readonly felixConfigFiles: readonly ConfigText[];
  /** `LABEL=VALUE` or `NODE:LABEL=VALUE`. */
  readonly nodeLabels: readonly string[];
  /** Prefixes of workloads' devices; without it interfacePrefix of Felix's configuration, else `cali`. */
  readonly devicePrefixes?: readonly string[];
  /** `GLOB=VERDICT`, first match wins. */
  readonly prefixVerdicts: readonly string[];
  readonly logPrefixTemplate?: string;
  /** `[TIER|][KIND:][NAMESPACE/]NAME`: policies a cut prefix is compared with. */
  readonly knownPolicies?: readonly string[];
}

/** Returns the text of the file at `path`; throws when it cannot be read. */
export type ReadFile = (path: string) => string;

/** The compiled flags. Immutable: reading the files again gives another one. */
export interface PolicyConfiguration {
  /** Returns how the lines of `node` are read; the same object each time. The empty name is a node without an entry. */
  forNode(node: string): NodePolicy;
  /** Names of nodes with a FelixConfiguration of their own. */
  readonly configuredNodes: readonly string[];
  /** What was passed over in the files, one line each. */
  readonly warnings: readonly string[];
  /**
   * Reads the Felix files again and returns the new configuration, or this one when no text changed.
   *
   * @throws UsageError when a file does not hold a valid configuration any more, and what `ReadFile` throws
   */
  reread(): PolicyConfiguration;
}

/** What was compiled from everything but the Felix files. */
interface FixedParts {
  readonly given: GivenMode | undefined;
  readonly labelsOf: NodeLabelsOf;
  readonly devicePrefixes: readonly string[] | undefined;
  readonly mappings: readonly PrefixVerdict[];
  readonly template: LogPrefixTemplate | undefined;
  readonly known: readonly LoggedPolicy[];
}

function compileTemplate(text: string, known: readonly LoggedPolicy[]): LogPrefixTemplate {
  if (hasPlaceholders(text)) return compileLogPrefixTemplate(text, known);
  throw new UsageError(`--log-prefix-template: "${text}" has no placeholder`, {
    code: 'policy/log-prefix-template',
    hint: "use at least one of %t (tier), %k (kind), %n (name), %p (namespace/name), as in Felix's logPrefix",
  });
}

function compileFixedParts(input: PolicyInput): FixedParts {
  const given = input.dropActionOverride;
  const known = (input.knownPolicies ?? []).map(parseKnownPolicy);
  return {
    given: given && { override: requireDropActionOverride(given.value, given.name), name: given.name },
    labelsOf: compileNodeLabels(input.nodeLabels),
    devicePrefixes: input.devicePrefixes?.flatMap((prefix) => readDevicePrefixes(prefix, '--device-prefix')),
    mappings: input.prefixVerdicts.map(parsePrefixVerdict),
    template: input.logPrefixTemplate === undefined ? undefined : compileTemplate(input.logPrefixTemplate, known),
    known,
  };
}

/** The prefix of `Log` rules where Felix's configuration says it and its denied packets cannot be meant by it. */
function logRulePrefix(logPrefix: string | undefined, mode: ResolvedMode): string | undefined {
  const felixLogsDenials = mode !== assumedMode && logsDeniedPackets(mode.override);
  if (logPrefix === undefined || felixLogsDenials || hasPlaceholders(logPrefix)) return undefined;
  return logPrefix.replace(/[\s:]+$/, '');
}

function compileNode(node: string, objects: readonly FelixObject[], parts: FixedParts): NodePolicy {
  const identity = { name: node, labels: parts.labelsOf(node) };
  const own = felixObjectsFor(objects, identity);
  const mode = resolveMode(parts.given, findFelixSetting(own, 'dropActionOverride'));
  const logPrefix = findFelixSetting(own, 'logPrefix')?.value;
  const prefixes = parts.devicePrefixes ?? findFelixSetting(own, 'interfacePrefix')?.value ?? defaultDevicePrefixes;
  const felixTemplate =
    logPrefix !== undefined && hasPlaceholders(logPrefix) ? [compileLogPrefixTemplate(logPrefix, parts.known)] : [];
  const ruleSafe = logRulePrefix(logPrefix, mode);
  return {
    node,
    mode,
    devices: new WorkloadDevices(prefixes),
    prefixes: createPrefixReader({
      mappings: parts.mappings,
      templates: parts.template === undefined ? felixTemplate : [parts.template, ...felixTemplate],
      ...(ruleSafe !== undefined && { logRulePrefix: ruleSafe }),
    }),
    prefixStatesAction: findFelixSetting(own, 'logDropActionOverride')?.value ?? false,
    doubts: parts.given === undefined ? felixAmbiguities(objects, identity) : [],
  };
}

/** Nodes remembered at most; names come from the log, so their number must not grow with it. */
const rememberedNodes = 4096;

function build(files: readonly ConfigText[], parts: FixedParts, readFile: ReadFile): PolicyConfiguration {
  const read = files.map(parseFelixConfig);
  const objects = read.flatMap((file) => file.objects);
  const nodes = new Map<string, NodePolicy>();
  const configuration: PolicyConfiguration = {
    forNode(node) {
      const known = nodes.get(node);
      if (known !== undefined) return known;
      if (nodes.size >= rememberedNodes) nodes.clear();
      const policy = compileNode(node, objects, parts);
      nodes.set(node, policy);
      return policy;
    },
    configuredNodes: objects.flatMap(({ scope }) => (scope.kind === 'node' ? [scope.node] : [])),
    warnings: read.flatMap((file) => file.warnings),
    reread() {
      const texts = files.map(({ path }) => ({ path, text: readFile(path) }));
      const same = texts.every(({ text }, index) => text === files[index]?.text);
      return same ? configuration : build(texts, parts, readFile);
    },
  };
  return configuration;
}

/**
 * Returns the compiled policy flags. Pure: the texts of the files come with the input, and `readFile` is only called when
 * the configuration is read again.
 *
 * @throws UsageError that names the flag, or the file and key, and what is allowed
 */
export function compilePolicyConfiguration(input: PolicyInput, readFile: ReadFile): PolicyConfiguration {
  return build(input.felixConfigFiles, compileFixedParts(input), readFile);
}
