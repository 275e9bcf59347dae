/** Programs to compare with, where they are on PATH. */

import { spawnSync } from 'node:child_process';

/** A peer that is there. */
export interface Peer {
  readonly command: string;
  /** Name and version, as the report calls it. */
  readonly name: string;
}

const versionOf: Readonly<Record<string, { readonly args: readonly string[]; readonly form: RegExp }>> = {
  hubble: { args: ['version'], form: /hubble v?([\d.]+)/ },
  'syslog-ng': { args: ['--version'], form: /^syslog-ng .*\(([\d.]+)\)/m },
  grep: { args: ['--version'], form: /([\d.]+)/ },
  jq: { args: ['--version'], form: /jq-([\d.]+)/ },
};

/** Returns the peer, or undefined where it is not on PATH. */
export function findPeer(command: string): Peer | undefined {
  const how = versionOf[command];
  if (how === undefined) return undefined;
  const { status, stdout } = spawnSync(command, how.args, { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const version = how.form.exec(stdout)?.[1];
  return { command, name: version === undefined ? command : `${command} ${version}` };
}

/** Returns what the report says of all peers: name and version, or that it was not there. */
export function peerList(): readonly string[] {
  return Object.keys(versionOf).map((command) => findPeer(command)?.name ?? `${command}: not on PATH, left out`);
}
