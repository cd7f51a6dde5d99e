// THE map of shared memory: every block, every word, who writes it and who reads it. All threads map the same
// SharedArrayBuffers; the main thread allocates them once, before it starts any other thread.
//
//   block          one for        written by            read by
//   board          the process    see BOARD_*           all
//   tables.*       the process    main (control)        workers, channel (hosts only)
//   datapaths      the process    channel               workers, main
//   sessions[w]    a worker       worker w (LIVE: any)  workers, main
//   counters[t]    a thread       thread t              main, channel (PacketIns of workers)
//   latency[t]     a thread       thread t              main
//   ingress[w]     a worker       channel               worker w
//   egress[w]      a worker       worker w              channel
//   macs[w]        a worker       worker w              worker w
//   commands[w]    a worker       main                  worker w
//   events[w]      a worker       worker w              main
//   control        the process    channel               main
//   outbound       the process    main                  channel
//
// "Worker w" is whoever sits in its seat (seat.ts).
//
// All words are Int32 unless a line says otherwise; addresses and MAC halves are uint32 kept in an Int32.

import { randomInt } from 'node:crypto';
import { invariant } from '#base/invariant.ts';

/** Slots 0..HOST_SLOTS-1 are inventory hosts (slot = host row, chosen by control); the rest are learned datapaths. */
export const HOST_SLOTS = 1024;
/** Datapath slots in all: the channel gives those from HOST_SLOTS on to datapaths that no inventory names. */
export const DATAPATH_SLOTS = 2048;
/** Workers at most: a cookie has four bits for the worker, a wire key's owner is read from its port. */
export const WORKERS_MAX = 16;

// ── board: single words that threads wait on or look at every round ─────────────────────────────────────────────
/** Doorbells: 0 awake, 1 parked. The owner parks (store 1, look again, wait); whoever commits work rings it. */
export const BOARD_BELL_CHANNEL = 0;
export const BOARD_BELL_MAIN = 16;
export const BOARD_BELL_WORKER = 32; // + 16 * worker: a cache line each
/** Policy version. Written by main after the tables; a worker that sees a new one re-judges its sessions. */
export const BOARD_VERSION = 320;
/** 1 = stop. Written by main; each thread leaves its loop. */
export const BOARD_STOP = 336;
/** + 16 * worker: the version whose sweep that worker has finished. Written by the worker, read by main: what the
 * tables dropped before this version is no longer looked at and may be used again. */
export const BOARD_SWEPT = 352;
/** Odd while main writes a batch of changes to the tables, even otherwise. Written by main; a verdict that was reached
 * across a change of this word is reached again, so nobody judges by half of a change. */
export const BOARD_CHANGING = 608;
/** Descriptor that ends the channel's sleep in epoll, 0 = it sleeps on its bell. Written by the channel once. */
export const BOARD_WAKE_FD = 624;
/** + 16 * worker: whether somebody sits in the worker's seat, and whether its own thread waits for it. See seat.ts. */
export const BOARD_SEAT = 640;
export const BOARD_WANTED = 896;
/** The last version in which something changed that any session may depend on. Written by main before the version. */
export const BOARD_TOUCHED_ALL = 1152;
/** Entries ever written to `touchedLog`, modulo 2^32. Written by main after the entry. */
export const BOARD_TOUCHED_COUNT = 1153;
export const BOARD_WORDS = 1168;

// ── datapaths: one row per slot ─────────────────────────────────────────────────────────────────────────────────
export const DATAPATH_WORDS = 16;
/** Connection generation while connected, 0 while not. Stored last on connect and first on disconnect. */
export const DATAPATH_GENERATION = 0;
export const DATAPATH_VERSION = 1; // OpenFlow wire version: 1 or 4
export const DATAPATH_WORKER = 2;
export const DATAPATH_DPID_HI = 3;
export const DATAPATH_DPID_LO = 4;
export const DATAPATH_PACKET_INS = 5; // uint32, wraps
export const DATAPATH_MESSAGES_IN = 6; // uint32, wraps
export const DATAPATH_WRITES = 7; // uint32, wraps: egress records written to this connection
export const DATAPATH_BYTES_IN = 8; // Float64 (words 8-9)
export const DATAPATH_BYTES_OUT = 10; // Float64 (words 10-11)
/** A bit for each worker that has ever served the slot: who may own a session of its endpoints. Stored before the generation. */
export const DATAPATH_SERVED_BY = 12;
/** Whether it may have deny flows. Set by the channel before the generation, from then on its worker's: set with each, cleared when it lifts them. */
export const DATAPATH_DENIED = 13;

// ── tables.hosts: one row per host slot ─────────────────────────────────────────────────────────────────────────
export const HOST_WORDS = 32;
/** 0 free, 1 known to the inventory (its datapath may connect), 2 ready: standing flows are in place. */
export const HOST_STATE = 0;
export const HOST_DPID_HI = 1;
export const HOST_DPID_LO = 2;
export const HOST_UPLINK_PORT = 3; // 0 = not found yet
export const HOST_IP = 4;
export const HOST_MAC_HI = 5;
export const HOST_MAC_LO = 6;
export const HOST_NETMASK = 7;
/** Which of the two gateway MAC pairs below holds: 0 none yet, 1 or 2. Main writes the other pair, then this word. */
export const HOST_GATEWAY_MAC_PAIR = 8;
export const HOST_GATEWAY_MAC_1 = 9; // hi, lo
export const HOST_GATEWAY_MAC_2 = 11; // hi, lo
/** Bit 0: the switch knows Nicira's fin_timeout and ip_frag. */
export const HOST_FEATURES = 13;
export const HOST_FEATURE_NICIRA = 1;
export const HOST_STATE_FREE = 0;
export const HOST_STATE_KNOWN = 1;
export const HOST_STATE_READY = 2;

// ── tables.endpoints ────────────────────────────────────────────────────────────────────────────────────────────
export const ENDPOINT_WORDS = 16;
/** 0 free, 1 live, 2 dead: gone or moved, kept until every worker has swept its sessions. */
export const ENDPOINT_STATE = 0;
export const ENDPOINT_TENANT = 1;
export const ENDPOINT_NETWORK = 2; // row
export const ENDPOINT_IP = 3;
export const ENDPOINT_MAC_HI = 4;
export const ENDPOINT_MAC_LO = 5;
export const ENDPOINT_HOST = 6; // slot
export const ENDPOINT_PORT = 7; // OpenFlow port, 0 = not located yet
/** Policy class (row of tables.classes): the only word that changes in a live row. */
export const ENDPOINT_CLASS = 8;
/** Bit 0: an explicit policy names this endpoint (so the pair table is worth a look). */
export const ENDPOINT_FLAGS = 9;
export const ENDPOINT_FLAG_PAIRED = 1;
export const ENDPOINT_STATE_FREE = 0;
export const ENDPOINT_STATE_LIVE = 1;
export const ENDPOINT_STATE_DEAD = 2;

/** Entries of `touchedLog`, a power of two: what 1,000 changes a second touch in two seconds. */
export const TOUCHED_LOG_ENTRIES = 4096;

// ── tables.networks ─────────────────────────────────────────────────────────────────────────────────────────────
export const NETWORK_WORDS = 8;
export const NETWORK_STATE = 0; // 0 free, 1 live
export const NETWORK_TENANT = 1;
export const NETWORK_SUBNET = 2;
export const NETWORK_NETMASK = 3;
export const NETWORK_GATEWAY = 4;
export const NETWORK_FLAGS = 5;
export const NETWORK_FLAG_ISOLATED = 1;

// ── hash tables: what their values mean ─────────────────────────────────────────────────────────────────────────
// ports:     (slot, port)      → endpoint row + 1
// addresses: (tenant, ip)      → endpoint row + 1, or ADDRESS_GATEWAY | network row; tenant UNDERLAY: host slot + 1
// pairs:     (row a, row b), a < b → PAIR_CONNECT or PAIR_DISCONNECT
export const ADDRESS_GATEWAY = 0x40000000;
export const TENANT_UNDERLAY = -1;
export const PAIR_CONNECT = 1;
export const PAIR_DISCONNECT = 2;

// ── tables.classes and tables.heap: compiled policy ─────────────────────────────────────────────────────────────
// classes[c] = word offset in the heap of the class's block, 0 = none. A block never changes once published.
//   block: GROUPS n, n group numbers (ascending), FLAGS, INGRESS n, n rules, EGRESS n, n rules
// Rules stand in descending priority, deny before allow in one priority. A rule, RULE_WORDS + 1 word per port range:
export const RULE_PRIORITY = 0;
export const RULE_ACTION = 1; // 1 allow, 0 deny
export const RULE_PROTOCOL = 2; // IP protocol number, 0 = any
export const RULE_PEER_KIND = 3; // 0 anyone, 1 group, 2 CIDR
export const RULE_PEER = 4; // group number, or the CIDR's address
export const RULE_PEER_MASK = 5;
export const RULE_ID = 6; // number of the rule for people: control keeps its name
export const RULE_PORT_RANGES = 7; // how many; 0 = any port
export const RULE_WORDS = 8; // then first << 16 | last for each range
export const RULE_PEER_ANY = 0;
export const RULE_PEER_GROUP = 1;
export const RULE_PEER_CIDR = 2;
/** Class flag: a rule names a CIDR, so a verdict depends on addresses and is not kept by class. */
export const CLASS_FLAG_CIDR = 1;

// ── sessions[w]: header, buckets by inner key, buckets by wire key, rows ────────────────────────────────────────
export const SESSION_WORDS = 16; // one cache line
/** State in the low byte, generation in the next: see SESSION_STATE_*. */
export const SESSION_STATE = 0;
/** Bit per flow that the switches may hold. Any worker sets a bit by compare-and-swap from a non-zero value; the
 * owner clears bits and frees the row when none is left. */
export const SESSION_LIVE = 1;
export const SESSION_SOURCE = 2; // endpoint row that opened the session
export const SESSION_TARGET = 3; // endpoint row
export const SESSION_PORTS = 4; // source << 16 | target; for ICMP echo the first identifier, 0 for coarse ones
export const SESSION_PROTOCOL = 5; // IP protocol; 0 = every protocol (a coarse session)
export const SESSION_WIRE_PORTS = 6; // source << 16 | target; for ICMP echo the code; 0 on one host
export const SESSION_SLOTS = 7; // source slot << 16 | target slot
export const SESSION_SHAPE = 8; // see SHAPE_*
export const SESSION_CREATED_MS = 9; // uint32 milliseconds on the shared clock
export const SESSION_VERSION = 10; // policy version it was last judged by
export const SESSION_NEXT_INNER = 11; // row + 1
export const SESSION_NEXT_WIRE = 12; // row + 1
export const SESSION_PACKETS = 13; // uint32, from FlowRemoved
export const SESSION_BYTES = 14; // Float32 bits, from FlowRemoved
export const SESSION_STATE_FREE = 0;
export const SESSION_STATE_OPEN = 1;
/** No longer allowed: its flows are being deleted, its wire key stays leased until they are known to be gone. */
export const SESSION_STATE_REVOKED = 2;
/** Linked, but not in force before its owner has seen that no other worker has the same one. */
export const SESSION_STATE_OPENING = 3;
/** Shape: bit 0 routed (MACs rewritten, TTL decremented), bit 1 across hosts. */
export const SHAPE_ROUTED = 1;
export const SHAPE_ACROSS = 2;

export const SESSIONS_HEADER_WORDS = 64;
export const SESSIONS_USED = 0; // rows in use, written by the owner
export const SESSIONS_DELETIONS = 1; // grows with each unlinking: a reader of another thread that missed looks again
export const SESSIONS_HIGH_WATER = 2; // rows ever used: a sweep stops here
export const SESSIONS_FREE = 3; // row + 1 of the row freed last, 0 = none; free rows are chained by SESSION_NEXT_INNER
/** Generation that rows start from: random, so that an earlier process's cookies do not fit this one's sessions. */
export const SESSIONS_FIRST_GENERATION = 4; // written by main once
export const SESSIONS_REVOKED_ROWS = 5; // sessions revoked and not closed yet, written by the owner
export const SESSIONS_REPEAT_MS = 6; // how long until their deletes are repeated, and …
export const SESSIONS_REPEAT_AT_MS = 7; // … when next, on the shared clock
/** Sessions whose last flow another worker took away, which only the owner may free: counted up by them, taken to 0 by the owner's next sweep. */
export const SESSIONS_ORPHANS = 8;

/** Sizes that a configuration may choose. Each is a bound with a counter for what it turned away. */
export interface MemoryConfig {
  readonly workers: number;
  readonly endpointRows: number;
  readonly networkRows: number;
  readonly classRows: number;
  readonly pairRows: number;
  readonly heapWords: number;
  /** A power of two: rows of each worker's session table. */
  readonly sessionRows: number;
  /** A power of two: sets of four addresses that each worker's learning switches remember. */
  readonly macSets: number;
  readonly ingressBytes: number;
  readonly egressBytes: number;
  readonly controlBytes: number;
}

/** The blocks; structured clone shares them with a thread. */
export interface SharedMemory {
  readonly config: MemoryConfig;
  readonly board: SharedArrayBuffer;
  readonly datapaths: SharedArrayBuffer;
  readonly hosts: SharedArrayBuffer;
  readonly endpoints: SharedArrayBuffer;
  /** For each endpoint row the last version in which something changed that its sessions may depend on. */
  readonly touched: SharedArrayBuffer;
  /** The last endpoint rows that were touched, each with the version, round and round. Written by main, read by workers. */
  readonly touchedLog: SharedArrayBuffer;
  readonly networks: SharedArrayBuffer;
  readonly ports: SharedArrayBuffer;
  readonly addresses: SharedArrayBuffer;
  readonly pairs: SharedArrayBuffer;
  readonly classes: SharedArrayBuffer;
  readonly heap: SharedArrayBuffer;
  readonly sessions: readonly SharedArrayBuffer[];
  /** One per worker, then the channel's, then main's. */
  readonly counters: readonly SharedArrayBuffer[];
  /** One per worker, then the channel's. */
  readonly latency: readonly SharedArrayBuffer[];
  readonly ingress: readonly SharedArrayBuffer[];
  readonly egress: readonly SharedArrayBuffer[];
  readonly macs: readonly SharedArrayBuffer[];
  readonly commands: readonly SharedArrayBuffer[];
  readonly events: readonly SharedArrayBuffer[];
  readonly control: SharedArrayBuffer;
  readonly outbound: SharedArrayBuffer;
}

/** Every block. */
export function blocksOf(memory: SharedMemory): SharedArrayBuffer[] {
  const { config: _, ...blocks } = memory;
  return Object.values(blocks).flat();
}

/** Words of a hash table for `rows` entries: at most half full. @see hash-table.ts */
export function hashTableWords(rows: number): number {
  return 4 * 2 ** Math.ceil(Math.log2(Math.max(16, rows * 2)));
}

/** Words of one worker's addresses: a flag for each datapath slot, then sets of four entries. @see mac-table.ts */
export function macWords(sets: number): number {
  return DATAPATH_SLOTS + sets * 16;
}

/** Words of one worker's session block. @see session-table.ts */
export function sessionWords(rows: number): number {
  return SESSIONS_HEADER_WORDS + 2 * rows + rows * SESSION_WORDS + 2 * rows;
}

function sessionBlock(rows: number, firstGeneration: number): SharedArrayBuffer {
  const block = new SharedArrayBuffer(sessionWords(rows) * 4);
  new Int32Array(block)[SESSIONS_FIRST_GENERATION] = firstGeneration;
  return block;
}

/** Float64 words of one stage's histogram, and bytes of a block of all six. @see latency.ts */
export const LATENCY_STAGE_WORDS = 872;
export const LATENCY_BLOCK_BYTES = 6 * LATENCY_STAGE_WORDS * 8;
/** Words of a counter block: Float64, so that a count never wraps. */
export const COUNTER_BLOCK_BYTES = 8 * 128;
/**
 * Data bytes that a ring of OpenFlow messages has at least: it must surely take the longest record, 64 KiB and its header,
 * and that may be half of it. @see ring.ts
 */
export const RING_BYTES_MIN = 256 * 1024;
/** Bytes before a ring's data: head, tail and their own cache lines. @see ring.ts */
export const RING_HEADER_BYTES = 256;

/**
 * Allocates every block. Called once by the main thread. Pages are committed by the kernel when first touched, so
 * generous bounds cost address space, not memory.
 * @param firstGeneration of every session row, 0..255: see SESSIONS_FIRST_GENERATION
 */
export function allocateMemory(config: MemoryConfig, firstGeneration = randomInt(256)): SharedMemory {
  invariant(config.workers >= 1 && config.workers <= WORKERS_MAX, `workers are 1..${WORKERS_MAX}`);
  for (const size of [
    config.sessionRows,
    config.macSets,
    config.ingressBytes,
    config.egressBytes,
    config.controlBytes,
  ]) {
    invariant((size & (size - 1)) === 0, `${size} must be a power of two`);
  }
  const words = (count: number) => new SharedArrayBuffer(count * 4);
  const perWorker = (make: () => SharedArrayBuffer) => Array.from({ length: config.workers }, make);
  const ring = (bytes: number) => new SharedArrayBuffer(RING_HEADER_BYTES + bytes);
  return {
    config,
    board: words(BOARD_WORDS),
    datapaths: words(DATAPATH_SLOTS * DATAPATH_WORDS),
    hosts: words(HOST_SLOTS * HOST_WORDS),
    endpoints: words(config.endpointRows * ENDPOINT_WORDS),
    touched: words(config.endpointRows),
    touchedLog: words(2 * TOUCHED_LOG_ENTRIES),
    networks: words(config.networkRows * NETWORK_WORDS),
    ports: words(hashTableWords(config.endpointRows)),
    addresses: words(hashTableWords(config.endpointRows + config.networkRows + HOST_SLOTS)),
    pairs: words(hashTableWords(config.pairRows)),
    classes: words(config.classRows),
    heap: words(config.heapWords),
    sessions: perWorker(() => sessionBlock(config.sessionRows, firstGeneration)),
    counters: Array.from({ length: config.workers + 2 }, () => new SharedArrayBuffer(COUNTER_BLOCK_BYTES)),
    latency: Array.from({ length: config.workers + 1 }, () => new SharedArrayBuffer(LATENCY_BLOCK_BYTES)),
    ingress: perWorker(() => ring(config.ingressBytes)),
    egress: perWorker(() => ring(config.egressBytes)),
    macs: perWorker(() => words(macWords(config.macSets))),
    commands: perWorker(() => ring(config.controlBytes)),
    events: perWorker(() => ring(config.controlBytes)),
    control: ring(config.controlBytes),
    outbound: ring(config.controlBytes),
  };
}
