// What waits to be sent to one socket of the epoll door: bytes that the kernel did not take, then pieces that are lent.
// Channel thread only. Hot: no allocation while the kernel takes everything, no throw.
//
//   backlog  copies, oldest first         pieces  places in `lender`, not copied unless they have to wait

import { type Bindings, PIECE_WORDS, PIECES_MAX } from '#native/bindings.ts';

const FIRST_PIECES = 16;
const FIRST_BYTES = 16 * 1024;
/** A backlog's buffer larger than this is not kept once it is empty. */
const KEEP_BYTES = 1024 * 1024;
const EAGAIN = -11;
const NOTHING = new Uint8Array(0);

export class Outgoing {
  /** Bytes that the kernel has taken, ever. */
  taken = 0;
  readonly #bindings: Bindings;
  readonly #fd: number;
  #backlog: Uint8Array = NOTHING;
  #from = 0;
  #end = 0;
  #lender: Uint8Array = NOTHING;
  #pieces = new Int32Array(PIECE_WORDS * FIRST_PIECES);
  #pieceCount = 0;
  #pieceBytes = 0;
  /** The backlog as a piece. */
  readonly #whole = new Int32Array(PIECE_WORDS);

  constructor(bindings: Bindings, fd: number) {
    this.#bindings = bindings;
    this.#fd = fd;
  }

  /** Bytes that wait. */
  get length(): number {
    return this.#end - this.#from + this.#pieceBytes;
  }

  /** Whether the kernel had no room for all when it was asked last. */
  get waiting(): boolean {
    return this.#end > this.#from;
  }

  /** Adds a copy. */
  write(bytes: Uint8Array, at: number, length: number): void {
    this.#keepPieces(0);
    this.#keep(bytes, at, length);
  }

  /** Adds bytes that stay where they are until `send` has returned. */
  lend(bytes: Uint8Array, at: number, length: number): void {
    if (this.#pieceCount > 0 && (bytes !== this.#lender || this.#pieceCount === PIECES_MAX)) this.send();
    if (this.#pieceCount * PIECE_WORDS === this.#pieces.length) this.#grow();
    this.#lender = bytes;
    this.#pieces[this.#pieceCount * PIECE_WORDS] = at;
    this.#pieces[this.#pieceCount * PIECE_WORDS + 1] = length;
    this.#pieceCount++;
    this.#pieceBytes += length;
  }

  /** Copies what is lent to where it may wait. */
  keep(): void {
    this.#keepPieces(0);
  }

  /** Offers the kernel what waits. @returns 0, or a negative errno when the socket is broken */
  send(): number {
    if (this.#end > this.#from) {
      this.#whole[0] = this.#from;
      this.#whole[1] = this.#end - this.#from;
      const sent = this.#bindings.socketWrite(this.#fd, this.#backlog, this.#whole, 1);
      if (sent < 0 && sent !== EAGAIN) return sent;
      this.#took(Math.max(0, sent));
      if (this.#end > this.#from) {
        this.#keepPieces(0);
        return 0;
      }
    }
    if (this.#pieceCount === 0) return 0;
    const sent = this.#bindings.socketWrite(this.#fd, this.#lender, this.#pieces, this.#pieceCount);
    if (sent < 0 && sent !== EAGAIN) return sent;
    this.taken += Math.max(0, sent);
    if (sent === this.#pieceBytes) {
      this.#pieceCount = 0;
      this.#pieceBytes = 0;
    } else this.#keepPieces(Math.max(0, sent));
    return 0;
  }

  /** Copies what is lent, less its first `skip` bytes, to where it may wait. */
  #keepPieces(skip: number): void {
    for (let i = 0; i < this.#pieceCount; i++) {
      const at = this.#pieces[i * PIECE_WORDS]!;
      const length = this.#pieces[i * PIECE_WORDS + 1]!;
      const passed = Math.min(skip, length);
      skip -= passed;
      if (passed < length) this.#keep(this.#lender, at + passed, length - passed);
    }
    this.#pieceCount = 0;
    this.#pieceBytes = 0;
  }

  #keep(bytes: Uint8Array, at: number, length: number): void {
    if (this.#end + length > this.#backlog.length) this.#makeRoom(length);
    this.#backlog.set(bytes.subarray(at, at + length), this.#end);
    this.#end += length;
  }

  #makeRoom(length: number): void {
    const waiting = this.#end - this.#from;
    const old = this.#backlog;
    // At most half full after a move, so that a byte is moved a bounded number of times.
    if (2 * (waiting + length) > old.length) {
      this.#backlog = new Uint8Array(Math.max(FIRST_BYTES, 2 * (waiting + length)));
    }
    this.#backlog.set(old.subarray(this.#from, this.#end));
    this.#from = 0;
    this.#end = waiting;
  }

  #took(count: number): void {
    this.taken += count;
    this.#from += count;
    if (this.#from < this.#end) return;
    this.#from = 0;
    this.#end = 0;
    if (this.#backlog.length > KEEP_BYTES) this.#backlog = NOTHING;
  }

  #grow(): void {
    const grown = new Int32Array(Math.min(PIECE_WORDS * PIECES_MAX, this.#pieces.length * 2));
    grown.set(this.#pieces);
    this.#pieces = grown;
  }
}
