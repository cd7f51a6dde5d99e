// The connections of a capture by their two ends. Ports that are used again make another connection. Their number is bounded:
// the one that was used longest ago makes room, and what waited in it is given out. Any thread.
import { ipv4, ipv6 } from '#openflow/address.ts';
import { Reader } from '#openflow/reader.ts';
import { get32 } from '#wire/big-endian.ts';
import { Connection, type ConnectionSink, type SegmentOutcome, type Side } from './connection.ts';
import type { IpDatagram } from './ip-datagram.ts';
import type { MemoryBudget } from './memory-budget.ts';
import type { TcpSegment } from './tcp-segment.ts';

export class ConnectionTable {
  readonly #ports: ReadonlySet<number>;
  readonly #limit: number;
  readonly #memory: MemoryBudget;
  readonly #sink: ConnectionSink;
  /** In the order in which they were last used. */
  readonly #connections = new Map<string, Connection>();
  #lastKey = '';
  /** Connections there were. */
  opened = 0;
  /** Connections that made room for others. */
  evicted = 0;
  /** Segments sent again, and segments that came early, of the connections that are no longer here. */
  #retransmissions = 0;
  #outOfOrder = 0;

  /**
   * @param ports the end that has one of them is the one that OpenFlow's peers connect to
   * @param limit of connections at a time
   */
  constructor(ports: ReadonlySet<number>, limit: number, memory: MemoryBudget, sink: ConnectionSink) {
    this.#ports = ports;
    this.#limit = limit;
    this.#memory = memory;
    this.#sink = sink;
  }

  get retransmissions(): number {
    return sum(this.#connections, 'retransmissions') + this.#retransmissions;
  }

  get outOfOrder(): number {
    return sum(this.#connections, 'outOfOrder') + this.#outOfOrder;
  }

  /** Takes a segment. @returns undefined when neither port is OpenFlow's */
  take(datagram: IpDatagram, segment: TcpSegment, timeNs: bigint | undefined): SegmentOutcome | undefined {
    const isToPort = this.#ports.has(segment.targetPort);
    const isFromPort = this.#ports.has(segment.sourcePort);
    if (!isToPort && !isFromPort) return undefined;
    const source = endKey(datagram, datagram.sourceAt, segment.sourcePort);
    const target = endKey(datagram, datagram.targetAt, segment.targetPort);
    // Where both are OpenFlow's, any order will do that is the same both ways.
    const side: Side = (isFromPort && !isToPort) || (isFromPort && source < target) ? 0 : 1;
    const key = side === 0 ? `${source} ${target}` : `${target} ${source}`;
    const connection = this.#connections.get(key) ?? this.#open(key, datagram, segment, side, timeNs);
    if (key !== this.#lastKey) this.#touch(key, connection);
    const outcome = connection.take(segment, side, timeNs);
    if (outcome !== 'another connection') return outcome;
    this.#close(key, connection, 'another connection begins', timeNs);
    return this.#open(key, datagram, segment, side, timeNs).take(segment, side, timeNs);
  }

  /** Ends all connections, one at a time: what waited in one is given out before the next. */
  *finish(timeNs: bigint | undefined): Iterable<void> {
    for (const [key, connection] of this.#connections) {
      this.#close(key, connection, connection.isOver ? 'the stream ends' : 'the capture ends', timeNs);
      yield;
    }
  }

  #open(key: string, datagram: IpDatagram, segment: TcpSegment, side: Side, timeNs: bigint | undefined): Connection {
    for (const [oldest, connection] of this.#connections) {
      if (this.#connections.size < this.#limit) break;
      this.evicted++;
      this.#close(oldest, connection, 'given up for others', timeNs);
    }
    const source = endText(datagram, datagram.sourceAt, segment.sourcePort);
    const target = endText(datagram, datagram.targetAt, segment.targetPort);
    this.opened++;
    const addresses = side === 0 ? ([source, target] as const) : ([target, source] as const);
    const connection = new Connection(this.opened, addresses, this.#memory, this.#sink);
    this.#connections.set(key, connection);
    this.#lastKey = key;
    return connection;
  }

  #close(key: string, connection: Connection, why: string, timeNs: bigint | undefined): void {
    connection.finish(why, timeNs);
    this.#retransmissions += connection.retransmissions;
    this.#outOfOrder += connection.outOfOrder;
    this.#connections.delete(key);
  }

  #touch(key: string, connection: Connection): void {
    this.#connections.delete(key);
    this.#connections.set(key, connection);
    this.#lastKey = key;
  }
}

function sum(connections: ReadonlyMap<string, Connection>, field: 'retransmissions' | 'outOfOrder'): number {
  let total = 0;
  for (const connection of connections.values()) total += connection[field];
  return total;
}

/** The address's words and the port, for a map. */
function endKey({ bytes, addressBytes }: IpDatagram, at: number, port: number): string {
  if (addressBytes === 4) return `${get32(bytes, at)}:${port}`;
  return `${get32(bytes, at)},${get32(bytes, at + 4)},${get32(bytes, at + 8)},${get32(bytes, at + 12)}:${port}`;
}

/** `10.0.0.1:6653`, `[2001:db8::1]:6653`. */
function endText({ bytes, addressBytes }: IpDatagram, at: number, port: number): string {
  const reader = new Reader(bytes, at, at + addressBytes);
  return addressBytes === 4 ? `${ipv4.decode(reader)}:${port}` : `[${ipv6.decode(reader)}]:${port}`;
}
