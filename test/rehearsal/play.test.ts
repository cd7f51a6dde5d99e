import { describe, expect, test } from 'vitest';
import { INLINE_AUTO } from '#dataplane/context.ts';
import { type RehearsalData, rehearse } from '#rehearsal/play.ts';
import { makeStage, PLAY_ALL, PLAY_SESSIONS, type Stage } from '#rehearsal/stage.ts';
import { BYTES_OUT, CONTROL_LOST, OUTCOMES, PACKET_INS, SESSIONS_CLOSED, SWEEPS } from '#shm/counters.ts';
import { BOARD_SWEPT, BOARD_VERSION } from '#shm/layout.ts';
import { SessionTable } from '#shm/session-table.ts';

const TASK = {
  ...{ learnIdleTimeoutSec: 60, tcpIdleTimeoutSec: 300, udpIdleTimeoutSec: 60, icmpIdleTimeoutSec: 20 },
  ...{ coarseIdleTimeoutSec: 301, finTimeoutSec: 10, denyHardTimeoutSec: 5, spinUs: 0, parkMs: 1 },
  ...{ inline: INLINE_AUTO, firstCpu: -1, natPoolFirst: 61440, natPoolSize: 4096 },
  ...{ routerMacHi: 0x0ada, routerMacLo: 0x01000001 },
};
const CONFIG = {
  ...{ learn: false, handshakeTimeoutMs: 5000, echoIntervalMs: 5000, connectionsMax: 16 },
  ...{ backlogPauseBytes: 1 << 20, backlogCloseBytes: 1 << 24 },
};
const MS = 250;

function play(stage: Stage, more: Partial<RehearsalData> = {}): number {
  const startMs = performance.now();
  rehearse({ stage, ms: MS, config: CONFIG, ...more }, TASK);
  return performance.now() - startMs;
}

/** Each outcome that came, with its count. */
function tally({ memory }: Stage): Record<string, number> {
  const counters = new Float64Array(memory.counters[0]!);
  return Object.fromEntries(OUTCOMES.map(({ name }, i) => [name, counters[i]!] as const).filter(([, n]) => n > 0));
}

describe('a rehearsal', () => {
  test('opens sessions, ends them, refuses some, and lasts as long as it is told', () => {
    const stage = makeStage(PLAY_ALL, false);
    expect(play(stage)).toBeGreaterThanOrEqual(MS);
    const outcomes = tally(stage);
    const counters = new Float64Array(stage.memory.counters[0]!);
    expect(Object.keys(outcomes).sort()).toEqual([
      'arp_answered',
      'denied_default',
      'session_opened',
      'session_relayed',
    ]);
    // New sessions are what it is about.
    expect(outcomes.session_opened).toBeGreaterThan(0.8 * counters[PACKET_INS]!);
    expect(Object.values(outcomes).reduce((sum, n) => sum + n, 0)).toBe(counters[PACKET_INS]);
    // All but those of the last turn have ended.
    const open = new SessionTable(stage.memory.sessions[0]!, stage.memory.config.sessionRows).used;
    expect(outcomes.session_opened).toBe(counters[SESSIONS_CLOSED]! + open);
    expect(open).toBeLessThan(200);
  });

  test('changes the policy, and the worker has swept the last change', () => {
    const stage = makeStage(PLAY_ALL, false);
    play(stage);
    const board = new Int32Array(stage.memory.board);
    expect(board[BOARD_VERSION]).toBeGreaterThan(2);
    expect(board[BOARD_SWEPT]).toBe(board[BOARD_VERSION]);
    expect(new Float64Array(stage.memory.counters[0]!)[SWEEPS]).toBeGreaterThan(2);
  });

  test('hears what the channel sends, and loses nothing on the way', () => {
    const stage = makeStage(PLAY_ALL, false);
    play(stage);
    const channel = new Float64Array(stage.memory.counters[1]!);
    expect(channel[BYTES_OUT]).toBeGreaterThan(1_000_000);
    expect(channel[CONTROL_LOST]).toBe(0);
  });

  test('has a learning switch where there may be some', () => {
    const stage = makeStage(PLAY_ALL, true);
    play(stage);
    const { switch_forwarded: forwarded, switch_flooded: flooded } = tally(stage);
    expect(forwarded).toBeGreaterThan(1000);
    // The first turn's: nobody has been heard of yet.
    expect(flooded).toBeLessThan(64);
  });

  test('has nothing but new sessions where it is told so, and no policy changes', () => {
    const stage = makeStage(PLAY_SESSIONS, false);
    play(stage);
    expect(Object.keys(tally(stage))).toEqual(['session_opened']);
    expect(new Int32Array(stage.memory.board)[BOARD_VERSION]).toBe(1);
  });

  test('says what went wrong', () => {
    const stage = makeStage(PLAY_ALL, false);
    stage.switches[1]!.packetIns[0] = 9; // no version of OpenFlow that we speak
    expect(() => play(stage)).toThrow(/the rehearsal stopped: malformed bytes/);
  });

  test('fits into a read with all its ends', () => {
    for (const { packetIns } of makeStage(PLAY_ALL, true).switches) expect(packetIns.length).toBeLessThan(32 * 1024);
  });
});
