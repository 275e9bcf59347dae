/** Flags of `observe` for a server inside a Kubernetes cluster: Hubble's names, defaults and keys. */

import { parseLiteral } from '../../filters/number-text.ts';
import { defaultLocalPort, defaultNamespace } from '../../kubernetes/defaults.ts';
import { booleanFlag, textFlag, textFlagWithDefault, type Flag } from './flag.ts';

const greatestPort = 65_535n;

const portForwardPort: Flag<number> = {
  group: 'Server',
  placeholder: 'PORT',
  scope: 'everywhere',
  kind: 'single',
  valueType: 'uint16',
  initial: defaultLocalPort,
  defaultText: `${defaultLocalPort}, or another when it is taken`,
  help: 'Local port to forward from; 0 takes any that is free',
  accept: (text) => {
    const port = parseLiteral(text, greatestPort);
    return port.ok ? { ok: true, value: Number(port.value) } : port;
  },
};

/** How a server inside a cluster is reached. */
export const portForwardFlags = {
  'port-forward': booleanFlag({
    group: 'Server',
    short: 'P',
    scope: 'everywhere',
    help: 'Reach the hubble-relay or observed service of a cluster through its Kubernetes API, in place of --server',
  }),
  'port-forward-port': portForwardPort,
  'kube-context': textFlag({
    group: 'Server',
    placeholder: 'NAME',
    scope: 'everywhere',
    defaultText: "the kubeconfig's current one",
    help: 'Kubernetes context for --port-forward',
  }),
  'kube-namespace': textFlagWithDefault({
    group: 'Server',
    placeholder: 'NAME',
    scope: 'everywhere',
    initial: defaultNamespace,
    defaultText: defaultNamespace,
    help: 'Namespace of the service for --port-forward',
  }),
  kubeconfig: textFlag({
    group: 'Server',
    placeholder: 'FILE',
    scope: 'everywhere',
    defaultText: 'KUBECONFIG, else ~/.kube/config',
    help: 'Kubernetes configuration for --port-forward',
  }),
};
