// node engineNamespace.mjs <socket of the proxy> <port> <program> <arguments…>
//
// Runs <program> in network, mount and process namespaces of its own, which `unshare` has just made: nothing that it
// mounts, and none of its network interfaces, is ever seen outside, and nothing of it outlives this process. The one way
// out of there is the rig's proxy, which answers at <port> inside as it does outside.
import { spawn, spawnSync } from 'node:child_process';
import { createConnection, createServer } from 'node:net';

const [socket, port, program, ...args] = process.argv.slice(2);

run('busybox', 'ip', 'link', 'set', 'lo', 'up');
// containerd leaves the sockets of its containers there.
run('busybox', 'mount', '-t', 'tmpfs', 'tmpfs', '/run');

const forwarder = createServer((inside) => {
  const outside = createConnection(socket);
  inside.pipe(outside).pipe(inside);
  inside.on('error', () => outside.destroy());
  outside.on('error', () => inside.destroy());
});
forwarder.listen(Number(port), '127.0.0.1', () => {
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  process.on('SIGTERM', () => child.kill());
  child.once('error', fail);
  child.once('exit', (code) => process.exit(code ?? 1));
});

function run(command, ...commandArgs) {
  const { error, status } = spawnSync(command, commandArgs, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error ?? status !== 0) fail(error ?? `${command} ${commandArgs.join(' ')} failed`);
}

function fail(error) {
  console.error(error);
  process.exit(1);
}
