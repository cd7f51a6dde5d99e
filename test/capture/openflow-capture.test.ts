// A capture as a whole: connections, who is who, ports used again, bounds, and a tally that adds up.
import { describe, expect, it } from 'vitest';
import { type CaptureEvent, OpenFlowCapture, type OpenFlowCaptureOptions } from '#capture/openflow-capture.ts';
import { PACKET_OUTCOMES } from '#capture/tally.ts';
import { messageXid } from '#openflow/header.ts';
import { encodeMessage } from '#openflow/message.ts';
import { buildTcp, buildUdp } from '#wire/frame.ts';
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '#wire/tcp.ts';
import { hex } from '../openflow/vectors/vector.ts';
import { CONTROLLER, EMPTY, fromController, fromSwitch, join, pcapOf, SWITCH } from './capture-bytes.ts';

const echo = (xid: number, data: Uint8Array = EMPTY) => encodeMessage({ version: 4, type: 'ECHO_REQUEST', xid, data });
const featuresRequest = encodeMessage({ version: 4, type: 'FEATURES_REQUEST', xid: 77 });
const HANDSHAKE = [
  fromSwitch(EMPTY, 99, TCP_SYN),
  fromController(EMPTY, 499, TCP_SYN | TCP_ACK, 100),
  fromSwitch(EMPTY, 100, TCP_ACK, 500),
];

interface Read {
  /** `stream sender xid`, `stream sender [missing+skipped: why]`, `stream: switch, controller`. */
  readonly said: readonly string[];
  readonly capture: OpenFlowCapture;
}

function readFrames(frames: readonly Uint8Array[], options?: OpenFlowCaptureOptions): Read {
  const capture = new OpenFlowCapture(options);
  const bytes = pcapOf(frames.map((frame, index) => ({ bytes: frame, timeNs: BigInt(index) * 1_000_000n })));
  const said = [...capture.push(bytes), ...capture.finish()].map(lineOf);
  const { tally } = capture;
  expect(PACKET_OUTCOMES.reduce((sum, outcome) => sum + tally[outcome], 0)).toBe(tally.packets);
  expect(tally.packets).toBe(frames.length);
  return { said, capture };
}

function lineOf(event: CaptureEvent): string {
  if (event.kind === 'stream') return `${event.stream}: ${event.switchAt}, ${event.controllerAt}`;
  if (event.kind === 'message') return `${event.stream} ${event.from} ${messageXid(event.bytes, 0)}`;
  const { missing, skipped, why } = event.loss;
  return `${event.stream} ${event.from} [${missing}+${skipped}: ${why}]`;
}

const FIRST = '1: 10.0.0.1:40000, 10.0.0.2:6653';

describe('a capture', () => {
  it('of nothing has nothing, and one of a handshake no message', () => {
    expect(readFrames([]).said).toEqual([]);
    const { said, capture } = readFrames(HANDSHAKE);
    expect([said, capture.tally.streams, capture.tally.messages]).toEqual([[], 1, 0]);
  });

  it('has both directions of a connection, from the handshake to the end', () => {
    const { said, capture } = readFrames([
      ...HANDSHAKE,
      fromSwitch(echo(1), 100),
      fromController(echo(2), 500),
      fromSwitch(echo(3), 108, TCP_ACK | TCP_FIN),
      fromController(echo(4), 508, TCP_ACK | TCP_FIN),
    ]);
    expect(said).toEqual([FIRST, '1 switch 1', '1 controller 2', '1 switch 3', '1 controller 4']);
    expect(capture.tally).toMatchObject({ packets: 7, segments: 7, streams: 1, messages: 4, skippedBytes: 0 });
  });

  it('begins inside: each direction says so, unless the handshake tells where it begins', () => {
    expect(
      readFrames([fromSwitch(hex('00 00'), 98), fromSwitch(echo(1), 100), fromController(echo(2), 500)]).said,
    ).toEqual([
      FIRST,
      '1 switch [0+2: the capture begins inside the stream]',
      '1 switch 1',
      '1 controller [0+0: the capture begins inside the stream]',
      '1 controller 2',
    ]);
    // The SYN itself is not there, what answers it is.
    const { said } = readFrames([...HANDSHAKE.slice(1), fromSwitch(echo(2), 108), fromSwitch(echo(1), 100)]);
    expect(said).toEqual([FIRST, '1 switch 1', '1 switch 2']);
  });

  it('has a SYN behind the data that follows it', () => {
    const { said } = readFrames([fromSwitch(echo(1), 100), ...HANDSHAKE, fromSwitch(echo(2), 108)]);
    expect(said.slice(-2)).toEqual(['1 switch 1', '1 switch 2']);
  });

  it('tells a switch that listens by what it is sent', () => {
    const { said } = readFrames([
      ...HANDSHAKE,
      fromSwitch(echo(1), 100),
      fromSwitch(featuresRequest, 108),
      fromController(echo(2), 500),
    ]);
    expect(said).toEqual([FIRST, '1 switch 1', '1: 10.0.0.2:6653, 10.0.0.1:40000', '1 controller 77', '1 switch 2']);
  });

  it('has several connections, on old, new and given ports, by IPv4 and IPv6', () => {
    const other = { ...SWITCH, port: 40_001 };
    const old = { ...CONTROLLER, port: 6633 };
    const given = { ...CONTROLLER, port: 16_653 };
    const frames = [
      buildTcp({ source: SWITCH, target: old, payload: echo(1) }, TCP_ACK),
      buildTcp({ source: other, target: CONTROLLER, payload: echo(2) }, TCP_ACK),
      buildTcp({ source: given, target: SWITCH, payload: echo(3) }, TCP_ACK),
      ipv6Frame(buildTcp({ source: SWITCH, target: CONTROLLER, payload: echo(4) }, TCP_ACK).subarray(34)),
    ];
    const messages = (options?: OpenFlowCaptureOptions) =>
      readFrames(frames, options).said.filter((line) => !line.includes('['));
    expect(messages()).toEqual([
      '1: 10.0.0.1:40000, 10.0.0.2:6633',
      '1 switch 1',
      '2: 10.0.0.1:40001, 10.0.0.2:6653',
      '2 switch 2',
      '3 switch 4',
    ]);
    expect(messages({ ports: [16_653] })).toEqual(['1: 10.0.0.1:40000, 10.0.0.2:16653', '1 controller 3']);
  });

  it('has ports that are used again, with a new handshake', () => {
    const again = [fromSwitch(EMPTY, 7000, TCP_SYN), fromController(EMPTY, 9000, TCP_SYN | TCP_ACK, 7001)];
    const first = [...HANDSHAKE, fromSwitch(join(echo(1), echo(2).subarray(0, 3)), 100)];
    const second = [...again, fromSwitch(echo(3), 7001), fromController(echo(4), 9001)];
    expect(readFrames([...first, ...second]).said).toEqual([
      FIRST,
      '1 switch 1',
      '1 switch [0+3: another connection begins 3 bytes into a header]',
      '2: 10.0.0.1:40000, 10.0.0.2:6653',
      '2 switch 3',
      '2 controller 4',
    ]);
    const reset = fromController(EMPTY, 500, TCP_RST | TCP_ACK, 111);
    expect(readFrames([...first, reset, ...second]).said.slice(2)).toEqual([
      '1 switch [0+3: the stream ends 3 bytes into a header]',
      '2: 10.0.0.1:40000, 10.0.0.2:6653',
      '2 switch 3',
      '2 controller 4',
    ]);
  });

  it('has ports that are used again, without a handshake, behind an end', () => {
    const end = [fromSwitch(EMPTY, 100, TCP_FIN | TCP_ACK), fromController(EMPTY, 500, TCP_FIN | TCP_ACK)];
    const { said, capture } = readFrames([
      ...HANDSHAKE,
      ...end,
      fromSwitch(echo(1), 100),
      fromSwitch(echo(2), 0x7000_0000),
    ]);
    expect(said).toEqual([
      '2: 10.0.0.1:40000, 10.0.0.2:6653',
      '2 switch [0+0: the capture begins inside the stream]',
      '2 switch 2',
    ]);
    expect(capture.tally).toMatchObject({ late: 1, streams: 2 });
  });

  it('has a handshake that is repeated', () => {
    const { said, capture } = readFrames([
      ...HANDSHAKE,
      fromSwitch(echo(1), 100),
      ...HANDSHAKE,
      fromSwitch(echo(2), 108),
    ]);
    expect([said.slice(1), capture.tally.streams]).toEqual([['1 switch 1', '1 switch 2'], 1]);
  });

  it('gives out what waits before a reset, and at its end', () => {
    const lost = [...HANDSHAKE, fromSwitch(echo(1), 100), fromSwitch(echo(3), 116)];
    const expected = [FIRST, '1 switch 1', '1 switch [8+0: not in the capture]', '1 switch 3'];
    expect(readFrames(lost).said).toEqual(expected);
    expect(readFrames([...lost, fromController(EMPTY, 500, TCP_RST)]).said).toEqual(expected);
  });

  it('counts what is none of its business', () => {
    const data = { source: SWITCH, target: CONTROLLER, payload: echo(1) };
    const { said, capture } = readFrames([
      hex('ffffffffffff 020000000001 0806 0001'),
      buildUdp(data),
      buildTcp({ ...data, target: { ...CONTROLLER, port: 80 } }),
      buildTcp({ ...data, fragment: 0x2000 }),
      fromSwitch(echo(1)).subarray(0, 30),
      EMPTY,
    ]);
    expect(said).toEqual([]);
    expect(capture.tally).toMatchObject({
      notIp: 1,
      notTcp: 1,
      otherPorts: 1,
      fragments: 1,
      malformed: 2,
      segments: 0,
    });
    const unknown = new OpenFlowCapture();
    expect([...unknown.push(pcapOf([{ bytes: echo(1) }], { linkType: 147 })), ...unknown.finish()]).toEqual([]);
    expect(unknown.tally).toMatchObject({ packets: 1, unknownLink: 1 });
  });

  it('says what the capture cut off', () => {
    const frame = fromSwitch(join(echo(1), echo(2, new Uint8Array(50))), 100);
    const { said } = readFrames([...HANDSHAKE, frame.subarray(0, frame.length - 40), fromSwitch(echo(3), 166)]);
    expect(said).toEqual([FIRST, '1 switch 1', '1 switch [40+18: cut off by the capture]', '1 switch 3']);
  });

  it('holds so many connections and no more: what waits in the oldest is given out', () => {
    const from = (port: number, xid: number) =>
      buildTcp({ source: { ...SWITCH, port }, target: CONTROLLER, payload: echo(xid) }, TCP_ACK, 1 + 8 * (xid - 1));
    const frames = [from(1, 1), from(2, 1), from(1, 3), from(3, 1), from(1, 2), from(2, 2)];
    const { said, capture } = readFrames(frames, { maxConnections: 2 });
    expect(said.filter((line) => / \d+$/.test(line))).toEqual([
      '1 switch 1',
      '2 switch 1',
      '3 switch 1',
      '1 switch 2',
      '1 switch 3',
      '4 switch 2',
    ]);
    expect(capture.tally).toMatchObject({ evicted: 2, streams: 4, outOfOrder: 1 });
  });

  it('holds so many bytes and no more: a stream that goes beyond gives up its hole', () => {
    const streams = Array.from({ length: 50 }, (_, n) => n);
    const from = (n: number, payload: Uint8Array, sequence: number) =>
      buildTcp({ source: { ...SWITCH, port: 1000 + n }, target: CONTROLLER, payload }, TCP_ACK, sequence);
    const frames = [
      ...streams.map((n) => from(n, echo(1), 1)),
      ...streams.map((n) => from(n, echo(2, new Uint8Array(1000)), 19)),
    ];
    const bytes = pcapOf(frames.map((frame) => ({ bytes: frame })));
    const lossesBeforeTheEnd = (maxMemoryBytes: number) => {
      const capture = new OpenFlowCapture({ maxMemoryBytes });
      const before = [...capture.push(bytes)].filter((event) => event.kind === 'loss' && event.loss.missing > 0);
      const all = [...before, ...capture.finish()];
      expect(all.filter((event) => event.kind === 'loss' && event.loss.missing === 10)).toHaveLength(50);
      expect(capture.tally.messages).toBe(100);
      return before.length;
    };
    expect(lossesBeforeTheEnd(1_000_000)).toBe(0);
    // Each that waits costs its 1,008 bytes and 128 more.
    expect(lossesBeforeTheEnd(10_000)).toBe(50 - 8);
  });

  it('that is damaged gives what came before, and says where', () => {
    const capture = new OpenFlowCapture();
    const bytes = pcapOf([...HANDSHAKE, fromSwitch(echo(1), 100)].map((frame) => ({ bytes: frame })));
    const events = [...capture.push(join(bytes, hex('01 02 03'))), ...capture.finish()];
    expect(events.map(lineOf)).toEqual([FIRST, '1 switch 1']);
    expect(capture.damage).toEqual({ offset: bytes.length, reason: 'the file ends 3 bytes into a record' });
  });

  it('tells each message the time at which its last byte was captured', () => {
    const message = echo(1, new Uint8Array(30));
    const frames = [...HANDSHAKE, fromSwitch(message.subarray(10), 110), fromSwitch(message.subarray(0, 10), 100)];
    const capture = new OpenFlowCapture();
    const packets = frames.map((bytes, n) => ({ bytes, timeNs: BigInt(n) * 1000n }));
    const times = [...capture.push(pcapOf(packets))].map((event) => (event.kind === 'stream' ? 0n : event.timeNs));
    expect(times).toEqual([0n, 3000n]);
  });
});

/** The TCP segment in an IPv6 packet in a frame. */
function ipv6Frame(segment: Uint8Array): Uint8Array {
  const head = hex('020000000002 020000000001 86dd 60000000');
  const address = (last: number) => hex(`20010db8 00000000 00000000 0000000${last}`);
  return join(head, Uint8Array.of(segment.length >>> 8, segment.length & 0xff, 6, 64), address(1), address(2), segment);
}
