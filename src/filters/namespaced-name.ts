/** `[namespace/]name` as the pod and service filters read it. */

import { filterError } from './predicate.ts';

/** Whether a namespace and a name fit. */
export type NamespacedPredicate = (namespace: string, name: string) => boolean;

const defaultNamespace = 'default';

// Without a slash the namespace is `default`; only the first two parts count.
function compileName(text: string): NamespacedPredicate {
  if (text === '') throw filterError('invalid filter, name must not be empty');
  const parts = text.split('/');
  const namespace = parts.length > 1 ? (parts[0] ?? '') : defaultNamespace;
  const prefix = (parts.length > 1 ? parts[1] : parts[0]) ?? '';
  return (ofNamespace, name) => (namespace === '' || ofNamespace === namespace) && name.startsWith(prefix);
}

/**
 * Compiles names: `ns/prefix`, `prefix` (namespace `default`), `/prefix` (any namespace), `ns/` (any name). What has neither
 * namespace nor name never fits. Throws UsageError with Hubble's message for an empty one.
 */
export function compileNamespacedNames(names: readonly string[]): NamespacedPredicate {
  const compiled = names.map(compileName);
  return (namespace, name) => (namespace !== '' || name !== '') && compiled.some((matches) => matches(namespace, name));
}
