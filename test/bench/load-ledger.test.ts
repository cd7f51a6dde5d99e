// The account of a fake switch: an answer is counted once, and never for another PacketIn than its own.
import { describe, expect, it } from 'vitest';
import { Ledger, newHistogram } from '../../bench/load/ledger.ts';
import { dueAt, dueBy, makePace, noPace } from '../../bench/load/pacing.ts';

const SLOTS = 16;

function makeLedger(sampleEvery = 1, denials = true) {
  const latencyNs = newHistogram();
  const ledger = new Ledger(SLOTS, sampleEvery, denials, latencyNs);
  ledger.sampleFromMs = 0;
  return { ledger, latencyNs };
}

describe('ledger', () => {
  it('counts nothing for an answer to what was never sent', () => {
    const { ledger } = makeLedger();
    ledger.settle(3, 1);
    expect([ledger.answered, ledger.unsolicited]).toEqual([0, 1]);
  });

  it('counts an answer once and its repetition as unsolicited', () => {
    const { ledger } = makeLedger();
    ledger.issue(3, false, 1);
    ledger.settle(3, 2);
    ledger.settle(3, 3);
    expect([ledger.answered, ledger.unsolicited, ledger.outstanding]).toEqual([1, 1, 0]);
  });

  it('does not take a late answer for the PacketIn that has the slot now', () => {
    const { ledger } = makeLedger();
    ledger.issue(3, false, 1);
    ledger.issue(3 + SLOTS, false, 2);
    ledger.settle(3, 3);
    expect([ledger.answered, ledger.unsolicited]).toEqual([0, 1]);
    ledger.settle(3 + SLOTS, 4);
    // the first one stays unanswered for ever: its answer came too late to be told from a repetition
    expect([ledger.answered, ledger.outstanding]).toEqual([1, 1]);
  });

  it('takes a denied packet that is let through for a wrong verdict', () => {
    const { ledger } = makeLedger();
    ledger.issue(0, true, 1);
    ledger.settle(0, 2);
    expect([ledger.answered, ledger.wrongVerdict, ledger.outstanding]).toEqual([0, 1, 1]);
  });

  it('takes a deny flow when none is due for a wrong verdict', () => {
    const { ledger } = makeLedger();
    ledger.issue(0, false, 1);
    expect(ledger.settleDenied(2)).toBe(-1);
    expect([ledger.denied, ledger.wrongVerdict, ledger.outstanding]).toEqual([0, 1, 1]);
  });

  it('gives deny flows to the denied PacketIns in the order that they were sent', () => {
    const { ledger } = makeLedger();
    ledger.issue(0, true, 1);
    ledger.issue(1, false, 1);
    ledger.issue(2, true, 1);
    expect([ledger.settleDenied(2), ledger.settleDenied(2)]).toEqual([0, 2]);
    expect([ledger.denied, ledger.outstanding]).toEqual([2, 1]);
  });

  it('opens a window again that lost answers filled, and closes it for one that comes late', () => {
    const { ledger } = makeLedger();
    for (let seq = 0; seq < 4; seq++) ledger.issue(seq, false, 1);
    expect(ledger.room(4)).toBe(0);
    ledger.giveUp(4);
    expect(ledger.room(4)).toBe(4);
    ledger.settle(2, 9);
    expect(ledger.room(4)).toBe(4);
    expect([ledger.overdue, ledger.outstanding]).toEqual([3, 3]);
  });

  it('times each sampled round trip from the time that it was sent', () => {
    const { ledger, latencyNs } = makeLedger(4);
    for (let seq = 0; seq < 8; seq++) ledger.issue(seq, false, 10);
    for (let seq = 0; seq < 8; seq++) ledger.settle(seq, 12);
    expect(latencyNs.totalCount).toBe(2);
    expect(latencyNs.maxValue / 1e6).toBeCloseTo(2, 1);
  });

  it('times an open loop from when a PacketIn was due, however late it was sent', () => {
    const { ledger, latencyNs } = makeLedger(1);
    ledger.follow({ startMs: 100, endMs: 1000, intervalMs: 1, burst: 1 }, 90);
    ledger.issue(0, false, 107);
    ledger.issue(1, false, 107);
    ledger.settle(0, 108);
    ledger.settle(1, 108);
    expect(latencyNs.maxValue / 1e6).toBeCloseTo(8, 1);
    expect(latencyNs.minNonZeroValue / 1e6).toBeCloseTo(7, 1);
  });

  it('knows what should have been sent, in an open loop by the clock and in a closed one by what was', () => {
    const { ledger } = makeLedger();
    ledger.issue(0, false, 107);
    expect(ledger.due(110)).toBe(1);
    ledger.follow({ startMs: 200, endMs: 1000, intervalMs: 1, burst: 2 }, 110);
    expect([ledger.due(199), ledger.due(200), ledger.due(210)]).toEqual([1, 3, 23]);
  });

  it('counts as shed what a schedule has not sent when another one begins, and times by the new one', () => {
    const { ledger, latencyNs } = makeLedger(1);
    ledger.follow({ startMs: 100, endMs: Number.POSITIVE_INFINITY, intervalMs: 1, burst: 1 }, 90);
    for (let seq = 0; seq < 4; seq++) ledger.issue(seq, false, 104);
    for (let seq = 0; seq < 4; seq++) ledger.settle(seq, 104);
    ledger.follow({ startMs: 200, endMs: Number.POSITIVE_INFINITY, intervalMs: 10, burst: 1 }, 109.5);
    expect([ledger.shed, ledger.due(150), ledger.nextDueMs()]).toEqual([6, 4, 200]);
    latencyNs.reset();
    ledger.issue(4, false, 203);
    ledger.settle(4, 205);
    expect(latencyNs.maxValue / 1e6).toBeCloseTo(5, 1);
    expect(ledger.nextDueMs()).toBe(210);
    ledger.endPace(215);
    expect(ledger.nextDueMs()).toBe(210);
    ledger.issue(5, false, 215);
    expect(ledger.nextDueMs()).toBe(Number.POSITIVE_INFINITY);
    ledger.follow(noPace(), 300);
    expect([ledger.shed, ledger.due(1e9), ledger.nextDueMs()]).toEqual([6, 6, Number.POSITIVE_INFINITY]);
  });

  it('leaves what was answered before the measured time out of the samples', () => {
    const { ledger, latencyNs } = makeLedger(1);
    ledger.sampleFromMs = 50;
    ledger.issue(0, false, 40);
    ledger.issue(1, false, 40);
    ledger.settle(0, 49);
    ledger.settle(1, 51);
    expect(latencyNs.totalCount).toBe(1);
  });
});

describe('pace', () => {
  it('makes all switches together send the rate', () => {
    const paces = Array.from({ length: 7 }, (_, i) => makePace(90_000, 7, i, 1000));
    const due = paces.reduce((sum, pace) => sum + dueBy(pace, 3000), 0);
    expect(due).toBeGreaterThanOrEqual(180_000);
    expect(due).toBeLessThanOrEqual(180_000 + 7 * paces[0]!.burst);
  });

  it('has an end, after which nothing more comes due', () => {
    const pace = makePace(1000, 1, 0, 1000);
    expect(dueBy(pace, 2000)).toBe(1001);
    pace.endMs = 1500;
    expect([dueBy(pace, 1499.5), dueBy(pace, 1500), dueBy(pace, 2000)]).toEqual([500, 501, 501]);
  });

  it('agrees with itself on when a PacketIn is due', () => {
    const pace = makePace(50_000, 3, 2, 1000);
    for (let ordinal = 0; ordinal < 1000; ordinal++) {
      const at = dueAt(pace, ordinal);
      expect(dueBy(pace, at + 1e-6)).toBeGreaterThan(ordinal);
      expect(dueBy(pace, at - 1e-6)).toBeLessThanOrEqual(ordinal);
    }
  });
});
