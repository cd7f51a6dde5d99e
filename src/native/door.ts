// The door to the sockets: what the channel thread asks of a transport. `epoll-door.ts` on the native bindings and
// `node-door.ts` on node:net pass the same contract tests (test/contract). Channel thread only.

/** The longest piece that `onRead` offers at once: a ring must be able to take a run of this many bytes. */
export const DOOR_READ_BYTES = 64 * 1024;

/** What the door calls. Handlers run to completion before the next event. */
export interface DoorHandlers {
  /** A peer connected. */
  onOpen(socket: number, peer: string): void;
  /**
   * Whether a read of DOOR_READ_BYTES would be taken. A door that can leave bytes with the kernel asks before it reads: what
   * is read and not taken has to be copied to where it may wait.
   */
  hasRoom(socket: number): boolean;
  /**
   * Bytes arrived, at most DOOR_READ_BYTES. They are valid during the call only.
   * @returns how many bytes were taken, from the front; the door keeps the rest, pauses reading, and offers it again
   * after `resume`, before anything that follows
   */
  onRead(socket: number, bytes: Uint8Array, length: number): number;
  /** The socket is gone; nothing more is called for it. `reason` is for people. */
  onClose(socket: number, reason: string): void;
}

export interface Door {
  /** For people: `node:net` or `epoll`. */
  readonly kind: string;
  /** Resolves with the address in use; rejects when it cannot be bound. */
  listen(host: string, port: number): Promise<{ host: string; port: number }>;
  /**
   * Adds a copy of bytes to what the next `send` sends.
   * @returns false when the socket is gone or closing
   */
  write(socket: number, bytes: Uint8Array, at: number, length: number): boolean;
  /**
   * The same for bytes that stay as they are until `send` has returned: the door may send them from where they stand.
   * `bytes` is one of a few arrays that live as long as the door.
   */
  lend(socket: number, bytes: Uint8Array, at: number, length: number): boolean;
  /** Hands everything added since the last call to the kernel, in one write. */
  send(socket: number): void;
  /** Bytes that the kernel has not taken yet; 0 for a socket that is gone. */
  backlogBytes(socket: number): number;
  /** A number that changes when the kernel takes some of what waits, and only then: whether a slow peer reads at all. */
  progress(socket: number): number;
  /** Stops reading; the kernel's window then stops the peer. */
  pause(socket: number): void;
  /** Reads on; bytes that were kept are offered first. */
  resume(socket: number): void;
  /**
   * Sends what was added and ends the connection, within a second at most. Nothing is read any more; `onClose` comes
   * with `reason`.
   */
  close(socket: number, reason: string): void;
  /** Closes the listener and every socket; resolves when `onClose` has come for each. */
  end(): Promise<void>;
}
