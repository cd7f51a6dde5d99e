// The door on node:net. Reads go into one 64 KiB buffer that all sockets share: libuv fills it and calls back at
// once, so it is always warm and nothing is allocated per read. That takes a `net.Socket` made around the accepted
// handle with `onread`; `handle` is not documented, so where it is missing the plain 'data' event serves.
// Answers gather in a buffer per socket and leave in one write for each wake (measured: one write per message costs
// a factor of 100). Channel thread only.

import net from 'node:net';
import { DOOR_READ_BYTES, type Door, type DoorHandlers } from '#native/door.ts';

const GATHER_BYTES = 64 * 1024;
/** Gathering buffers larger than this are not kept once they are empty. */
const KEEP_BYTES = 1024 * 1024;
/** How long a closing socket waits for its peer to take the last words and to close too. */
const LINGER_MS = 1000;
/** Sockets that linger at once; what is closed beyond them is gone as soon as the kernel has its last words. */
const LINGERING_MAX = 256;

/** A socket's gathering buffer: bytes 0..used are to be sent. */
interface Outgoing {
  bytes: Uint8Array;
  used: number;
}

interface Peer {
  readonly id: number;
  readonly socket: net.Socket;
  readonly outgoing: Outgoing;
  /** Bytes read but not taken yet. */
  kept: Uint8Array;
  paused: boolean;
  reason: string;
  /** Set while a closing socket waits for its peer. */
  linger: NodeJS.Timeout | undefined;
  closing: boolean;
  /** A second gathering buffer, for while libuv still points into the first. */
  spare: Uint8Array | undefined;
  /** The buffer that libuv points into. */
  lent: Uint8Array | undefined;
}

interface SocketWithHandle {
  _handle?: { readonly writeQueueSize?: number } | null;
}

const NOTHING = new Uint8Array(0);

/**
 * Opens a door that calls `handlers`.
 * @param reading `shared` reads into one buffer where the handle allows it; `events` takes 'data' events always
 */
export function openNodeDoor(handlers: DoorHandlers, reading: 'shared' | 'events' = 'shared'): Door {
  const peers = new Map<number, Peer>();
  const readBuffer = new Uint8Array(DOOR_READ_BYTES);
  let lastId = 0;
  let lingering = 0;
  let onLastClosed = () => {};

  const server = net.createServer({ pauseOnConnect: true, noDelay: true }, (accepted) => {
    const id = ++lastId;
    const handle = (accepted as unknown as SocketWithHandle)._handle;
    const peerName = `${accepted.remoteAddress ?? '?'}:${accepted.remotePort ?? 0}`;
    let socket = accepted;
    if (reading === 'events' || handle === undefined || handle === null) {
      socket.on('data', (chunk: Buffer) => receivedChunk(peer, chunk));
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
      // The first object must not close the handle that the second one now uses, and the server must not wait for it.
      (accepted as unknown as SocketWithHandle)._handle = null;
      accepted.removeAllListeners();
      accepted.destroy();
    }
    const peer: Peer = {
      id,
      socket,
      outgoing: { bytes: new Uint8Array(GATHER_BYTES), used: 0 },
      kept: NOTHING,
      paused: false,
      reason: 'closed by peer',
      linger: undefined,
      closing: false,
      spare: undefined,
      lent: undefined,
    };
    peers.set(id, peer);
    socket.setNoDelay(true);
    socket.on('error', (error) => {
      if (!peer.closing) peer.reason = error.message;
    });
    socket.on('drain', () => {
      if (peer.lent !== undefined && peer.lent.length <= KEEP_BYTES) peer.spare = peer.lent;
      peer.lent = undefined;
    });
    socket.on('end', () => socket.destroy());
    socket.on('close', () => gone(peer));
    handlers.onOpen(id, peerName);
    if (peer.paused) return;
    socket.resume();
    startReading(socket);
  });

  function received(peer: Peer, bytes: Uint8Array, length: number): void {
    if (peer.closing) return;
    if (peer.kept.length > 0) {
      // Paused: what was still on its way joins what is kept (at most one read).
      peer.kept = joined(peer.kept, bytes, length);
      return;
    }
    const taken = handlers.onRead(peer.id, bytes, length);
    if (taken < length && !peer.closing) {
      // A copy: `slice` of a Buffer would be a view of what the next read overwrites.
      peer.kept = new Uint8Array(bytes.subarray(taken, length));
      pause(peer);
    }
  }

  /** A 'data' event may bring more than one read. */
  function receivedChunk(peer: Peer, chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += DOOR_READ_BYTES) {
      const piece = chunk.subarray(at, at + DOOR_READ_BYTES);
      received(peer, piece, piece.length);
    }
  }

  function pause(peer: Peer): void {
    if (peer.paused) return;
    peer.paused = true;
    peer.socket.pause();
  }

  function resume(peer: Peer): void {
    if (!peer.paused || peer.closing) return;
    // A handler may pause again: its word then counts.
    peer.paused = false;
    while (peer.kept.length > 0) {
      const { kept } = peer;
      const offered = kept.length > DOOR_READ_BYTES ? kept.subarray(0, DOOR_READ_BYTES) : kept;
      const taken = handlers.onRead(peer.id, offered, offered.length);
      if (peer.closing) return;
      peer.kept = taken === kept.length ? NOTHING : kept.subarray(taken);
      if (taken < offered.length) peer.paused = true;
      if (peer.paused) return;
    }
    if (peer.paused) return;
    peer.socket.resume();
    startReading(peer.socket);
  }

  function gather(id: number, bytes: Uint8Array, at: number, length: number): boolean {
    const peer = open(id);
    if (peer === undefined) return false;
    const { outgoing } = peer;
    if (outgoing.used + length > outgoing.bytes.length) {
      const grown = new Uint8Array(Math.max(outgoing.bytes.length * 2, outgoing.used + length));
      grown.set(outgoing.bytes.subarray(0, outgoing.used));
      outgoing.bytes = grown;
    }
    outgoing.bytes.set(bytes.subarray(at, at + length), outgoing.used);
    outgoing.used += length;
    return true;
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

  /**
   * Sends the last words and waits, reading and forgetting, for the peer to close too: a socket that is closed with
   * bytes unread sends a reset, and what was still on its way to the peer is lost (RFC 9293 §3.6.1).
   */
  function close(peer: Peer, reason: string): void {
    if (peer.closing) return;
    peer.reason = reason;
    flush(peer);
    peer.closing = true;
    peer.kept = NOTHING;
    peer.socket.end();
    if (lingering >= LINGERING_MAX) {
      peer.socket.destroySoon();
      return;
    }
    lingering++;
    peer.linger = setTimeout(() => peer.socket.destroy(), LINGER_MS);
    peer.socket.resume();
    startReading(peer.socket);
  }

  function gone(peer: Peer): void {
    peer.closing = true;
    if (peer.linger !== undefined) {
      clearTimeout(peer.linger);
      lingering--;
    }
    peers.delete(peer.id);
    handlers.onClose(peer.id, peer.reason);
    if (peers.size === 0) onLastClosed();
  }

  function open(id: number): Peer | undefined {
    const peer = peers.get(id);
    return peer === undefined || peer.closing ? undefined : peer;
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
    write: gather,
    // libuv may keep the buffer of a write, and these bytes are about to be used again: a copy.
    lend: gather,
    send(id) {
      const peer = open(id);
      if (peer !== undefined) flush(peer);
    },
    backlogBytes(id) {
      const peer = peers.get(id);
      return peer === undefined ? 0 : peer.socket.writableLength + peer.outgoing.used;
    },
    progress(id) {
      const peer = peers.get(id);
      if (peer === undefined) return 0;
      // What is left of the write that libuv is at; not documented either, and then a whole write must go out.
      return (peer.socket as unknown as SocketWithHandle)._handle?.writeQueueSize ?? peer.socket.writableLength;
    },
    pause(id) {
      const peer = open(id);
      if (peer !== undefined) pause(peer);
    },
    resume(id) {
      const peer = peers.get(id);
      if (peer !== undefined) resume(peer);
    },
    close(id, reason) {
      const peer = peers.get(id);
      if (peer !== undefined) close(peer, reason);
    },
    async end() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if (peers.size > 0) {
        const lastClosed = new Promise<void>((resolve) => {
          onLastClosed = resolve;
        });
        for (const peer of peers.values()) {
          if (!peer.closing) peer.reason = 'controller stops';
          peer.closing = true;
          peer.socket.destroy();
        }
        await lastClosed;
      }
      await closed;
    },
  };
}

/** `resume` alone does not start a socket that was made around a handle; for others this asks for nothing. */
function startReading(socket: net.Socket): void {
  (socket as unknown as { read(size: number): unknown }).read(0);
}

function joined(first: Uint8Array, second: Uint8Array, length: number): Uint8Array {
  const both = new Uint8Array(first.length + length);
  both.set(first);
  both.set(second.subarray(0, length), first.length);
  return both;
}
