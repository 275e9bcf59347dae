/** Making room for a unix socket, and letting the right people use it. */

import { chmod, chown, lstat, mkdir, readFile, stat, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { FailureError } from '../../base/errors.ts';

/** Owner and group may connect. */
const socketMode = 0o660;
const socketGroup = 'observed';

/**
 * Makes the folder of the socket where it is missing and removes a socket that nobody listens on. Throws FailureError
 * when a server answers there, when the path is something else than a socket, or when the folder is not safe or cannot
 * be made.
 */
export async function prepareSocketPath(path: string): Promise<void> {
  await prepareFolder(dirname(path), path);
  const found = await lstat(path).catch(missingAsUndefined);
  if (found === undefined) return;
  if (!found.isSocket()) {
    throw new FailureError(`cannot listen on unix://${path}: it exists and is not a socket`, {
      code: 'listen/not-a-socket',
      hint: 'choose another path with --listen, or move the file away',
    });
  }
  if (await answers(path)) throw socketInUse(path);
  await unlink(path);
}

async function prepareFolder(folder: string, path: string): Promise<void> {
  try {
    // A folder that is made here is the user's own. One that was there keeps its mode.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Where a link such as /var/run leads is what counts.
    const { mode } = await stat(folder);
    if ((mode & 0o002) === 0 || (mode & 0o1000) !== 0) return;
  } catch (error) {
    throw cannotListen(path, error);
  }
  throw new FailureError(`cannot listen on unix://${path}: everybody may write to ${folder}`, {
    code: 'listen/unsafe-folder',
    hint: `take the right away (chmod o-w ${folder}), or choose another path with --listen`,
  });
}

function cannotListen(path: string, cause: unknown): FailureError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FailureError(`cannot listen on unix://${path}: ${reason}`, {
    code: 'listen/failed',
    hint: 'choose a path in a folder you may write to with --listen',
    cause,
  });
}

/** Returns the error for a socket that a running server holds. */
function socketInUse(path: string): FailureError {
  return new FailureError(`cannot listen on unix://${path}: a server is listening there already`, {
    code: 'listen/in-use',
    hint: `see which one with: ss -lxp src ${path}`,
  });
}

function missingAsUndefined(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

/** Tells whether somebody accepts connections on the socket. A refusal means that its server is gone. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    const settle = (answered: boolean) => {
      probe.destroy();
      resolve(answered);
    };
    probe.once('connect', () => settle(true));
    probe.once('error', (error: NodeJS.ErrnoException) => {
      settle(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT');
    });
  });
}

/** Gives the socket its mode 0660, and to the group `observed` where there is one and we may. */
export async function openSocketToGroup(path: string): Promise<void> {
  const gid = await groupId(socketGroup);
  if (gid !== undefined) await chown(path, -1, gid).catch(ignoreNotPermitted);
  await chmod(path, socketMode);
}

/** A user who is not in the group cannot give the socket to it; the socket is then their own alone. */
function ignoreNotPermitted(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPERM') throw error;
}

async function groupId(name: string): Promise<number | undefined> {
  const groups = await readFile('/etc/group', 'utf8').catch(() => '');
  const entry = groups.split('\n').find((line) => line.startsWith(`${name}:`));
  const gid = Number(entry?.split(':')[2]);
  return entry !== undefined && Number.isInteger(gid) ? gid : undefined;
}
