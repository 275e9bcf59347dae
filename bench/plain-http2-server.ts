/**
 * The limit of the transport: node:http2 alone sends frames made beforehand, in large writes. `node plain-http2-server.ts SOCKET MESSAGES
 * BYTES`. Says `ready` when it listens.
 */

import { createServer, type ServerHttp2Stream } from 'node:http2';

const [path = '', messages = '0', bytes = '0'] = process.argv.slice(2);
const perWrite = 64;
const frame = Buffer.alloc(5 + Number(bytes), 0x61);
frame[0] = 0;
frame.writeUInt32BE(Number(bytes), 1);
const chunk = Buffer.concat(Array.from({ length: perWrite }, () => frame));

const server = createServer();
server.on('stream', (stream: ServerHttp2Stream) => {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
  let left = Math.floor(Number(messages) / perWrite);
  const write = (): void => {
    while (left > 0) {
      left -= 1;
      if (!stream.write(chunk)) {
        stream.once('drain', write);
        return;
      }
    }
    stream.end();
  };
  write();
});
server.listen(path, () => process.stdout.write('ready\n'));
