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

/** Hands chunks on, each when its time has come. A delay that shrinks lets no later chunk overtake an earlier one. */
function delayedPipe(relay: Relay, from: Socket, to: Socket): void {
  let lastDueMs = 0;
  from.on('data', (chunk) => {
    const nowMs = performance.now();
    const dueMs = Math.max(lastDueMs, nowMs + relay.delayToSwitchMs);
    if (dueMs <= nowMs) {
      to.write(chunk);
      return;
    }
    lastDueMs = dueMs;
    setTimeout(() => to.write(chunk), dueMs - nowMs);
  });
}
