/** The kernel's message ring, read without waiting. */

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { InputError } from '../base/errors.ts';
import { kmsgRecordBytes } from './defaults.ts';
import { inputError, systemCode } from './input-error.ts';

/** What one read of the ring gave. */
export type KmsgRead =
  | { readonly kind: 'record'; readonly bytes: Uint8Array }
  /** Nothing more for now. */
  | { readonly kind: 'empty' }
  /** Records were overwritten before they were read; the next record's sequence number tells how many. */
  | { readonly kind: 'overrun' };

/** An open ring. */
export interface KmsgDevice {
  /** True for the device, where each read gives one record; false for a file or FIFO with the same text. */
  readonly readsRecords: boolean;
  /** Reads on, never waiting. Throws an InputError when the kernel refuses. */
  read(): KmsgRead;
  close(): void;
}

/**
 * Opens `path` at the oldest record that is still there. Throws an InputError that tells how to be allowed to: the ring
 * is for CAP_SYSLOG alone where `kernel.dmesg_restrict` is 1.
 */
export function openKmsg(path: string): KmsgDevice {
  const fd = openOrThrow(path);
  const room = Buffer.allocUnsafe(kmsgRecordBytes);
  return {
    readsRecords: fstatSync(fd).isCharacterDevice(),
    read() {
      try {
        const bytesRead = readSync(fd, room, 0, room.length, null);
        return bytesRead === 0
          ? { kind: 'empty' }
          : { kind: 'record', bytes: Buffer.from(room.subarray(0, bytesRead)) };
      } catch (error) {
        const code = systemCode(error);
        if (code === 'EAGAIN') return { kind: 'empty' };
        if (code === 'EPIPE') return { kind: 'overrun' };
        throw inputError('read', path, error);
      }
    },
    close: () => closeSync(fd),
  };
}

function openOrThrow(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const refused = ['EACCES', 'EPERM'].includes(systemCode(error));
    const plain = inputError('open', path, error);
    if (!refused && systemCode(error) !== 'ENOENT') throw plain;
    throw new InputError(plain.message, {
      code: plain.code,
      hint: refused
        ? 'run as root, give the program CAP_SYSLOG, or set kernel.dmesg_restrict=0'
        : "in a container, mount the host's /dev/kmsg; else follow the log file: --source file:/var/log/kern.log",
      cause: error,
    });
  }
}
