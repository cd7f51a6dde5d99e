// Who sits in which datapath slot: a host's slot is its row in the inventory's table, a learned datapath gets a free
// one and finds it again when it comes back. Channel thread only; cold.

import type { Connection } from '#channel/connection.ts';
import type { Tally } from '#channel/tally.ts';
import { WorkerLoads } from '#channel/worker-loads.ts';
import { DUPLICATE_DPIDS } from '#shm/counters.ts';
import {
  DATAPATH_DENIED,
  DATAPATH_DPID_HI,
  DATAPATH_DPID_LO,
  DATAPATH_GENERATION,
  DATAPATH_SERVED_BY,
  DATAPATH_SLOTS,
  DATAPATH_VERSION,
  DATAPATH_WORDS,
  DATAPATH_WORKER,
  HOST_DPID_HI,
  HOST_DPID_LO,
  HOST_SLOTS,
  HOST_STATE,
  HOST_STATE_FREE,
  HOST_WORDS,
  type SharedMemory,
} from '#shm/layout.ts';

export class SlotTable {
  /** The connection of each slot that has one. */
  readonly bySlot: (Connection | undefined)[] = new Array(DATAPATH_SLOTS).fill(undefined);
  readonly #learn: boolean;
  readonly #tally: Tally;
  readonly #hosts: Int32Array;
  readonly #datapaths: Int32Array;
  readonly #loads: WorkerLoads;
  /** By slot: the tick of the loads at which its connection came. */
  readonly #joinedAt = new Float64Array(DATAPATH_SLOTS);
  /** Slots of learned datapaths by dpid, in the order in which they were last given: the oldest free one is reused. */
  readonly #learned = new Map<string, number>();
  #nextLearned = HOST_SLOTS;

  constructor(memory: SharedMemory, learn: boolean, tally: Tally) {
    this.#learn = learn;
    this.#tally = tally;
    this.#hosts = new Int32Array(memory.hosts);
    this.#datapaths = new Int32Array(memory.datapaths);
    this.#loads = new WorkerLoads(memory);
  }

  /** Looks at what workers have to do. Called at each tick of the channel. */
  look(): void {
    this.#loads.look();
  }

  /**
   * Gives a connection its slot and worker.
   * @param probe asked to see whether the connection that holds the dpid is alive
   * @returns why it is refused, or undefined
   */
  take(connection: Connection, probe: (other: Connection) => void): string | undefined {
    const dpid = dpidText(connection.dpidHi, connection.dpidLo);
    let slot = this.#hostSlot(connection.dpidHi, connection.dpidLo);
    if (slot >= 0 && connection.version !== 4) {
      return `dpid ${dpid} is a host of the inventory and speaks OpenFlow 1.0; hosts need 1.3 (protocols=OpenFlow13)`;
    }
    if (slot < 0) {
      if (!this.#learn) {
        return `dpid ${dpid} is no host of the inventory; add it there, or start with --learn`;
      }
      slot = this.#learnedSlot(dpid);
      if (slot < 0) return `${DATAPATH_SLOTS - HOST_SLOTS} learned datapaths are connected already`;
    }
    const other = this.bySlot[slot];
    if (other !== undefined) {
      this.#tally.count(DUPLICATE_DPIDS, 1);
      probe(other);
      return `dpid ${dpid} is connected already, from ${other.peer}`;
    }
    connection.slot = slot;
    connection.worker = this.#loads.join();
    this.#joinedAt[slot] = this.#loads.tick;
    this.bySlot[slot] = connection;
    const row = slot * DATAPATH_WORDS;
    this.#datapaths[row + DATAPATH_VERSION] = connection.version;
    this.#datapaths[row + DATAPATH_WORKER] = connection.worker;
    this.#datapaths[row + DATAPATH_DPID_HI] = connection.dpidHi | 0;
    this.#datapaths[row + DATAPATH_DPID_LO] = connection.dpidLo | 0;
    this.#datapaths[row + DATAPATH_DENIED] = 1; // by whoever was its worker before
    const servedBy = this.#datapaths[row + DATAPATH_SERVED_BY]! | (1 << connection.worker);
    // Shows workers whose sessions to look at, before the first PacketIn can open one (dataplane/sessions.ts).
    Atomics.store(this.#datapaths, row + DATAPATH_SERVED_BY, servedBy);
    // Publishes the row: whoever sees the generation may send.
    Atomics.store(this.#datapaths, row + DATAPATH_GENERATION, connection.generation);
    return undefined;
  }

  /** Takes a closed connection's slot back; the row keeps its dpid for when it returns. */
  release(connection: Connection): void {
    if (this.bySlot[connection.slot] !== connection) return;
    // From here on workers do not send to it.
    Atomics.store(this.#datapaths, connection.slot * DATAPATH_WORDS + DATAPATH_GENERATION, 0);
    this.bySlot[connection.slot] = undefined;
    this.#loads.leave(connection.worker, this.#joinedAt[connection.slot]!);
  }

  #hostSlot(dpidHi: number, dpidLo: number): number {
    for (let slot = 0; slot < HOST_SLOTS; slot++) {
      const row = slot * HOST_WORDS;
      if (
        Atomics.load(this.#hosts, row + HOST_STATE) !== HOST_STATE_FREE &&
        this.#hosts[row + HOST_DPID_HI] === (dpidHi | 0) &&
        this.#hosts[row + HOST_DPID_LO] === (dpidLo | 0)
      ) {
        return slot;
      }
    }
    return -1;
  }

  #learnedSlot(dpid: string): number {
    const known = this.#learned.get(dpid);
    if (known !== undefined) {
      this.#learned.delete(dpid);
      this.#learned.set(dpid, known);
      return known;
    }
    if (this.#nextLearned < DATAPATH_SLOTS) {
      this.#learned.set(dpid, this.#nextLearned);
      return this.#nextLearned++;
    }
    for (const [oldDpid, slot] of this.#learned) {
      if (this.bySlot[slot] !== undefined) continue;
      this.#learned.delete(oldDpid);
      this.#learned.set(dpid, slot);
      return slot;
    }
    return -1;
  }
}

function dpidText(hi: number, lo: number): string {
  return (hi >>> 0).toString(16).padStart(8, '0') + (lo >>> 0).toString(16).padStart(8, '0');
}
