// When the PacketIns of an open loop are due. Pure arithmetic.
//
// A PacketIn is due by the clock, whatever became of those before it, and is timed from then: whether the controller
// stalls, the socket is full or the generator itself is late, those that should have been sent meanwhile have waited, and
// it shows. A closed loop would have sent none of them, and would report one slow answer (coordinated omission). So a
// schedule has an end, and what was due before it is still sent after it.
//
// A write costs some microseconds however few PacketIns it carries, so above WRITES_PER_SECOND they are due in bursts:
// each switch's burst at its own time, the switches' times spread evenly over the interval.

const WRITES_PER_SECOND = 20_000;

/** One switch's schedule: `burst` PacketIns each `intervalMs`, the first ones at `startMs`, none after `endMs`. */
export interface Pace {
  startMs: number;
  endMs: number;
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
  return { startMs: startMs + (intervalMs * index) / switches, endMs: Number.POSITIVE_INFINITY, intervalMs, burst };
}

/** A schedule by which nothing is ever due. */
export function noPace(): Pace {
  return { startMs: 0, endMs: -1, intervalMs: 1, burst: 1 };
}

/** @returns how many PacketIns are due by `nowMs` since the pace's start */
export function dueBy({ startMs, endMs, intervalMs, burst }: Pace, nowMs: number): number {
  const untilMs = Math.min(nowMs, endMs);
  return untilMs < startMs ? 0 : (Math.floor((untilMs - startMs) / intervalMs) + 1) * burst;
}

/** @returns when the PacketIn `ordinal` (from 0) is due */
export function dueAt(pace: Pace, ordinal: number): number {
  return pace.startMs + Math.floor(ordinal / pace.burst) * pace.intervalMs;
}
