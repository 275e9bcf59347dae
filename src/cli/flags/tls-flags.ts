/** Flags of `observe` for TLS and for who the user is: Hubble's names, rules and messages. */

import { UsageError } from '../../base/errors.ts';
import type { BasicAuth } from '../../client/security.ts';
import type { TlsSettings } from '../../client/tls-settings.ts';
import { booleanFlag, commaListFlag, textFlag, type FlagValues } from './flag.ts';

const group = 'Server';
const scope = 'everywhere';

/** How a connection is kept safe. */
export const tlsFlags = {
  tls: booleanFlag({ group, scope, help: 'Speak TLS to the server, as tls:// before its address does' }),
  'tls-allow-insecure': booleanFlag({
    group,
    scope,
    help: "Do not check the server's certificate: anybody on the way could be answering",
  }),
  'tls-ca-cert-files': commaListFlag({
    group,
    scope,
    placeholder: 'FILE[,FILE]',
    defaultText: 'those of the machine',
    help: "Authorities to trust for the server's certificate, PEM. Repeatable",
  }),
  'tls-client-cert-file': textFlag({
    group,
    scope,
    placeholder: 'FILE',
    help: 'Certificate to show to a server that wants one, PEM; with --tls-client-key-file',
  }),
  'tls-client-key-file': textFlag({
    group,
    scope,
    placeholder: 'FILE',
    help: 'Private key of the certificate, PEM',
  }),
  'tls-server-name': textFlag({
    group,
    scope,
    placeholder: 'NAME',
    defaultText: 'the host of the address',
    help: "Name the server's certificate must have",
  }),
  'basic-auth-username': textFlag({
    group,
    scope,
    placeholder: 'NAME',
    help: 'User name for a server or proxy that asks for one; needs TLS',
  }),
  'basic-auth-password': textFlag({
    group,
    scope,
    placeholder: 'PASSWORD',
    help: 'Password of that user. HUBBLE_BASIC_AUTH_PASSWORD keeps it out of the list of processes',
  }),
};

/** Values of the flags. */
export type TlsFlagValues = FlagValues<typeof tlsFlags>;

function invalid(what: string, hint: string): UsageError {
  return new UsageError(`invalid flag(s): ${what}`, { code: 'flags/tls', hint });
}

// As with Hubble's, an empty text is none.
function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function setText(text: string | undefined): string | undefined {
  return isSet(text) ? text : undefined;
}

function hasTls({ tls, server }: TlsFlagValues & { readonly server: string | undefined }): boolean {
  return tls || server?.startsWith('tls://') === true;
}

/** Throws Hubble's UsageError for flags that are not complete, or make no sense without TLS. */
export function requireTlsFlags(values: TlsFlagValues & { readonly server: string | undefined }): void {
  const { 'tls-client-cert-file': cert, 'tls-client-key-file': key } = values;
  if (isSet(cert) !== isSet(key)) {
    const missing = isSet(cert) ? '--tls-client-key-file' : '--tls-client-cert-file';
    throw invalid('certificate and private key are both required, but only one was provided', `add ${missing}`);
  }
  if (isSet(cert) && !hasTls(values)) {
    throw invalid('transport layer security required', 'add --tls, or write tls:// before the address');
  }
  const { 'basic-auth-username': username, 'basic-auth-password': password } = values;
  if (isSet(username) !== isSet(password)) {
    const missing = isSet(username) ? '--basic-auth-password' : '--basic-auth-username';
    throw invalid('must specify both basic-auth-username and basic-auth-password', `add ${missing}`);
  }
}

/** Returns the settings of TLS. */
export function tlsSettingsOf(values: TlsFlagValues): TlsSettings {
  return {
    always: values.tls,
    allowInsecure: values['tls-allow-insecure'],
    caFiles: values['tls-ca-cert-files'],
    clientCertFile: setText(values['tls-client-cert-file']),
    clientKeyFile: setText(values['tls-client-key-file']),
    serverName: setText(values['tls-server-name']),
  };
}

/** Returns who the user is, undefined when nothing says it. */
export function basicAuthOf(values: TlsFlagValues): BasicAuth | undefined {
  const { 'basic-auth-username': username, 'basic-auth-password': password } = values;
  return isSet(username) && isSet(password) ? { username, password } : undefined;
}
