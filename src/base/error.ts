// Errors with a stable code, for mistakes of users (flags, files, REST) and of the world (disk, Docker, etcd).
// A programmer's mistake is `invariant()`; a peer's mistake is a counter and a closed connection, never an exception.
// Runs in every thread.

/** Stable codes: scripts match on them, so they are never renamed. */
export type ErrorCode =
  | 'bad_flag' // a command line option or its value
  | 'bad_config' // a value of the configuration table
  | 'bad_inventory' // an inventory file: syntax, shape or references
  | 'bad_request' // a REST request's parameters or body
  | 'not_found' // a named thing does not exist
  | 'capacity' // a table, ring or pool is full
  | 'unavailable' // something outside could not be reached
  | 'bad_message' // an OpenFlow message that we were asked to encode
  | 'bad_flow'; // a flow in text that we were asked to parse, or one that has no text

/**
 * An error for a person: `message` says what was wrong, what was expected and how to put it right.
 */
export class DaoliError extends Error {
  readonly code: ErrorCode;
  /** One line for each separate fault where there are several (an inventory's faults are all reported at once). */
  readonly details: readonly string[];

  constructor(code: ErrorCode, message: string, options: { details?: readonly string[]; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'DaoliError';
    this.code = code;
    this.details = options.details ?? [];
  }
}
