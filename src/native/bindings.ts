// The native bindings (native-bindings/): small calls to Linux that Node does not offer. Where they are not built, or are
// of another make than this file describes, the program runs without them and says why. Any thread may load them.

import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { getSystemErrorName } from 'node:util';

/** Of native-bindings/src/module.c: moves with every change of a signature. */
const ABI_VERSION = 2;
const FILE = new URL('../../native-bindings/build/Release/daolinet.node', import.meta.url);

/** Bits of what a socket is ready for, or of what is asked about it. */
export const READABLE = 1;
export const WRITABLE = 2;
/** Words of an event: the file descriptor, then what it is ready for. */
export const EVENT_WORDS = 2;
/** Words of a piece to write: its place, then its length. */
export const PIECE_WORDS = 2;
/** Pieces of one write at most. */
export const PIECES_MAX = 1024;
/** Bytes that the name of a peer takes at most. */
export const NAME_BYTES = 96;

/** Results below 0 are errors: -errno. None of these blocks but pollerWait. */
export interface Bindings {
  pollerOpen(): number;
  /** @param interest READABLE | WRITABLE, or -1 to remove */
  pollerSet(poller: number, fd: number, interest: number): number;
  /** Fills `events`; `clock[0]` becomes CLOCK_MONOTONIC in nanoseconds. @returns events */
  pollerWait(poller: number, events: Int32Array, timeoutMs: number, clock: Float64Array): number;
  /** @param host an address in digits @param receiveBytes that wait to be read of one socket; 0 = the kernel's choice */
  socketListen(host: string, port: number, backlog: number, receiveBytes: number): number;
  socketPort(fd: number): number;
  /** @param name NAME_BYTES: becomes `address:port` and a zero */
  socketAccept(listener: number, name: Uint8Array): number;
  /** @returns bytes read, 0 at the peer's end */
  socketRead(fd: number, bytes: Uint8Array, at: number, count: number): number;
  /** @returns bytes that the kernel took, from the front */
  socketWrite(fd: number, bytes: Uint8Array, pieces: Int32Array, count: number): number;
  socketShutdown(fd: number): number;
  fdClose(fd: number): number;
  wakeOpen(): number;
  wakeRing(fd: number): number;
  wakeClear(fd: number): number;
  /** Keeps the calling thread on one core. */
  threadPin(cpu: number): number;
  /** Asks for huge pages behind an array. */
  memoryHuge(bytes: Uint8Array): number;
}

/** The bindings, or why there are none. */
export type Loaded = { readonly bindings: Bindings } | { readonly bindings: undefined; readonly reason: string };

let loaded: Loaded | undefined;

/** Loads the bindings, once in each thread. */
export function loadBindings(): Loaded {
  loaded ??= load();
  return loaded;
}

function load(): Loaded {
  let made: Bindings & { readonly abiVersion: number };
  try {
    made = createRequire(import.meta.url)(fileURLToPath(FILE));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'MODULE_NOT_FOUND' ? 'they are not built' : message.split('\n', 1)[0]!;
    return { bindings: undefined, reason: `native bindings: ${reason}` };
  }
  if (made.abiVersion === ABI_VERSION) return { bindings: made };
  return {
    bindings: undefined,
    reason: `native bindings: built for version ${made.abiVersion}, expected ${ABI_VERSION}; build them again`,
  };
}

/** The name of a result below 0, as `ECONNRESET`. */
export function errorName(result: number): string {
  return getSystemErrorName(result);
}
