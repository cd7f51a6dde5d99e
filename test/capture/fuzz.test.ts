// Captures changed at random: no exception, no hang, bounded output, and every packet in one counter of the tally.
import { describe, expect, it } from 'vitest';
import { OpenFlowCapture } from '#capture/openflow-capture.ts';
import { PACKET_OUTCOMES } from '#capture/tally.ts';
import { decodeMessage } from '#openflow/message.ts';
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '#wire/tcp.ts';
import { announce, random, SEED } from '../openflow/seed.ts';
import { VECTORS } from '../openflow/vectors/all.ts';
import { EMPTY, fromController, fromSwitch, pcapngOf, pcapOf } from './capture-bytes.ts';

const COUNT = Number(process.env.DAOLI_CAPTURE_FUZZ ?? 3000);
/** Far more than a pause of the machine, far less than a loop without end. */
const SLOWEST_MS = 3000;
const ODD_BYTES = [0, 1, 4, 6, 7, 8, 0x0d, 0x0a, 0x45, 0x7f, 0x80, 0xfe, 0xff];

announce(import.meta.url);

/** A conversation of some vectors, with a handshake, an early segment, a hole and an end. */
function someFrames(below: (below: number) => number): Uint8Array[] {
  const frames = [fromSwitch(EMPTY, 99, TCP_SYN), fromController(EMPTY, 499, TCP_SYN | TCP_ACK, 100)];
  const next = [100, 500];
  for (let n = 0; n < 6; n++) {
    const { bytes } = VECTORS[below(VECTORS.length)]!;
    const side = below(2);
    const frame = side === 0 ? fromSwitch : fromController;
    if (below(8) > 0) frames.push(frame(bytes, next[side]!, TCP_ACK, next[1 - side]!));
    next[side]! += bytes.length;
  }
  frames.push(fromSwitch(EMPTY, next[0]!, TCP_ACK | [TCP_FIN, TCP_RST, 0][below(3)]!, next[1]!));
  return frames;
}

function change(bytes: Uint8Array, below: (below: number) => number): Uint8Array {
  let changed = bytes.slice();
  for (let changes = below(6); changes > 0 && changed.length > 1; changes--) {
    const at = below(changed.length);
    const kind = below(6);
    if (kind === 0) changed[at]! ^= 1 << below(8);
    else if (kind === 1) changed[at] = below(256);
    else if (kind === 2) changed[at] = ODD_BYTES[below(ODD_BYTES.length)]!;
    else if (kind === 3) changed = changed.slice(0, at);
    else if (kind === 4)
      changed = Uint8Array.from(Buffer.concat([changed.subarray(0, at), changed.subarray(at + 1 + below(60))]));
    else
      changed = Uint8Array.from(
        Buffer.concat([changed.subarray(0, at), changed.subarray(Math.max(0, at - below(200)))]),
      );
  }
  return changed;
}

describe(`${COUNT} changed captures`, () => {
  it('are read to their end or to their damage', { timeout: 600_000 }, () => {
    const below = random(SEED);
    let damaged = 0;
    let messages = 0;
    let lossy = 0;
    for (let n = 0; n < COUNT; n++) {
      const packets = someFrames(below).map((bytes) => ({ bytes, timeNs: BigInt(below(2 ** 30)) * 1_000_000_000n }));
      const linkType = below(8) === 0 ? [0, 101, 113, 276][below(4)]! : 1;
      const file = change(below(2) === 0 ? pcapOf(packets, { linkType }) : pcapngOf(packets, { linkType }), below);
      const capture = new OpenFlowCapture({ maxConnections: 1 + below(4), maxMemoryBytes: 1 + below(3000) });
      const start = performance.now();
      let bytes = 0;
      for (let at = 0; at < file.length; at += 700) {
        for (const event of capture.push(file.subarray(at, at + 700)))
          if (event.kind === 'message') bytes += event.bytes.length;
      }
      for (const event of capture.finish()) {
        if (event.kind !== 'message') continue;
        bytes += event.bytes.length;
        decodeMessage(event.bytes);
      }
      expect(performance.now() - start, `capture ${n}`).toBeLessThan(SLOWEST_MS);
      const { tally, damage } = capture;
      expect(bytes).toBeLessThanOrEqual(file.length);
      expect(PACKET_OUTCOMES.reduce((sum, outcome) => sum + tally[outcome], 0)).toBe(tally.packets);
      if (damage !== undefined) damaged++;
      if (tally.missingBytes + tally.skippedBytes > 0) lossy++;
      messages += tally.messages;
    }
    // A fuzzer whose files are all refused tries nothing, nor does one that damages none.
    expect(damaged).toBeGreaterThan(COUNT / 10);
    expect(damaged).toBeLessThan((COUNT * 9) / 10);
    expect(lossy).toBeGreaterThan(COUNT / 10);
    expect(messages).toBeGreaterThan(COUNT);
  });
});
