// The log: pino's JSON lines on standard error, since standard output carries the one line that scripts wait for.
// Main thread; other threads post what they have to say.

import { destination, type Logger, pino } from 'pino';
import { DaoliError } from '#base/error.ts';

export type Log = Logger;
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/**
 * Opens the log.
 * @param level one of LOG_LEVELS
 * @throws DaoliError `bad_flag`
 */
export function openLog(level: string): Log {
  if (!(LOG_LEVELS as readonly string[]).includes(level)) {
    throw new DaoliError(
      'bad_flag',
      `--log-level: found ${JSON.stringify(level)}, expected one of ${LOG_LEVELS.join(', ')}`,
    );
  }
  // Synchronous: a process that dies has said why.
  return pino(
    { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    destination({ dest: 2, sync: true }),
  );
}

/** A log that says nothing. */
export function silentLog(): Log {
  return pino({ level: 'silent' });
}

/**
 * Lets each key pass once, so that a peer that repeats itself does not fill the disk.
 * @param bound keys remembered; when full all are forgotten
 */
export function oncePerKey(bound: number): (key: string) => boolean {
  const seen = new Set<string>();
  return (key) => {
    if (seen.has(key)) return false;
    if (seen.size >= bound) seen.clear();
    seen.add(key);
    return true;
  };
}
