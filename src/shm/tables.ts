// The tables that control publishes, as a reader sees them. Any thread; no allocation after construction.

import { HashTable } from '#shm/hash-table.ts';
import { BOARD_VERSION, type SharedMemory } from '#shm/layout.ts';

export class Tables {
  readonly board: Int32Array;
  readonly datapaths: Int32Array;
  readonly hosts: Int32Array;
  readonly endpoints: Int32Array;
  readonly touched: Int32Array;
  readonly touchedLog: Int32Array;
  readonly networks: Int32Array;
  readonly classes: Int32Array;
  readonly heap: Int32Array;
  readonly ports: HashTable;
  readonly addresses: HashTable;
  readonly pairs: HashTable;

  constructor(memory: SharedMemory) {
    this.board = new Int32Array(memory.board);
    this.datapaths = new Int32Array(memory.datapaths);
    this.hosts = new Int32Array(memory.hosts);
    this.endpoints = new Int32Array(memory.endpoints);
    this.touched = new Int32Array(memory.touched);
    this.touchedLog = new Int32Array(memory.touchedLog);
    this.networks = new Int32Array(memory.networks);
    this.classes = new Int32Array(memory.classes);
    this.heap = new Int32Array(memory.heap);
    this.ports = new HashTable(memory.ports);
    this.addresses = new HashTable(memory.addresses);
    this.pairs = new HashTable(memory.pairs);
  }

  /** The policy version that is published. */
  get version(): number {
    return Atomics.load(this.board, BOARD_VERSION);
  }
}
