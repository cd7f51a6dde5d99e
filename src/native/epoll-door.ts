// The door on epoll: the thread asks the kernel itself what is ready, reads into one buffer and writes straight from
// where answers stand. There is no event loop: whoever owns the door calls `wait`, which calls the handlers. Channel thread
// only. Hot: no allocation for a read or a write, no throw.

import { lookup } from 'node:dns/promises';
import { type Bindings, EVENT_WORDS, errorName, NAME_BYTES, READABLE, WRITABLE } from '#native/bindings.ts';
import { DOOR_READ_BYTES, type Door, type DoorHandlers } from '#native/door.ts';
import { Outgoing } from '#native/outgoing.ts';

const EVENTS_MAX = 256;
const LISTEN_BACKLOG = 1024;
/**
 * Bytes of one peer that wait in the kernel. With less the peer's own window holds back what is too much, and it is still
 * young and in the cache when it is read; the kernel's own choice goes up to megabytes (measured at twice what a worker can
 * do: 5 to 8 % more answers with this than with that, and with a quarter of this fewer again).
 */
const RECEIVE_BYTES = 256 * 1024;
/** Peers taken in one wake: those that are served wait no longer than that. */
const ACCEPTS_MAX = 64;
/** How long a closing socket waits for its peer to take the last words and to close too. */
const LINGER_MS = 1000;
/** Sockets that linger at once; what is closed beyond them is gone as soon as the kernel has its last words. */
const LINGERING_MAX = 256;
/** Out of file descriptors (EMFILE, ENFILE), the door tries again after this long. */
const ACCEPT_PAUSE_MS = 100;
const EAGAIN = -11;
const NOTHING = new Uint8Array(0);

class Peer {
  readonly id: number;
  readonly fd: number;
  readonly outgoing: Outgoing;
  /** Bytes read but not taken yet. */
  kept: Uint8Array = NOTHING;
  paused = false;
  closing = false;
  /** Its end has been told, or is about to be. */
  gone = false;
  reason = 'closed by peer';
  /** What epoll watches it for. */
  interest = READABLE;
  /** A closing socket is cut off then; 0 = it does not linger. */
  cutOffNs = 0;

  constructor(id: number, fd: number, outgoing: Outgoing) {
    this.id = id;
    this.fd = fd;
    this.outgoing = outgoing;
  }
}

/** A door that its owner drives. */
export interface EpollDoor extends Door {
  /**
   * Handles what is ready, once.
   * @param timeoutMs how long to wait for something; 0 = look only
   * @returns whether there was anything
   */
  wait(timeoutMs: number): boolean;
  /** Whether the last `wait` left bytes with the kernel for which its handler had no room: sockets stay ready meanwhile. */
  readonly crowded: boolean;
  /** Waits for the bell alone, however ready sockets are. @param timeoutMs at most */
  rest(timeoutMs: number): void;
  /** One word: CLOCK_MONOTONIC in nanoseconds at the last wake. A number that a getter returns would be an object each time. */
  readonly clock: Float64Array;
  /** The descriptor that ends a `wait` when it is rung: for Bindings.wakeRing, from any thread. */
  readonly wakeFd: number;
}

/** Opens a door that calls `handlers` from within `wait`. */
export function openEpollDoor(bindings: Bindings, handlers: DoorHandlers): EpollDoor {
  const poller = orThrow(bindings.pollerOpen(), 'epoll');
  const wakeFd = orThrow(bindings.wakeOpen(), 'eventfd');
  orThrow(bindings.pollerSet(poller, wakeFd, READABLE), 'epoll');
  /** Watches the bell and nothing else. */
  const bell = orThrow(bindings.pollerOpen(), 'epoll');
  orThrow(bindings.pollerSet(bell, wakeFd, READABLE), 'epoll');
  const events = new Int32Array(EVENT_WORDS * EVENTS_MAX);
  const clock = new Float64Array(1);
  const name = new Uint8Array(NAME_BYTES);
  const readBuffer = new Uint8Array(DOOR_READ_BYTES);
  const peers = new Map<number, Peer>();
  /** The same by descriptor, which the kernel gives again as soon as it is closed. */
  const byFd: (Peer | undefined)[] = [];
  const lingering = new Set<Peer>();
  /** Peers whose descriptors are closed and whose handlers have not been told. */
  const ended: Peer[] = [];
  bindings.pollerWait(poller, events, 0, clock); // reads the clock
  let listener = -1;
  let acceptAgainNs = 0;
  let lastId = 0;
  /** Where the next look at what is ready begins: with the first one that there was no room for at the last. */
  let turn = -1;
  let crowded = false;

  function wait(timeoutMs: number): boolean {
    let found = tellEnded();
    const count = bindings.pollerWait(poller, events, found ? 0 : timeoutMs, clock);
    const first = turn > 0 && turn < count ? turn : 0;
    turn = -1;
    crowded = false;
    for (let looked = 0; looked < count; looked++) {
      const i = first + looked < count ? first + looked : first + looked - count;
      const fd = events[i * EVENT_WORDS]!;
      const ready = events[i * EVENT_WORDS + 1]!;
      const peer = byFd[fd];
      if (peer !== undefined) {
        if ((ready & WRITABLE) !== 0) {
          flush(peer);
          found = true;
        }
        if ((ready & READABLE) === 0) continue;
        if (read(peer)) found = true;
        else if (!crowded) {
          crowded = true;
          turn = i;
        }
        continue;
      }
      found = true;
      if (fd === wakeFd) bindings.wakeClear(wakeFd);
      else if (fd === listener) acceptAll();
    }
    if (acceptAgainNs !== 0 && clock[0]! >= acceptAgainNs) {
      acceptAgainNs = 0;
      bindings.pollerSet(poller, listener, READABLE);
    }
    if (lingering.size > 0) cutOff();
    return tellEnded() || found;
  }

  function acceptAll(): void {
    for (let accepted = 0; accepted < ACCEPTS_MAX; accepted++) {
      const fd = bindings.socketAccept(listener, name);
      if (fd === EAGAIN) return;
      if (fd < 0) {
        // Level-triggered: left alone, a listener that cannot accept would wake the thread for ever.
        bindings.pollerSet(poller, listener, 0);
        acceptAgainNs = clock[0]! + ACCEPT_PAUSE_MS * 1e6;
        return;
      }
      const peer = new Peer(++lastId, fd, new Outgoing(bindings, fd));
      peers.set(peer.id, peer);
      byFd[fd] = peer;
      bindings.pollerSet(poller, fd, peer.interest);
      handlers.onOpen(peer.id, Buffer.from(name.subarray(0, name.indexOf(0))).toString('latin1'));
    }
  }

  /** @returns false when there was no room for what it has sent: it is ready still */
  function read(peer: Peer): boolean {
    if (peer.gone) return true;
    if (peer.paused && !peer.closing) {
      // Only a hang-up is told unasked, and again and again: it is heard of when the peer is read again.
      bindings.pollerSet(poller, peer.fd, -1);
      peer.interest = 0;
      return true;
    }
    if (!peer.closing && !handlers.hasRoom(peer.id)) return false;
    const length = bindings.socketRead(peer.fd, readBuffer, 0, DOOR_READ_BYTES);
    if (length === EAGAIN) return true;
    if (length <= 0) {
      drop(peer, length < 0 && !peer.closing ? `read ${errorName(length)}` : peer.reason);
      return true;
    }
    if (peer.closing) return true; // read and forgotten
    const taken = handlers.onRead(peer.id, readBuffer, length);
    if (taken === length || peer.closing) return true;
    peer.kept = readBuffer.slice(taken, length);
    pause(peer);
    return true;
  }

  function flush(peer: Peer): void {
    if (peer.gone) return;
    const result = peer.outgoing.send();
    if (result < 0) {
      drop(peer, peer.closing ? peer.reason : `write ${errorName(result)}`);
      return;
    }
    if (peer.closing && !peer.outgoing.waiting) sayEnd(peer);
    watch(peer);
  }

  /** Tells epoll what the peer is watched for, if that has changed. */
  function watch(peer: Peer): void {
    if (peer.gone) return;
    const interest = (peer.paused && !peer.closing ? 0 : READABLE) | (peer.outgoing.waiting ? WRITABLE : 0);
    if (interest === peer.interest) return;
    peer.interest = interest;
    bindings.pollerSet(poller, peer.fd, interest);
  }

  function pause(peer: Peer): void {
    peer.paused = true;
    watch(peer);
  }

  function resume(peer: Peer): void {
    if (!peer.paused) return;
    // A handler may pause again: its word then counts.
    peer.paused = false;
    while (peer.kept.length > 0) {
      const { kept } = peer;
      const taken = handlers.onRead(peer.id, kept, kept.length);
      if (peer.closing || peer.gone) return;
      peer.kept = taken === kept.length ? NOTHING : kept.subarray(taken);
      if (taken < kept.length) peer.paused = true;
      if (peer.paused) break;
    }
    watch(peer);
  }

  /**
   * Sends the last words and waits, reading and forgetting, for the peer to close too: a socket that is closed with
   * bytes unread sends a reset, and what was still on its way to the peer is lost (RFC 9293 §3.6.1).
   */
  function close(peer: Peer, reason: string): void {
    peer.reason = reason;
    peer.closing = true;
    peer.kept = NOTHING;
    peer.cutOffNs = clock[0]! + LINGER_MS * 1e6;
    lingering.add(peer);
    flush(peer);
    if (lingering.size > LINGERING_MAX && !peer.outgoing.waiting) drop(peer, reason);
  }

  /** The last words are out. */
  function sayEnd(peer: Peer): void {
    if (bindings.socketShutdown(peer.fd) < 0) drop(peer, peer.reason);
  }

  function cutOff(): void {
    for (const peer of lingering) if (clock[0]! >= peer.cutOffNs) drop(peer, peer.reason);
  }

  function drop(peer: Peer, reason: string): void {
    if (peer.gone) return;
    peer.gone = true;
    peer.closing = true;
    peer.reason = reason;
    lingering.delete(peer);
    peers.delete(peer.id);
    byFd[peer.fd] = undefined;
    bindings.pollerSet(poller, peer.fd, -1);
    bindings.fdClose(peer.fd);
    ended.push(peer);
  }

  /** Handlers hear of an end when nothing else is being handled. */
  function tellEnded(): boolean {
    if (ended.length === 0) return false;
    for (const peer of ended.splice(0)) handlers.onClose(peer.id, peer.reason);
    return true;
  }

  function open(id: number): Peer | undefined {
    const peer = peers.get(id);
    return peer === undefined || peer.closing ? undefined : peer;
  }

  return {
    kind: 'epoll',
    wait,
    get crowded() {
      return crowded;
    },
    rest(timeoutMs) {
      bindings.pollerWait(bell, events, timeoutMs, clock);
    },
    wakeFd,
    clock,
    async listen(host, port) {
      const { address } = await lookup(host);
      const fd = bindings.socketListen(address, port, LISTEN_BACKLOG, RECEIVE_BYTES);
      if (fd < 0) throw new Error(`listen ${errorName(fd)}: ${address}:${port}`);
      listener = fd;
      orThrow(bindings.pollerSet(poller, listener, READABLE), 'epoll');
      return { host: address, port: bindings.socketPort(listener) };
    },
    write(id, bytes, at, length) {
      const peer = open(id);
      peer?.outgoing.write(bytes, at, length);
      return peer !== undefined;
    },
    lend(id, bytes, at, length) {
      const peer = open(id);
      peer?.outgoing.lend(bytes, at, length);
      return peer !== undefined;
    },
    send(id) {
      const peer = open(id);
      if (peer === undefined) return;
      // The kernel says when it has room again: asked before that, it costs a call and takes crumbs.
      if ((peer.interest & WRITABLE) !== 0) peer.outgoing.keep();
      else flush(peer);
    },
    backlogBytes(id) {
      return peers.get(id)?.outgoing.length ?? 0;
    },
    progress(id) {
      return peers.get(id)?.outgoing.taken ?? 0;
    },
    pause(id) {
      const peer = open(id);
      if (peer !== undefined) pause(peer);
    },
    resume(id) {
      const peer = open(id);
      if (peer !== undefined) resume(peer);
    },
    close(id, reason) {
      const peer = open(id);
      if (peer !== undefined) close(peer, reason);
    },
    async end() {
      if (listener >= 0) bindings.fdClose(listener);
      listener = -1;
      for (const peer of [...peers.values()]) drop(peer, peer.closing ? peer.reason : 'controller stops');
      tellEnded();
      bindings.fdClose(wakeFd);
      bindings.fdClose(poller);
      bindings.fdClose(bell);
    },
  };
}

function orThrow(result: number, what: string): number {
  if (result < 0) throw new Error(`${what}: ${errorName(result)}`);
  return result;
}
