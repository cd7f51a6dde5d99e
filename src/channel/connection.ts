// What the channel knows of one TCP connection. Channel thread only.

/** Hello sent, theirs not seen. */
export const STATE_HELLO = 0;
/** Version agreed, features asked for. */
export const STATE_FEATURES = 1;
/** It has a slot and a worker; messages flow. */
export const STATE_SERVING = 2;
/** Close asked for; what still arrives is ignored. */
export const STATE_CLOSING = 3;

export class Connection {
  readonly socket: number;
  readonly peer: string;
  /** Tells this connection's records from those of the slot's last one. */
  readonly generation: number;
  /** Times are those of Keepalive's clock. */
  readonly openedMs: number;
  state = STATE_HELLO;
  /** Agreed OpenFlow wire version; until then 0. */
  version = 0;
  slot = -1;
  worker = -1;
  dpidHi = 0;
  dpidLo = 0;
  /** The beginning of a message whose end has not been read. */
  partial: Uint8Array | undefined = undefined;
  partialLength = 0;
  /** Whether bytes came since the last look, when they last came, and when we last asked for an echo. */
  heard = false;
  heardMs: number;
  askedMs = 0;
  /** Reading is paused because the peer does not read what we write. */
  throttled = false;
  /** The door's word on what a throttled peer has taken, at the last look. */
  progress = 0;
  /** It was not read when it was ready: its worker's ring had no room for all that it may have sent. */
  unread = false;
  /** Reading is paused because a ring was full. */
  waiting = false;
  /** Answers were reserved since the last send. */
  dirty = false;

  constructor(socket: number, peer: string, generation: number, nowMs: number) {
    this.socket = socket;
    this.peer = peer;
    this.generation = generation;
    this.openedMs = nowMs;
    this.heardMs = nowMs;
  }
}

/** A function, since the compiler would hold the state for unchanged across a call that ends the connection. */
export function isClosing(connection: Connection): boolean {
  return connection.state === STATE_CLOSING;
}
