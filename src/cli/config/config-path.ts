/** Where the configuration files of `observe` are. */

import { join } from 'node:path';

import type { Environment } from '../flags/resolve.ts';

function fromHome(environment: Environment, ...parts: readonly string[]): string | undefined {
  const home = environment['HOME'];
  return home === undefined || home === '' ? undefined : join(home, ...parts);
}

function configurationFolder(environment: Environment): string | undefined {
  const configured = environment['XDG_CONFIG_HOME'];
  return configured === undefined || configured === '' ? fromHome(environment, '.config') : configured;
}

function inFolder(environment: Environment, program: string): string | undefined {
  const folder = configurationFolder(environment);
  return folder === undefined ? undefined : join(folder, program, 'config.yaml');
}

/** Returns the file of `observe` alone, or undefined where the user has no home. */
export function ownConfigPath(environment: Environment): string | undefined {
  return inFolder(environment, 'observe');
}

/** Returns the file Hubble writes to, or undefined where the user has no home. */
export function hubbleConfigPath(environment: Environment): string | undefined {
  return inFolder(environment, 'hubble');
}

/** Returns where Hubble looks for its file, first to last. */
export function hubbleConfigPaths(environment: Environment): readonly string[] {
  const paths = ['config.yaml', hubbleConfigPath(environment), fromHome(environment, '.hubble', 'config.yaml')];
  return paths.filter((path) => path !== undefined);
}
