// Captures made for tests: packets in the classic format and in pcapng, in either byte order, and what stands around a TCP
// segment in them. Checksums are left out.
import { buildTcp } from '#wire/frame.ts';
import { TCP_ACK } from '#wire/tcp.ts';

export const SWITCH = { mac: '02:00:00:00:00:01', ip: '10.0.0.1', port: 40_000 };
export const CONTROLLER = { mac: '02:00:00:00:00:02', ip: '10.0.0.2', port: 6653 };
export const EMPTY: Uint8Array = new Uint8Array(0);

/** A packet as a test gives it. */
export interface TestPacket {
  readonly bytes: Uint8Array;
  /** Nanoseconds since 1970. */
  readonly timeNs?: bigint;
  /** What was on the wire, where the capture cut it. */
  readonly wireBytes?: number;
}

export interface PcapShape {
  readonly isLittle?: boolean;
  readonly isNanoseconds?: boolean;
  readonly linkType?: number;
}

const NS = 1_000_000_000n;

/** A classic capture; little endian, microseconds and Ethernet unless told otherwise. */
export function pcapOf(packets: readonly TestPacket[], shape: PcapShape = {}): Uint8Array {
  const { isLittle = true, isNanoseconds = false, linkType = 1 } = shape;
  const header = words(isLittle, isNanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, 0, 0, 0, 262_144, linkType);
  header.set(shorts(isLittle, 2, 4), 4);
  const records = packets.map(({ bytes, timeNs = 0n, wireBytes = bytes.length }) => {
    const fraction = Number(timeNs % NS);
    const units = isNanoseconds ? fraction : Math.floor(fraction / 1000);
    return join(words(isLittle, Number(timeNs / NS), units, bytes.length, wireBytes), bytes);
  });
  return join(header, ...records);
}

export interface PcapngShape {
  readonly isLittle?: boolean;
  readonly linkType?: number;
  /** if_tsresol; left out: the option is left out, and times are microseconds. */
  readonly resolution?: number;
  /** Units of time in a second, as the resolution says. */
  readonly unitsPerSecond?: bigint;
  readonly offsetSeconds?: bigint;
}

/** A pcapng capture of one section and one interface, a packet an enhanced packet block. */
export function pcapngOf(packets: readonly TestPacket[], shape: PcapngShape = {}): Uint8Array {
  const { isLittle = true, unitsPerSecond = 1_000_000n } = shape;
  const blocks = packets.map((packet) => enhancedPacket(packet, isLittle, unitsPerSecond));
  return join(sectionHeader(isLittle), interfaceBlock(shape), ...blocks);
}

export function sectionHeader(isLittle = true): Uint8Array {
  return block(
    0x0a0d0d0a,
    join(words(isLittle, 0x1a2b3c4d), shorts(isLittle, 1, 0), new Uint8Array(8).fill(0xff)),
    isLittle,
  );
}

export function interfaceBlock(shape: PcapngShape = {}): Uint8Array {
  const { isLittle = true, linkType = 1, resolution, offsetSeconds } = shape;
  const options = [
    ...(resolution === undefined ? [] : [option(9, Uint8Array.of(resolution), isLittle)]),
    ...(offsetSeconds === undefined ? [] : [option(14, long(offsetSeconds, isLittle), isLittle)]),
    option(0, EMPTY, isLittle),
  ];
  return block(1, join(shorts(isLittle, linkType, 0), words(isLittle, 262_144), ...options), isLittle);
}

export function enhancedPacket(packet: TestPacket, isLittle = true, unitsPerSecond = 1_000_000n, face = 0): Uint8Array {
  const { bytes, timeNs = 0n, wireBytes = bytes.length } = packet;
  const units = (timeNs * unitsPerSecond) / NS;
  const time = [Number(units >> 32n), Number(units & 0xffff_ffffn)];
  return block(6, join(words(isLittle, face, ...time, bytes.length, wireBytes), padded(bytes)), isLittle);
}

/** Any block of pcapng: its body is padded to 4 bytes. */
export function block(type: number, body: Uint8Array, isLittle = true): Uint8Array {
  const whole = padded(body);
  const length = whole.length + 12;
  return join(words(isLittle, type, length), whole, words(isLittle, length));
}

function option(code: number, value: Uint8Array, isLittle: boolean): Uint8Array {
  return join(shorts(isLittle, code, value.length), padded(value));
}

/** An Ethernet frame of a segment from the switch to the controller. */
export function fromSwitch(payload: Uint8Array, sequence = 1, flags = TCP_ACK, ack = 0): Uint8Array {
  return buildTcp({ source: SWITCH, target: CONTROLLER, payload }, flags, sequence, ack);
}

/** The other direction. */
export function fromController(payload: Uint8Array, sequence = 1, flags = TCP_ACK, ack = 0): Uint8Array {
  return buildTcp({ source: CONTROLLER, target: SWITCH, payload }, flags, sequence, ack);
}

export function words(isLittle: boolean, ...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(4 * index, value, isLittle);
  return bytes;
}

export function shorts(isLittle: boolean, ...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint16(2 * index, value, isLittle);
  return bytes;
}

function long(value: bigint, isLittle: boolean): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, value, isLittle);
  return bytes;
}

function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  whole.set(bytes);
  return whole;
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
