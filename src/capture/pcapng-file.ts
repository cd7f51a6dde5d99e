// The capture file of Wireshark (draft-ietf-opsawg-pcapng): blocks with their length at both ends. A section header begins a
// section with a byte order of its own; interfaces are described before the packets that name them by number. What is
// neither is passed over, however long, without being held. Any thread.
//
//     0      4        8                    length - 4   length
//     ┌──────┬────────┬────────────────────┬────────┐
//     │ type │ length │ body …             │ length │
//     └──────┴────────┴────────────────────┴────────┘
//     section header:      magic 32, major 16, minor 16, section length 64, options
//     interface:           link type 16, reserved 16, snaplen 32, options
//     enhanced packet:     interface 32, time high 32, time low 32, captured 32, on wire 32, bytes, options
//     simple packet:       on wire 32, bytes                                     no time; the first interface
//     packet (obsolete):   interface 16, drops 16, time high 32, time low 32, captured 32, on wire 32, bytes, options
import { read16, read32 } from './byte-order.ts';
import type { ByteQueue } from './byte-queue.ts';
import { type CapturedPacket, LINKTYPE_UNDESCRIBED, PACKET_BYTES_MAX, type PacketReader } from './captured-packet.ts';

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE = 1;
const PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const BODY_AT = 8;
/** Type and the two lengths. */
const BLOCK_BYTES_MIN = 12;
const SECTION_HEADER_BYTES_MIN = 28;
const MAJOR = 1;
/** A packet with its options; a longer block of those that are read is damaged. */
const BLOCK_BYTES_MAX = 4 * PACKET_BYTES_MAX;
const INTERFACES_MAX = 65_536;

const OPTION_END = 0;
const OPTION_IF_TSRESOL = 9;
const OPTION_IF_TSOFFSET = 14;
const NS_PER_SECOND = 1_000_000_000n;

/** One interface, as far as its packets depend on it. */
interface CaptureInterface {
  readonly linkType: number;
  readonly snaplen: number;
  /** Units of time that make a second. */
  readonly unitsPerSecond: bigint;
  readonly offsetNs: bigint;
}

/** @returns true when a file of this format begins with these four bytes */
export function isPcapngMagic(bytes: Uint8Array, at: number): boolean {
  return read32(bytes, at, false) === SECTION_HEADER;
}

export class PcapngFile implements PacketReader {
  readonly #queue: ByteQueue;
  damage: string | undefined;
  #isLittle = false;
  #interfaces: CaptureInterface[] = [];
  /** Bytes of a block that is passed over, still to come. */
  #toSkip = 0;
  #timeDigits = 6;

  /** @param queue its first four bytes are the type of a section header */
  constructor(queue: ByteQueue) {
    this.#queue = queue;
  }

  get timeDigits(): number {
    return this.#timeDigits;
  }

  get isInside(): boolean {
    return this.#toSkip > 0;
  }

  next(): CapturedPacket | undefined {
    while (this.damage === undefined && this.#passOver()) {
      const { bytes, at, length } = this.#queue;
      if (length < BLOCK_BYTES_MIN) return undefined;
      const isSection = read32(bytes, at, false) === SECTION_HEADER;
      if (isSection && !this.#readByteOrder(bytes, at + BODY_AT)) return undefined;
      const type = read32(bytes, at, this.#isLittle);
      const blockBytes = read32(bytes, at + 4, this.#isLittle);
      if (blockBytes < BLOCK_BYTES_MIN || blockBytes % 4 !== 0) {
        this.damage = `a block of ${blockBytes} bytes, expected at least ${BLOCK_BYTES_MIN} and a multiple of 4`;
        return undefined;
      }
      if (!isSection && !isRead(type)) {
        this.#toSkip = blockBytes;
        continue;
      }
      if (blockBytes > BLOCK_BYTES_MAX) {
        this.damage = `a block of ${blockBytes} bytes, expected at most ${BLOCK_BYTES_MAX}`;
        return undefined;
      }
      if (length < blockBytes) return undefined;
      const end = at + blockBytes - 4;
      const lastLength = read32(bytes, end, this.#isLittle);
      if (lastLength !== blockBytes) {
        this.damage = `a block of ${blockBytes} bytes that ends as one of ${lastLength}`;
        return undefined;
      }
      this.#queue.skip(blockBytes);
      const packet = this.#readBlock(type, bytes, at + BODY_AT, end);
      if (packet !== undefined) return packet;
    }
    return undefined;
  }

  unfinished(): string {
    return 'a block';
  }

  /** @returns true when the block that is passed over is over */
  #passOver(): boolean {
    const count = Math.min(this.#toSkip, this.#queue.length);
    this.#queue.skip(count);
    this.#toSkip -= count;
    return this.#toSkip === 0;
  }

  #readByteOrder(bytes: Uint8Array, at: number): boolean {
    const order = [true, false].find((isLittle) => read32(bytes, at, isLittle) === BYTE_ORDER_MAGIC);
    if (order === undefined) this.damage = 'a section header whose byte order is neither of the two';
    else this.#isLittle = order;
    return order !== undefined;
  }

  // A block always has 4 bytes behind its head, if only those of the length at its end: enough to read an interface's number.
  #readBlock(type: number, bytes: Uint8Array, at: number, end: number): CapturedPacket | undefined {
    if (type === ENHANCED_PACKET) return this.#readPacket(bytes, at, end, read32(bytes, at, this.#isLittle));
    if (type === PACKET) return this.#readPacket(bytes, at, end, read16(bytes, at, this.#isLittle));
    if (type === SIMPLE_PACKET) return this.#readSimplePacket(bytes, at, end);
    if (type === INTERFACE) this.#readInterface(bytes, at, end);
    else this.#readSection(bytes, at, end);
    return undefined;
  }

  #readSection(bytes: Uint8Array, at: number, end: number): void {
    this.#interfaces = [];
    const isWhole = end - at >= SECTION_HEADER_BYTES_MIN - BLOCK_BYTES_MIN;
    const major = isWhole ? read16(bytes, at + 4, this.#isLittle) : 0;
    if (major !== MAJOR) this.damage = `version ${major} of the file format, expected ${MAJOR}`;
  }

  #readInterface(bytes: Uint8Array, at: number, end: number): void {
    if (this.#interfaces.length === INTERFACES_MAX) {
      this.damage = `more than ${INTERFACES_MAX} interfaces`;
      return;
    }
    if (end - at < 8) {
      this.damage = 'an interface that is cut short';
      return;
    }
    let resolution = 6;
    let offsetSeconds = 0n;
    let option = at + 8;
    while (option + 4 <= end) {
      const code = read16(bytes, option, this.#isLittle);
      const length = read16(bytes, option + 2, this.#isLittle);
      const value = option + 4;
      if (code === OPTION_END || value + length > end) break;
      if (code === OPTION_IF_TSRESOL && length === 1) resolution = bytes[value]!;
      if (code === OPTION_IF_TSOFFSET && length === 8) {
        offsetSeconds = BigInt.asIntN(64, read64(bytes, value, this.#isLittle));
      }
      option = value + Math.ceil(length / 4) * 4;
    }
    // The first bit tells powers of 2 from powers of 10.
    const exponent = BigInt(resolution & 0x7f);
    const unitsPerSecond = resolution & 0x80 ? 1n << exponent : 10n ** exponent;
    if (unitsPerSecond > 1_000_000n) this.#timeDigits = 9;
    this.#interfaces.push({
      linkType: read16(bytes, at, this.#isLittle),
      snaplen: read32(bytes, at + 4, this.#isLittle),
      unitsPerSecond,
      offsetNs: offsetSeconds * NS_PER_SECOND,
    });
  }

  /** The enhanced and the obsolete packet differ only in their first 32 bits. */
  #readPacket(bytes: Uint8Array, at: number, end: number, interfaceNumber: number): CapturedPacket {
    const face = this.#interfaces[interfaceNumber];
    if (end - at < 20) return emptyPacket(bytes, at);
    const captured = read32(bytes, at + 12, this.#isLittle);
    const start = at + 20;
    if (captured > end - start) return emptyPacket(bytes, at);
    const high = read32(bytes, at + 4, this.#isLittle);
    const low = read32(bytes, at + 8, this.#isLittle);
    return {
      bytes,
      at: start,
      end: start + captured,
      linkType: face?.linkType ?? LINKTYPE_UNDESCRIBED,
      timeNs: face === undefined ? undefined : timeOf(face, high, low),
    };
  }

  #readSimplePacket(bytes: Uint8Array, at: number, end: number): CapturedPacket {
    const face = this.#interfaces[0];
    if (end - at < 4) return emptyPacket(bytes, at);
    const start = at + 4;
    const onWire = read32(bytes, at, this.#isLittle);
    const limit = face === undefined || face.snaplen === 0 ? onWire : Math.min(onWire, face.snaplen);
    const captured = Math.min(limit, end - start);
    return {
      bytes,
      at: start,
      end: start + captured,
      linkType: face?.linkType ?? LINKTYPE_UNDESCRIBED,
      timeNs: undefined,
    };
  }
}

function isRead(type: number): boolean {
  return type === ENHANCED_PACKET || type === INTERFACE || type === SIMPLE_PACKET || type === PACKET;
}

/** A block whose inside is damaged is a packet of nothing: it is counted, and the next block is found all the same. */
function emptyPacket(bytes: Uint8Array, at: number): CapturedPacket {
  return { bytes, at, end: at, linkType: LINKTYPE_UNDESCRIBED, timeNs: undefined };
}

function timeOf(face: CaptureInterface, high: number, low: number): bigint {
  const units = (BigInt(high) << 32n) | BigInt(low);
  return (units * NS_PER_SECOND) / face.unitsPerSecond + face.offsetNs;
}

function read64(bytes: Uint8Array, at: number, isLittle: boolean): bigint {
  const first = BigInt(read32(bytes, at, isLittle));
  const second = BigInt(read32(bytes, at + 4, isLittle));
  return isLittle ? (second << 32n) | first : (first << 32n) | second;
}
