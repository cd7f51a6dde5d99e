// THREAD of the lab's control relays: unix socket (a switch's side) to TCP (the controller's side). It has a thread of
// its own so that what the caller's event loop does never shows in the time to the first packet.
//
//   bridge s2 ── unix:DIR/s2/controller.sock ──▶ relay "s2" ──▶ 127.0.0.1:6653 controller
//                                   ◀── each chunk held back for delayToSwitchMs, order kept ──

import { connect, createServer, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/** One relay: where it listens and where it leads. */
export type RelaySpec = { name: string; path: string; host: string; port: number };

export type RelayRequest =
  | { kind: 'delay'; name: string; delayToSwitchMs: number }
  | { kind: 'cut'; name: string; cut: boolean }
  | { kind: 'aim'; name: string; host: string; port: number };

type Relay = RelaySpec & { delayToSwitchMs: number; cut: boolean; sockets: Set<Socket> };

const relays = new Map<string, Relay>();

const specs = (workerData as { relays: RelaySpec[] }).relays;
await Promise.all(specs.map(open));
parentPort!.on('message', (request: RelayRequest & { ticket: number }) => {
  apply(request);
  parentPort!.postMessage({ ticket: request.ticket });
});
parentPort!.postMessage({ ready: true });

function open(spec: RelaySpec): Promise<void> {
  const relay: Relay = { ...spec, delayToSwitchMs: 0, cut: false, sockets: new Set() };
  relays.set(spec.name, relay);
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => join(relay, socket));
    server.on('error', reject);
    server.listen(spec.path, resolve);
  });
}

function apply(request: RelayRequest): void {
  const relay = relays.get(request.name)!;
  switch (request.kind) {
    case 'delay':
      relay.delayToSwitchMs = request.delayToSwitchMs;
      break;
    case 'cut':
      relay.cut = request.cut;
      if (request.cut) for (const socket of relay.sockets) socket.destroy();
      break;
    case 'aim':
      relay.host = request.host;
      relay.port = request.port;
      for (const socket of relay.sockets) socket.destroy();
      break;
  }
}

function join(relay: Relay, switchSide: Socket): void {
  if (relay.cut) {
    switchSide.destroy();
    return;
  }
  const controllerSide = connect({ host: relay.host, port: relay.port, noDelay: true });
  for (const [socket, other] of [
    [switchSide, controllerSide],
    [controllerSide, switchSide],
  ] as const) {
    relay.sockets.add(socket);
    socket.on('error', () => {}); // 'close' follows, and says all that the other side needs to know
    socket.on('close', () => {
      relay.sockets.delete(socket);
      other.destroy();
    });
  }
  switchSide.pipe(controllerSide);
  delayedPipe(relay, controllerSide, switchSide);
}

/** Hands chunks on, each when its time has come; a later one never overtakes an earlier one, whatever their delays. */
function delayedPipe(relay: Relay, from: Socket, to: Socket): void {
  const queue: { chunk: Buffer; dueMs: number }[] = [];
  const release = () => {
    const nowMs = performance.now();
    while (queue.length > 0 && queue[0]!.dueMs <= nowMs) to.write(queue.shift()!.chunk);
    // Timers count whole milliseconds and may be early by a fraction: look again rather than trust them.
    if (queue.length > 0) setTimeout(release, Math.ceil(queue[0]!.dueMs - nowMs));
  };
  from.on('data', (chunk) => {
    if (queue.length === 0 && relay.delayToSwitchMs === 0) {
      to.write(chunk);
      return;
    }
    queue.push({ chunk, dueMs: performance.now() + relay.delayToSwitchMs });
    if (queue.length === 1) release();
  });
}
