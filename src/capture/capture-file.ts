// A capture file of either format, given in chunks that are split anywhere, as packets one by one. The magic number tells
// the format. What is damaged ends it, with the byte and the reason; what came before stands. Memory stays bounded: a
// record, and what was pushed last. Any thread.
//
//   const file = new CaptureFile();
//   file.push(chunk);
//   for (let packet = file.next(); packet !== undefined; packet = file.next()) ...
import { read32 } from './byte-order.ts';
import { ByteQueue } from './byte-queue.ts';
import type { CapturedPacket, PacketReader } from './captured-packet.ts';
import { isPcapMagic, PcapFile } from './pcap-file.ts';
import { isPcapngMagic, PcapngFile } from './pcapng-file.ts';

const MAGIC_BYTES = 4;
const GZIP_MAGIC = 0x1f8b;

/** Why a file gives no more packets. */
export interface CaptureDamage {
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly reason: string;
}

export class CaptureFile {
  readonly #queue = new ByteQueue(true);
  #reader: PacketReader | undefined;
  #pushedBytes = 0;
  #damage: CaptureDamage | undefined;

  /** Undefined while all is well. */
  get damage(): CaptureDamage | undefined {
    return this.#damage;
  }

  /** Digits of a second that the times have: 6 or 9. */
  get timeDigits(): number {
    return this.#reader?.timeDigits ?? 6;
  }

  get pushedBytes(): number {
    return this.#pushedBytes;
  }

  /** Takes the next bytes of the file; they are copied. After damage they are dropped. */
  push(chunk: Uint8Array): void {
    this.#pushedBytes += chunk.length;
    if (this.#damage === undefined) this.#queue.push(chunk, 0, chunk.length);
  }

  /** @returns the next packet; undefined when more bytes are needed or the file is damaged */
  next(): CapturedPacket | undefined {
    if (this.#damage !== undefined) return undefined;
    this.#reader ??= this.#open();
    const packet = this.#reader?.next();
    if (packet === undefined && this.#reader?.damage !== undefined) this.#stop(this.#reader.damage);
    return packet;
  }

  /** Says that the file is over: a record that is not whole is damage. */
  finish(): void {
    if (this.#damage !== undefined) return;
    if (this.#pushedBytes === 0) this.#stop('the file is empty, expected a capture (pcap or pcapng)');
    else if (this.#reader === undefined) this.#stop('the file ends within its first four bytes');
    else if (this.#queue.length > 0) {
      this.#stop(`the file ends ${this.#queue.length} bytes into ${this.#reader.unfinished()}`);
    } else if (this.#reader.isInside) this.#stop(`the file ends inside ${this.#reader.unfinished()}`);
  }

  #open(): PacketReader | undefined {
    const { bytes, at, length } = this.#queue;
    if (length < MAGIC_BYTES) return undefined;
    if (isPcapMagic(bytes, at)) return new PcapFile(this.#queue);
    if (isPcapngMagic(bytes, at)) return new PcapngFile(this.#queue);
    const magic = read32(bytes, at, false);
    const found = magic.toString(16).padStart(8, '0');
    this.#stop(
      magic >>> 16 === GZIP_MAGIC
        ? 'compressed by gzip: give it uncompressed, as zcat FILE | ofp print --pcap - does'
        : `begins with ${found}, expected a capture (pcap or pcapng)`,
    );
    return undefined;
  }

  #stop(reason: string): void {
    this.#damage = { offset: this.#pushedBytes - this.#queue.length, reason };
    this.#queue.skip(this.#queue.length);
  }
}
