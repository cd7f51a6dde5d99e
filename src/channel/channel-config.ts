// What the operator may turn about connections. Structured clone: it is sent to the channel thread.

export interface ChannelConfig {
  /** Serve datapaths that no inventory names as learning switches. */
  readonly learn: boolean;
  /** A connection that has not finished its handshake after this long is closed. */
  readonly handshakeTimeoutMs: number;
  /** A connection that was silent for this long is asked for an echo; after two more such spells it is dead. */
  readonly echoIntervalMs: number;
  /** Connections at once. */
  readonly connectionsMax: number;
  /** Reading from a peer pauses while this many bytes wait for it to read. */
  readonly backlogPauseBytes: number;
  /** A peer that lets this many bytes wait is closed. */
  readonly backlogCloseBytes: number;
}
