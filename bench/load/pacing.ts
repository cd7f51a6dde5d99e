// When the PacketIns of an open loop are due. Pure arithmetic.
//
// A write costs some microseconds however few PacketIns it carries, so above WRITES_PER_SECOND they are due in bursts:
// each switch's burst at its own time, the switches' times spread evenly over the interval.

const WRITES_PER_SECOND = 20_000;

/** One switch's schedule: `burst` PacketIns each `intervalMs`, the first ones at `startMs`. */
export interface Pace {
  startMs: number;
  intervalMs: number;
  burst: number;
}

/**
 * @param rate PacketIns per second of all switches together
 * @param index the switch, 0..switches-1
 */
export function makePace(rate: number, switches: number, index: number, startMs: number): Pace {
  const burst = Math.ceil(rate / WRITES_PER_SECOND);
  const intervalMs = (1000 * burst * switches) / rate;
  return { startMs: startMs + (intervalMs * index) / switches, intervalMs, burst };
}

/** @returns how many PacketIns are due by `nowMs` since the pace's start */
export function dueBy(pace: Pace, nowMs: number): number {
  return nowMs < pace.startMs ? 0 : (Math.floor((nowMs - pace.startMs) / pace.intervalMs) + 1) * pace.burst;
}

/** @returns when the PacketIn `ordinal` (from 0) is due */
export function dueAt(pace: Pace, ordinal: number): number {
  return pace.startMs + Math.floor(ordinal / pace.burst) * pace.intervalMs;
}
