// Stands for ssh: binds the local ends of -L and joins them to what FAKE_SSH_PLACES has for the remote ends ({"REMOTE": port}).
// It writes its process id and arguments to FAKE_SSH_LOG. The file FAKE_SSH_ORDERS may hold {"say": text, "exit": status}, obeyed at the start;
// SIGUSR1 has it say so once more.
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';

const { FAKE_SSH_PLACES, FAKE_SSH_LOG, FAKE_SSH_ORDERS } = process.env;
const args = process.argv.slice(2);
const places = JSON.parse(FAKE_SSH_PLACES);
const readOrders = () => (existsSync(FAKE_SSH_ORDERS) ? JSON.parse(readFileSync(FAKE_SSH_ORDERS, 'utf8')) : {});
const orders = readOrders();
appendFileSync(FAKE_SSH_LOG, `${JSON.stringify({ pid: process.pid, args })}\n`);

if (orders.say !== undefined) process.stderr.write(orders.say);
if (orders.exit !== undefined) process.exit(orders.exit);
process.on('SIGTERM', () => process.exit(255));
process.on('SIGUSR1', () => process.stderr.write(readOrders().say));

for (const [index, arg] of args.entries()) {
  if (arg !== '-L') continue;
  const [, local, remote] = /^([^:]+):(.+)$/.exec(args[index + 1]);
  rmSync(local, { force: true });
  createServer((socket) => {
    socket.on('error', () => socket.destroy());
    if (places[remote] === undefined) {
      process.stderr.write(`channel ${2 + index}: open failed: connect failed: Connection refused\n`);
      socket.destroy();
      return;
    }
    const far = connect(places[remote], '127.0.0.1');
    far.on('error', () => socket.destroy());
    socket.pipe(far).pipe(socket);
  }).listen(local);
}
