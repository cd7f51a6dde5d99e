// The classic capture file of libpcap (draft-ietf-opsawg-pcap): one header, then records, in the byte order of the machine
// that wrote it, which the magic number tells, as it tells microseconds from nanoseconds. Any thread.
//
//     0       4       6       8       12      16      20      24
//     ┌───────┬───────┬───────┬───────┬───────┬───────┬───────┐
//     │ magic │ major │ minor │ unused│ unused│snaplen│ link  │      link: LINKTYPE in the low 16 bits
//     └───────┴───────┴───────┴───────┴───────┴───────┴───────┘
//     0       4       8       12      16
//     ┌───────┬───────┬───────┬───────┬──────
//     │seconds│µs/ns  │captur.│on wire│ bytes of the packet            a record
//     └───────┴───────┴───────┴───────┴──────
import { read16, read32 } from './byte-order.ts';
import type { ByteQueue } from './byte-queue.ts';
import { type CapturedPacket, PACKET_BYTES_MAX, type PacketReader } from './captured-packet.ts';

const MAGIC_MICROSECONDS = 0xa1b2c3d4;
const MAGIC_NANOSECONDS = 0xa1b23c4d;

const MAJOR_AT = 4;
const LINK_TYPE_AT = 20;
const FILE_HEADER_BYTES = 24;
const MAJOR = 2;

const FRACTION_AT = 4;
const CAPTURED_AT = 8;
const RECORD_HEADER_BYTES = 16;

/** @returns true when a classic capture begins with these four bytes */
export function isPcapMagic(bytes: Uint8Array, at: number): boolean {
  return [true, false].some((isLittle) => isMagic(read32(bytes, at, isLittle)));
}

export class PcapFile implements PacketReader {
  readonly #queue: ByteQueue;
  readonly isInside = false;
  damage: string | undefined;
  #isOpen = false;
  #isLittle = false;
  #nsPerUnit = 1000n;
  #linkType = 0;

  /** @param queue its first four bytes are the magic number */
  constructor(queue: ByteQueue) {
    this.#queue = queue;
  }

  get timeDigits(): number {
    return this.#nsPerUnit === 1n ? 9 : 6;
  }

  next(): CapturedPacket | undefined {
    if (this.damage !== undefined || (!this.#isOpen && !this.#readHeader())) return undefined;
    const { bytes, at, length } = this.#queue;
    if (length < RECORD_HEADER_BYTES) return undefined;
    const captured = read32(bytes, at + CAPTURED_AT, this.#isLittle);
    if (captured > PACKET_BYTES_MAX) {
      this.damage = `a record of ${captured} bytes, expected at most ${PACKET_BYTES_MAX}`;
      return undefined;
    }
    const start = at + RECORD_HEADER_BYTES;
    if (length < RECORD_HEADER_BYTES + captured) return undefined;
    this.#queue.skip(RECORD_HEADER_BYTES + captured);
    const seconds = read32(bytes, at, this.#isLittle);
    const fraction = read32(bytes, at + FRACTION_AT, this.#isLittle);
    const timeNs = BigInt(seconds) * 1_000_000_000n + BigInt(fraction) * this.#nsPerUnit;
    return { bytes, at: start, end: start + captured, linkType: this.#linkType, timeNs };
  }

  unfinished(): string {
    return this.#isOpen ? 'a record' : `the header of ${FILE_HEADER_BYTES} bytes`;
  }

  #readHeader(): boolean {
    const { bytes, at, length } = this.#queue;
    if (length < FILE_HEADER_BYTES) return false;
    this.#isLittle = isMagic(read32(bytes, at, true));
    if (read32(bytes, at, this.#isLittle) === MAGIC_NANOSECONDS) this.#nsPerUnit = 1n;
    const major = read16(bytes, at + MAJOR_AT, this.#isLittle);
    if (major !== MAJOR) {
      this.damage = `version ${major} of the file format, expected ${MAJOR}`;
      return false;
    }
    this.#linkType = read32(bytes, at + LINK_TYPE_AT, this.#isLittle) & 0xffff;
    this.#queue.skip(FILE_HEADER_BYTES);
    this.#isOpen = true;
    return true;
  }
}

function isMagic(magic: number): boolean {
  return magic === MAGIC_MICROSECONDS || magic === MAGIC_NANOSECONDS;
}
