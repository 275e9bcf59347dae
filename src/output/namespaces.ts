/** The answer to GetNamespaces, as `hubble list namespaces` prints it. */

import { messageToJson } from '../flow/codec/json.ts';
import type { GetNamespacesResponse, Namespace } from '../flow/messages.ts';
import { alignTabs } from './elastic-tabs.ts';
import type { ListFormatName } from './formats.ts';
import { jsonListText } from './json-list.ts';
import { createTerminalEscape } from './terminal-text.ts';

const escape = createTerminalEscape(false);

function wideRow({ cluster = '', namespace = '' }: Namespace): string {
  return cluster === '' ? `${namespace}\n` : `${namespace}\t${cluster}\n`;
}

/** Returns the namespaces in the server's order, whole lines; the wide table adds the cluster. */
export function formatNamespaces(response: GetNamespacesResponse, format: ListFormatName): string {
  const namespaces = response.namespaces ?? [];
  if (format === 'json') {
    return jsonListText(namespaces.map((namespace) => messageToJson('observer.Namespace', namespace)));
  }
  if (format === 'wide') return alignTabs(escape(`NAMESPACE\tCLUSTER\n${namespaces.map(wideRow).join('')}`));
  return escape(`NAMESPACE\n${namespaces.map(({ namespace = '' }) => `${namespace}\n`).join('')}`);
}
