// What a contestant's turns amount to. Pure.
import type { ControllerName } from './contestants.ts';

/** One contestant's turn, as pairs.py saw it. A connection's milliseconds are null when it was not made. */
export interface Turn {
  name: ControllerName;
  /** One after the other, after the flows were taken away. */
  first: (number | null)[];
  /** The same pairs once more, their flows in place. */
  again: (number | null)[];
  /** All at once, after the flows were taken away. */
  together: (number | null)[];
  /** By round: from the first SYN to the last connection. */
  togetherSeconds: number[];
  /** By the contestant's own count; null when it does not say. */
  packetIns: number | null;
  /** Of the contestant's process; its memory at the end. */
  cpuSeconds: number;
  rssMiB: number;
}

export interface Spread {
  count: number;
  p50Ms: number;
  p90Ms: number;
  p99Ms: number;
  maxMs: number;
}

export interface Outcome {
  name: ControllerName;
  first: Spread;
  again: Spread;
  together: Spread;
  /** Connections per second when all are opened at once: the median of the rounds, the least and the greatest. */
  perSecond: number;
  perSecondLeast: number;
  perSecondMost: number;
  rssMiB: number;
  /** Over all connections, those with their flows in place too. */
  cpuUsPerConnection: number;
  /** Null when the contestant does not count its PacketIns. */
  packetInsPerConnection: number | null;
  cpuUsPerPacketIn: number | null;
  /** Connections whose first packet was lost: TCP sent it again after a second. */
  late: number;
  /** Why the figures do not count, in words; none = they do. */
  faults: string[];
}

/** TCP sends a SYN again after a second (RFC 6298 §2.1): what takes longer has lost one. */
const LATE_MS = 900;

export function summarise(name: ControllerName, turns: readonly Turn[]): Outcome {
  const all = (kind: 'first' | 'again' | 'together') => turns.flatMap((turn) => turn[kind]);
  const cpuUs = turns.reduce((sum, turn) => sum + turn.cpuSeconds * 1e6, 0);
  const counts = turns.map(({ packetIns }) => packetIns).filter((count) => count !== null);
  const packetIns = counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
  const attempts = [...all('first'), ...all('again'), ...all('together')];
  const missing = attempts.filter((ms) => ms === null).length;
  const rates = turns
    .flatMap(({ together, togetherSeconds }) =>
      togetherSeconds.map((s) => together.length / togetherSeconds.length / s),
    )
    .sort((a, b) => a - b);
  const faults: string[] = [];
  if (attempts.length === 0) faults.push('no connection was tried');
  if (missing > 0) faults.push(`${missing} of ${attempts.length} connections were not made`);
  if (packetIns === 0) faults.push('no packet was lifted: the flows were not taken away');
  return {
    name,
    first: spreadOf(all('first')),
    again: spreadOf(all('again')),
    together: spreadOf(all('together')),
    perSecond: quantile(rates, 0.5),
    perSecondLeast: rates[0] ?? 0,
    perSecondMost: rates.at(-1) ?? 0,
    rssMiB: Math.max(0, ...turns.map((turn) => turn.rssMiB)),
    cpuUsPerConnection: cpuUs / Math.max(1, attempts.length - missing),
    packetInsPerConnection: packetIns === null ? null : packetIns / Math.max(1, attempts.length - missing),
    cpuUsPerPacketIn: packetIns === null ? null : cpuUs / Math.max(1, packetIns),
    late: attempts.filter((ms) => ms !== null && ms > LATE_MS).length,
    faults,
  };
}

function spreadOf(times: readonly (number | null)[]): Spread {
  const made = times.filter((ms) => ms !== null).sort((a, b) => a - b);
  const at = (q: number) => quantile(made, q);
  return { count: made.length, p50Ms: at(0.5), p90Ms: at(0.9), p99Ms: at(0.99), maxMs: at(1) };
}

/** @param sorted ascending */
function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
}
