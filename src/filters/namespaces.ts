/** Namespaces named by flags: kept aside, then joined with the pod and service names of their end. */

import type { FilterDraft } from './filter-flag.ts';
import type { FlowEnd } from './predicate.ts';
import { quote } from '../base/quote.ts';

function namespaceOf(name: string): string {
  return name.includes('/') ? name.slice(0, name.indexOf('/')) : '';
}

function qualify(names: readonly string[], namespaces: readonly string[]): string[] {
  return names.flatMap((name) => (name.includes('/') ? [name] : namespaces.map((namespace) => `${namespace}/${name}`)));
}

/**
 * Puts every namespace before every pod and service name at `end` of `draft` that has none; where there is neither pod
 * nor service, any pod of the namespaces is asked for.
 */
export function applyNamespaces(draft: FilterDraft, end: FlowEnd, namespaces: readonly string[]): void {
  if (namespaces.length === 0) return;
  const pods = draft[`${end}_pod`];
  const services = draft[`${end}_service`];
  if (pods === undefined && services === undefined) draft[`${end}_pod`] = qualify([''], namespaces);
  if (pods !== undefined) draft[`${end}_pod`] = qualify(pods, namespaces);
  if (services !== undefined) draft[`${end}_service`] = qualify(services, namespaces);
}

/** Returns why `names` cannot be asked for within `namespaces`, or undefined. */
export function namespaceConflict(namespaces: readonly string[], names: readonly string[]): string | undefined {
  for (const namespace of namespaces) {
    const stranger = names.find((name) => ![namespace, ''].includes(namespaceOf(name)));
    if (stranger !== undefined) return `namespace conflict: ${quote(namespace)} does not contain ${quote(stranger)}`;
  }
  return undefined;
}

/** Returns why pods and services at one end cannot be asked for together, or undefined. */
export function podServiceConflict(pods: readonly string[], services: readonly string[]): string | undefined {
  for (const pod of pods) {
    const namespace = namespaceOf(pod);
    const stranger = namespace === '' ? undefined : services.find((service) => namespaceOf(service) !== namespace);
    // Hubble names the namespace of the pod here, not the pod.
    if (stranger !== undefined) return `namespace of service ${quote(stranger)} conflict with pod ${quote(namespace)}`;
  }
  return undefined;
}
