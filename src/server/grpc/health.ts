/** `grpc.health.v1.Health`. */

import type { Server } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { hubbleHealthService } from '../../flow/rpc-methods.ts';

/** The server as a whole, Hubble's service by its name, and by the name the `hubble` CLI asks for. */
const services = ['', 'observer.Observer', hubbleHealthService];

/** Lets the health service say that the server is about to stop. */
export interface Health {
  stopping(): void;
}

/** Registers the service; everything is SERVING until `stopping` is called. */
export function addHealth(server: Server): Health {
  const health = new HealthImplementation(Object.fromEntries(services.map((name) => [name, 'SERVING' as const])));
  health.addToServer(server);
  return { stopping: () => services.forEach((name) => health.setStatus(name, 'NOT_SERVING')) };
}
