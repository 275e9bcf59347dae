/** A clean end for the streams of ready-made services. */

import { ServerInterceptingCall, status, type ServerInterceptor } from '@grpc/grpc-js';

/**
 * Returns an interceptor that ends the streams of gRPC's own services (Watch of health, reflection) with OK when `closing`
 * aborts. They know of no end, and one client that watches would hold up the stop until it is cut off.
 */
export function endOnClosing(closing: AbortSignal): ServerInterceptor {
  return ({ path, responseStream }, call) => {
    const end = () => intercepted.sendStatus({ code: status.OK, details: '' });
    const forget = () => closing.removeEventListener('abort', end);
    const intercepted = new ServerInterceptingCall(call, {
      start: (next) => next({ onCancel: forget }),
      sendStatus(value, next) {
        forget();
        next(value);
      },
    });
    if (responseStream && path.startsWith('/grpc.')) closing.addEventListener('abort', end);
    return intercepted;
  };
}
