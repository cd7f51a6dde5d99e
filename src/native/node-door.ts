// The door on node:net. Reads go into one 64 KiB buffer that all sockets share: libuv fills it and calls back at
// once, so it is always warm and nothing is allocated per read. That takes a `net.Socket` made around the accepted
// handle with `onread`; `handle` is not documented, so where it is missing the plain 'data' event serves.
// Answers gather in a buffer per socket and leave in one write for each wake (measured: one write per message costs
// a factor of 100). Channel thread only.

import net from 'node:net';
import type { Door, DoorHandlers, Outgoing } from '#native/door.ts';

const READ_BYTES = 64 * 1024;
const GATHER_BYTES = 64 * 1024;
/** Gathering buffers larger than this are not kept once they are empty. */
const KEEP_BYTES = 1024 * 1024;

interface Peer {
  readonly id: number;
  readonly socket: net.Socket;
  readonly outgoing: Outgoing;
  /** Bytes read but not taken yet. */
  kept: Uint8Array;
  paused: boolean;
  reason: string;
  /** A second gathering buffer, for while libuv still points into the first. */
  spare: Uint8Array | undefined;
  /** The buffer that libuv points into. */
  lent: Uint8Array | undefined;
}

interface SocketWithHandle {
  _handle?: unknown;
}

const NOTHING = new Uint8Array(0);

/** Opens a door that calls `handlers`. */
export function openNodeDoor(handlers: DoorHandlers): Door {
  const peers = new Map<number, Peer>();
  const readBuffer = new Uint8Array(READ_BYTES);
  let lastId = 0;

  const server = net.createServer({ pauseOnConnect: true, noDelay: true }, (accepted) => {
    const id = ++lastId;
    const handle = (accepted as unknown as SocketWithHandle)._handle;
    const peerName = `${accepted.remoteAddress ?? '?'}:${accepted.remotePort ?? 0}`;
    let socket = accepted;
    if (handle === undefined || handle === null) {
      socket.on('data', (chunk: Buffer) => received(peer, chunk, chunk.length));
    } else {
      const options = {
        handle,
        readable: true,
        writable: true,
        onread: {
          buffer: readBuffer,
          callback: (length: number, bytes: Uint8Array) => {
            received(peer, bytes, length);
            return true;
          },
        },
      };
      socket = new net.Socket(options as unknown as net.SocketConstructorOpts);
      // The first object must not close the handle that the second one now uses.
      (accepted as unknown as SocketWithHandle)._handle = null;
      accepted.removeAllListeners();
    }
    const peer: Peer = {
      id,
      socket,
      outgoing: { bytes: new Uint8Array(GATHER_BYTES), used: 0 },
      kept: NOTHING,
      paused: false,
      reason: 'closed by peer',
      spare: undefined,
      lent: undefined,
    };
    peers.set(id, peer);
    socket.setNoDelay(true);
    socket.on('error', (error) => {
      peer.reason = error.message;
    });
    socket.on('drain', () => {
      if (peer.lent !== undefined && peer.lent.length <= KEEP_BYTES) peer.spare = peer.lent;
      peer.lent = undefined;
    });
    socket.on('end', () => socket.destroy());
    socket.on('close', () => {
      if (peers.delete(id)) handlers.onClose(id, peer.reason);
    });
    handlers.onOpen(id, peerName);
    socket.resume();
    if (socket !== accepted) (socket as unknown as { read(size: number): unknown }).read(0);
  });

  function received(peer: Peer, bytes: Uint8Array, length: number): void {
    if (!peers.has(peer.id)) return;
    if (peer.kept.length > 0) {
      // Paused: what was still on its way joins what is kept (at most one read).
      peer.kept = joined(peer.kept, bytes, length);
      return;
    }
    const taken = handlers.onRead(peer.id, bytes, length);
    if (taken < length) {
      // A copy: `slice` of a Buffer would be a view of what the next read overwrites.
      peer.kept = new Uint8Array(bytes.subarray(taken, length));
      pause(peer);
    }
  }

  function pause(peer: Peer): void {
    if (peer.paused) return;
    peer.paused = true;
    peer.socket.pause();
  }

  function resume(peer: Peer): void {
    if (!peer.paused) return;
    if (peer.kept.length > 0) {
      const kept = peer.kept;
      peer.kept = NOTHING;
      const taken = handlers.onRead(peer.id, kept, kept.length);
      if (taken < kept.length) {
        peer.kept = kept.subarray(taken);
        return;
      }
    }
    peer.paused = false;
    peer.socket.resume();
  }

  function flush(peer: Peer): void {
    const { outgoing, socket } = peer;
    if (outgoing.used === 0 || socket.destroyed) return;
    const bytes = outgoing.bytes;
    const length = outgoing.used;
    outgoing.used = 0;
    socket.write(new Uint8Array(bytes.buffer, 0, length));
    if (socket.writableLength === 0) {
      if (bytes.length > KEEP_BYTES) outgoing.bytes = new Uint8Array(GATHER_BYTES);
      return;
    }
    // The kernel did not take it whole and libuv still points into the buffer: gather in another one.
    outgoing.bytes = peer.spare ?? new Uint8Array(GATHER_BYTES);
    peer.spare = undefined;
    peer.lent = bytes;
  }

  return {
    kind: 'node:net',
    listen(host, port) {
      return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host, port, backlog: 1024 }, () => {
          server.off('error', reject);
          const address = server.address() as net.AddressInfo;
          resolve({ host: address.address, port: address.port });
        });
      });
    },
    reserve(id, length) {
      const peer = peers.get(id);
      if (peer === undefined) return undefined;
      const { outgoing } = peer;
      if (outgoing.used + length > outgoing.bytes.length) {
        const grown = new Uint8Array(Math.max(outgoing.bytes.length * 2, outgoing.used + length));
        grown.set(outgoing.bytes.subarray(0, outgoing.used));
        outgoing.bytes = grown;
      }
      return outgoing;
    },
    send(id) {
      const peer = peers.get(id);
      if (peer !== undefined) flush(peer);
    },
    backlogBytes(id) {
      const peer = peers.get(id);
      return peer === undefined ? 0 : peer.socket.writableLength + peer.outgoing.used;
    },
    pause(id) {
      const peer = peers.get(id);
      if (peer !== undefined) pause(peer);
    },
    resume(id) {
      const peer = peers.get(id);
      if (peer !== undefined) resume(peer);
    },
    close(id, reason) {
      const peer = peers.get(id);
      if (peer === undefined) return;
      peer.reason = reason;
      flush(peer);
      // Let the last words out, but do not wait for a peer that does not read.
      peer.socket.end();
      peer.socket.destroySoon();
      setTimeout(() => peer.socket.destroy(), 1000).unref();
    },
    async end() {
      for (const peer of peers.values()) {
        peer.reason = 'controller stops';
        peer.socket.destroy();
      }
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function joined(first: Uint8Array, second: Uint8Array, length: number): Uint8Array {
  const both = new Uint8Array(first.length + length);
  both.set(first);
  both.set(second.subarray(0, length), first.length);
  return both;
}
