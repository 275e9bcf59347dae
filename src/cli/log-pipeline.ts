/** The flags about kernel logs, as a pipeline. */

import { readFileSync } from 'node:fs';
import { InputError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { createPipeline, type Pipeline, type PipelineOptions } from '../pipeline/pipeline.ts';
import { inputError } from '../sources/input-error.ts';
import { compilePolicyConfiguration, type PolicyConfiguration } from '../policy/configuration.ts';
import type { LogReading } from './flags/log-reading.ts';
import { version } from './version.ts';

function readFelixFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { message } = inputError('open', path, error);
    throw new InputError(`--felix-config: ${message}`, {
      code: 'input/felix-config',
      hint: 'give a readable FelixConfiguration YAML or felix.cfg',
      cause: error,
    });
  }
}

/** Returns the policy configuration the flags ask for. Throws UsageError or InputError naming the flag or file and the mend. */
export function policyConfigurationOf(reading: LogReading): PolicyConfiguration {
  const { override, logPrefixTemplate, devicePrefixes } = reading;
  return compilePolicyConfiguration(
    {
      ...(override === undefined
        ? {}
        : {
            dropActionOverride: {
              value: override.text,
              origin: override.kind === 'flag' ? 'flag' : 'environment',
              name: override.origin,
            },
          }),
      felixConfigFiles: reading.felixConfigPaths.map((path) => ({ path, text: readFelixFile(path) })),
      nodeLabels: Array.from(reading.nodeLabels, ([name, value]) => `${name}=${value}`),
      prefixVerdicts: reading.prefixVerdicts,
      ...(devicePrefixes.length === 0 ? {} : { devicePrefixes }),
      ...(logPrefixTemplate === undefined ? {} : { logPrefixTemplate }),
    },
    readFelixFile,
  );
}

/** What a pipeline needs besides the flags. */
export interface LogPipelineOptions {
  readonly reading: LogReading;
  readonly policy: PolicyConfiguration;
  readonly logger: Logger;
  /** The node of records that name none, when no flag names it. */
  readonly defaultNodeName?: string;
  /** Takes agent and debug events of Hubble. */
  readonly onExported?: PipelineOptions['onExported'];
  /** The store that flows go to. */
  readonly slabs?: PipelineOptions['slabs'];
}

/** Returns a new pipeline. A node name that was given stands for whatever the records say. */
export function createLogPipeline(options: LogPipelineOptions): Pipeline {
  const { reading, policy, logger, defaultNodeName, onExported, slabs } = options;
  const nodeName = reading.nodeName ?? defaultNodeName;
  return createPipeline({
    clusterName: reading.clusterName,
    ...(nodeName === undefined ? {} : { nodeName }),
    forceNodeName: reading.nodeName !== undefined,
    zone: reading.zone,
    policy,
    version,
    logger,
    ...(onExported === undefined ? {} : { onExported }),
    ...(slabs === undefined ? {} : { slabs }),
  });
}
