/** Which cluster, as whom: kubeconfig files, read as kubectl reads them. */

import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { UsageError } from '../base/errors.ts';
import { failureReason } from './api-errors.ts';

/** The variables of the environment that decide about the cluster. */
export interface KubeEnvironment {
  readonly KUBECONFIG?: string | undefined;
  readonly HOME?: string | undefined;
  readonly KUBERNETES_SERVICE_HOST?: string | undefined;
}

/** What was asked for. */
export interface KubeconfigOptions {
  /** A file; it replaces the environment's. */
  readonly kubeconfig?: string | undefined;
  /** Name of a context. Default: the current one of the files. */
  readonly context?: string | undefined;
  readonly environment: KubeEnvironment;
}

const nameHint =
  'name one with --kubeconfig FILE or the variable KUBECONFIG; `kubectl config view` shows what kubectl uses';

/** Returns the files to read, and whether a missing one is a mistake: kubectl passes over those of a list. */
function filesOf({ kubeconfig, environment }: KubeconfigOptions): { paths: readonly string[]; required: boolean } {
  if (kubeconfig !== undefined && kubeconfig !== '') return { paths: [kubeconfig], required: true };
  const listed = (environment.KUBECONFIG ?? '').split(delimiter).filter(Boolean);
  if (listed.length > 0) return { paths: listed, required: listed.length === 1 };
  const { HOME: home } = environment;
  return { paths: home === undefined || home === '' ? [] : [join(home, '.kube', 'config')], required: false };
}

function readText(path: string, required: boolean): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!required && error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new UsageError(`cannot read the kubeconfig ${path}: ${failureReason(error)}`, {
      code: 'kubernetes/kubeconfig',
      hint: nameHint,
      cause: error,
    });
  }
}

function readConfig(path: string, required: boolean): KubeConfig | undefined {
  const text = readText(path, required);
  if (text === undefined || text.trim() === '') return undefined;
  const config = new KubeConfig();
  try {
    config.loadFromString(text);
  } catch (error) {
    throw new UsageError(`the kubeconfig ${path} is none: ${error instanceof Error ? error.message : String(error)}`, {
      code: 'kubernetes/kubeconfig',
      hint: nameHint,
      cause: error,
    });
  }
  config.makePathsAbsolute(dirname(path));
  return config;
}

/** Returns the entries of all lists; of several with one name the first counts, as kubectl has it. */
function firstByName<T extends { readonly name: string }>(lists: readonly (readonly T[])[]): T[] {
  const byName = new Map<string, T>();
  for (const entry of lists.flat()) if (!byName.has(entry.name)) byName.set(entry.name, entry);
  return [...byName.values()];
}

/** The client sends neither CA nor token for a context that names no user, and refuses plain HTTP, which `kubectl proxy` serves. */
const nobody = 'no user named';

function merged(configs: readonly KubeConfig[]): KubeConfig {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: firstByName(configs.map((each) => each.getClusters())).map((cluster) =>
      cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster,
    ),
    users: [...firstByName(configs.map((each) => each.getUsers())), { name: nobody }],
    contexts: firstByName(configs.map((each) => each.getContexts())).map((context) => ({
      ...context,
      user: context.user ?? nobody,
    })),
    currentContext: configs.map((each) => each.getCurrentContext()).find((name) => name !== undefined && name !== ''),
  });
  return config;
}

function contextNames(config: KubeConfig): string {
  const names = config.getContexts().map(({ name }) => name);
  return names.length === 0 ? 'the kubeconfig has no contexts' : `contexts: ${names.join(', ')}`;
}

function chooseContext(config: KubeConfig, wanted: string | undefined): void {
  const name = wanted === undefined || wanted === '' ? config.getCurrentContext() : wanted;
  if (name === undefined || name === '') {
    throw new UsageError('the kubeconfig has no current context', {
      code: 'kubernetes/context',
      hint: `name one with --kube-context; ${contextNames(config)}`,
    });
  }
  if (config.getContextObject(name) === null) {
    throw new UsageError(`no context "${name}" in the kubeconfig`, {
      code: 'kubernetes/context',
      hint: contextNames(config),
    });
  }
  config.setCurrentContext(name);
  if (config.getCurrentCluster() !== null) return;
  throw new UsageError(`the context "${name}" names a cluster that the kubeconfig has not`, {
    code: 'kubernetes/cluster',
    hint: `choose another with --kube-context; ${contextNames(config)}`,
  });
}

/**
 * Returns the configuration with its context chosen: of the file that was named, else of those in KUBECONFIG, else of
 * ~/.kube/config, else of the pod this runs in. Throws UsageError for a file that cannot be read or is none, when there is no
 * configuration at all, and for a context or its cluster that does not exist.
 */
export function loadKubeconfig(options: KubeconfigOptions): KubeConfig {
  const { paths, required } = filesOf(options);
  const configs = paths.map((path) => readConfig(path, required)).filter((config) => config !== undefined);
  if (configs.length > 0) {
    const config = merged(configs);
    chooseContext(config, options.context);
    return config;
  }
  if ((options.environment.KUBERNETES_SERVICE_HOST ?? '') !== '') {
    const config = new KubeConfig();
    config.loadFromCluster();
    chooseContext(config, options.context);
    return config;
  }
  const looked = paths.length === 0 ? 'HOME is not set' : `nothing in ${paths.join(', ')}`;
  throw new UsageError(`no kubeconfig: ${looked}`, { code: 'kubernetes/kubeconfig', hint: nameHint });
}
