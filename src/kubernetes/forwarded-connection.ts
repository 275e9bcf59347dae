/** One accepted connection and the pod, or pods one after the other, it is joined to. */

import type { Socket } from 'node:net';
import { replayBytes } from './defaults.ts';
import type { PodChannel } from './pod-channel.ts';
import type { PodPicker } from './pod-picker.ts';

/** What a client said before anybody answered, so that it can be said to another pod. */
class Greeting {
  chunks: Buffer[] = [];
  /** False once somebody answered, or too much was said. */
  repeatable = true;
  #bytes = 0;

  keep(chunk: Buffer): void {
    if (!this.repeatable) return;
    this.#bytes += chunk.length;
    this.chunks.push(chunk);
    if (this.#bytes > replayBytes) this.forget();
  }

  forget(): void {
    this.repeatable = false;
    this.chunks = [];
  }
}

/** What a connection needs. */
export interface ForwardOptions {
  /** Accepted and paused. */
  readonly local: Socket;
  readonly picker: PodPicker;
  /** A channel that is open already, for the first try. */
  readonly opened?: PodChannel | undefined;
  /** Called when the first byte of a pod arrives. */
  readonly onAnswer: () => void;
}

/**
 * Joins `local` to a pod until one of them ends. A pod that ends before its first byte is replaced, and the client's bytes are
 * said again. Resolves when the connection is over; throws what the picker throws when there is no pod (left).
 */
export async function forwardConnection({ local, picker, opened, onAnswer }: ForwardOptions): Promise<void> {
  const greeting = new Greeting();
  const avoid = new Set<string>();
  local.on('data', (chunk: Buffer) => greeting.keep(chunk));
  let channel = opened ?? (await picker.connect(avoid));
  while (!(await join(local, channel, greeting, () => answeredBy(channel))) && !local.destroyed) {
    picker.silent(channel.pod, channel.reason);
    if (!greeting.repeatable) break;
    avoid.add(channel.pod);
    channel = await picker.connect(avoid);
  }
  local.end();

  function answeredBy({ pod }: PodChannel): void {
    picker.answered(pod);
    onAnswer();
  }
}

/**
 * Copies both ways, each side as fast as the other takes it, until the channel is closed. Resolves with whether the pod sent
 * anything; `onAnswer` is called when it begins to.
 */
function join(local: Socket, channel: PodChannel, greeting: Greeting, onAnswer: () => void): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let answered = false;
  const send = (chunk: Buffer) => {
    if (!channel.write(chunk)) local.pause();
  };
  const receive = (chunk: Buffer) => {
    if (!answered) {
      answered = true;
      greeting.forget();
      onAnswer();
    }
    if (!local.write(chunk)) channel.pause();
  };
  const onDrain = () => channel.resume();
  const onLocalClose = () => channel.destroy();

  channel.on('drain', () => local.resume());
  channel.on('data', receive);
  channel.once('close', () => {
    local.off('data', send).off('drain', onDrain).off('close', onLocalClose).pause();
    resolve(answered);
  });
  for (const chunk of greeting.chunks) channel.write(chunk);
  local.on('data', send).on('drain', onDrain).once('close', onLocalClose).resume();
  if (local.destroyed || channel.destroyed) channel.destroy();
  return promise;
}
