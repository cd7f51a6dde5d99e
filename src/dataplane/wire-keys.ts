// Wire keys: what tells one session between two hosts from another on the underlay (DESIGN 3.5). For TCP, UDP and
// SCTP a source port of this worker's share of the pool and the inner destination port; for ICMP echo a code. A key
// is free when no session of this worker holds it: the session table is the lease, so nothing else is kept.
// Worker thread only; hot: no allocation, no throw, a bounded number of probes.

import { hashPair } from '#shm/hash-table.ts';
import type { SessionTableOwner } from '#shm/session-table.ts';

const IP_PROTO_ICMP = 1;
/** Source ports tried before the destination port becomes part of the key too. */
const PROBES = 32;
/** Other destination ports tried, PROBES source ports each, before the key space counts as exhausted. */
const OVERFLOWS = 8;
const CODES = 255;

export class WireKeys {
  readonly #sessions: SessionTableOwner;
  readonly #worker: number;
  readonly #workers: number;
  readonly #poolFirst: number;
  readonly #poolSize: number;
  readonly #share: number;
  /** Turns through the share, so that a key just given back is used again last. */
  #cursor = 0;
  #codeCursor = 0;
  /** Whether the key that was given away last needed another destination port. */
  overflowed = false;

  constructor(sessions: SessionTableOwner, worker: number, workers: number, poolFirst: number, poolSize: number) {
    this.#sessions = sessions;
    this.#worker = worker;
    this.#workers = workers;
    this.#poolFirst = poolFirst;
    this.#poolSize = poolSize;
    this.#share = Math.floor(poolSize / workers);
  }

  /** Whether a port lies in the pool. */
  inPool(port: number): boolean {
    return port >= this.#poolFirst && port < this.#poolFirst + this.#poolSize;
  }

  /** The worker whose share a wire source port is in. */
  ownerOfPort(port: number): number {
    return Math.min(this.#workers - 1, Math.floor((port - this.#poolFirst) / this.#share));
  }

  /** The worker that gives an ICMP code away. */
  ownerOfCode(code: number): number {
    return (code - 1) % this.#workers;
  }

  /**
   * Finds a free key.
   * @param slots source slot << 16 | target slot
   * @param port inner destination port
   * @returns wire ports, source << 16 | target (ICMP echo: the code), as an int32; 0 when no key is free
   */
  allocate(slots: number, protocol: number, port: number): number {
    if (protocol === IP_PROTO_ICMP) return this.#allocateCode(slots);
    // A destination port inside the pool would be taken for the other direction's source port.
    let target = this.inPool(port) ? port ^ 0x8000 : port;
    for (let overflow = 0; overflow <= OVERFLOWS; overflow++) {
      for (let probe = 0; probe < PROBES; probe++) {
        const source = this.#poolFirst + this.#worker * this.#share + this.#cursor;
        this.#cursor = this.#cursor + 1 < this.#share ? this.#cursor + 1 : 0;
        const ports = (source << 16) | target;
        if (!this.#sessions.wireTaken(slots, protocol, ports)) {
          this.overflowed = overflow > 0;
          return ports;
        }
      }
      // 1024..1024+32767 lies below the pool, which is an aligned block in the upper half.
      target = 1024 + (hashPair(slots ^ this.#cursor, port + overflow) & 0x7fff);
      if (this.inPool(target)) target ^= 0x8000;
    }
    return 0;
  }

  /** The key that `allocate` will try first for a session of TCP, UDP or SCTP, `ahead` such sessions from now. */
  foreseen(ahead: number, port: number): number {
    const target = this.inPool(port) ? port ^ 0x8000 : port;
    return ((this.#poolFirst + this.#worker * this.#share + ((this.#cursor + ahead) % this.#share)) << 16) | target;
  }

  #allocateCode(slots: number): number {
    for (let probe = 0; probe < CODES; probe += this.#workers) {
      const code = 1 + this.#worker + this.#codeCursor;
      this.#codeCursor += this.#workers;
      if (1 + this.#worker + this.#codeCursor > CODES) this.#codeCursor = 0;
      if (code <= CODES && !this.#sessions.wireTaken(slots, IP_PROTO_ICMP, code)) return code;
    }
    return 0;
  }
}
