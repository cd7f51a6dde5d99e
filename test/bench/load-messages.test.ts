// What the fake switches and the null responder put on the wire: right by its checksums, and by Open vSwitch's own
// decoder where it is installed.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeTopology } from '../../bench/load/inventory.ts';
import { LEARN_PACKET_IN_BYTES, LearnTraffic } from '../../bench/load/learn-traffic.ts';
import { Ledger, newHistogram } from '../../bench/load/ledger.ts';
import { FLOW_REMOVED_BYTES } from '../../bench/load/live-flows.ts';
import { AllowAnswers, LearnAnswers } from '../../bench/load/null-answers.ts';
import { makePairTable } from '../../bench/load/pair-table.ts';
import { PolicyTraffic } from '../../bench/load/policy-traffic.ts';
import { randomFrom } from '../../bench/load/random.ts';
import { encodeHello, encodeMessage, makeHostFace, makeLearnFace } from '../../bench/load/switch-face.ts';
import { reactAs10 } from '../../bench/load/switch-face-10.ts';
import { reactAs13 } from '../../bench/load/switch-face-13.ts';
import { SYN_PACKET_IN_BYTES } from '../../bench/load/syn-packet-in.ts';

const OVS_OFCTL = '/usr/bin/ovs-ofctl';
const hasOvs = existsSync(OVS_OFCTL);

const never = () => {
  throw new Error('a control message where none is expected');
};

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function makePolicy(options: { liveSessions?: number; denyShare?: number; validate?: boolean } = {}) {
  const topology = makeTopology(2, 32, (options.denyShare ?? 0) > 0);
  const ledger = new Ledger(65_536, 1, true, newHistogram());
  const pairs = makePairTable(topology, 0, 0.5, options.denyShare ?? 0, randomFrom(7));
  const traffic = new PolicyTraffic(ledger, pairs, options.liveSessions ?? 0, options.validate ? topology : null);
  return { topology, ledger, pairs, traffic };
}

function makeLearn(validate = false) {
  const ledger = new Ledger(4096, 1, false, newHistogram());
  return { ledger, traffic: new LearnTraffic(ledger, 3, 1000, validate) };
}

/** The one's complement sum over 16-bit words, the slow and obvious way. */
function internetSum(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) {
    sum += bytes.readUInt16BE(i);
    if (sum > 0xffff) sum -= 0xffff;
  }
  return sum;
}

/** What Open vSwitch reads in a message. */
function ovsPrint(message: Buffer): string {
  return execFileSync(OVS_OFCTL, ['ofp-print', message.toString('hex')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function splitMessages(bytes: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt16BE(at + 2)) {
    messages.push(bytes.subarray(at, at + bytes.readUInt16BE(at + 2)));
  }
  return messages;
}

describe('SYNs of OpenFlow 1.3', () => {
  it('have right checksums in every frame', () => {
    const { traffic } = makePolicy({ denyShare: 0.2 });
    for (let round = 0; round < 10; round++) {
      const run = traffic.compose(500, 0);
      for (let at = 0; at < run.length; at += SYN_PACKET_IN_BYTES) {
        const frame = run.subarray(at + 42, at + SYN_PACKET_IN_BYTES);
        expect(internetSum(frame.subarray(14, 34))).toBe(0xffff);
        const pseudo = Buffer.concat([frame.subarray(26, 34), Buffer.from([0, 6, 0, frame.length - 34])]);
        expect(internetSum(Buffer.concat([pseudo, frame.subarray(34)]))).toBe(0xffff);
      }
    }
  });

  it('never open the same connection twice in 60,000', () => {
    const { traffic } = makePolicy();
    const seen = new Set<string>();
    for (let sent = 0; sent < 60_000; sent += 500) {
      for (const message of splitMessages(traffic.compose(500, 0))) seen.add(message.toString('latin1', 68, 78));
    }
    expect(seen.size).toBe(60_000);
  });

  it('come from the endpoint that is on the port, with its MAC', () => {
    const { traffic, topology } = makePolicy();
    for (const message of splitMessages(traffic.compose(200, 0))) {
      const e = (message.readUInt32BE(32) - 2) * topology.hosts;
      expect(message.readUInt32BE(42 + 26)).toBe(topology.ip[e]);
      expect(message.toString('hex', 42 + 6, 42 + 12)).toBe(`0200${e.toString(16).padStart(8, '0')}`);
    }
  });

  it.skipIf(!hasOvs)('are PacketIns of TCP SYNs to Open vSwitch (needs ovs-ofctl)', () => {
    const { traffic } = makePolicy();
    const printed = ovsPrint(traffic.compose(1, 0));
    expect(printed).toContain('OFPT_PACKET_IN (OF1.3)');
    expect(printed).toContain('total_len=74 in_port=');
    expect(printed).toContain('(via no_match) data_len=74 (unbuffered)');
    expect(printed).toMatch(/tcp,.*dl_dst=0a:da:01:00:00:01.*nw_ttl=64.*tp_dst=80,tcp_flags=syn/);
    expect(printed).not.toContain('bad');
  });
});

describe('PacketIns of OpenFlow 1.0', () => {
  it('have the right IPv4 checksum and ports that differ', () => {
    const { traffic } = makeLearn();
    for (const message of splitMessages(traffic.compose(799, 0))) {
      expect(message.length).toBe(LEARN_PACKET_IN_BYTES);
      expect(internetSum(message.subarray(32, 52))).toBe(0xffff);
      const [target, source] = [message.readUInt16BE(22), message.readUInt16BE(28)];
      expect(message.readUInt16BE(14)).toBe(1 + (source % 4));
      expect(target % 4).not.toBe(source % 4);
    }
  });

  it('use all stations of the switch', () => {
    const { traffic } = makeLearn();
    const sources = new Set<number>();
    for (let i = 0; i < 20; i++)
      for (const m of splitMessages(traffic.compose(799, 0))) sources.add(m.readUInt16BE(28));
    expect(sources.size).toBe(1000);
  });

  it.skipIf(!hasOvs)('are PacketIns of UDP packets to Open vSwitch (needs ovs-ofctl)', () => {
    const { traffic } = makeLearn();
    traffic.compose(1, 0);
    const printed = ovsPrint(traffic.compose(1, 0));
    expect(printed).toContain('OFPT_PACKET_IN');
    expect(printed).toContain('total_len=64');
    expect(printed).toMatch(/data_len=64 buffer=0x0*1\n/);
    expect(printed).toMatch(/udp,.*nw_src=192\.168\.0\.40,nw_dst=192\.168\.1\.40/);
  });
});

describe('answers of the null responder', () => {
  const shape = { flows: 2, flowBytes: 200, packetOutBytes: 122, fault: 'none' };

  it('settle what they answer, and stand up to validation when they are faithful', () => {
    const { traffic, ledger } = makePolicy({ denyShare: 0.3, validate: true });
    const answers = new AllowAnswers({ ...shape, flows: 2.5, faithful: true });
    const out = answers.makeBuffer(65_536);
    let end = 0;
    for (const message of splitMessages(traffic.compose(300, 0))) end = answers.answer(viewOf(message), 0, out, end);
    const rest = traffic.walk(out, viewOf(out), 0, end, 1, never);
    expect(rest).toBe(end);
    expect(ledger.answered + ledger.denied).toBe(300);
    expect(ledger.denied).toBeGreaterThan(50);
    expect(traffic.tally.outAtSource).toBeCloseTo(2.5 * ledger.answered, -1);
    expect([traffic.tally.faulty, traffic.tally.firstFault]).toEqual([0, '']);
  });

  it('are faulty to validation when they carry another frame', () => {
    const { traffic } = makePolicy({ validate: true });
    const answers = new AllowAnswers({ ...shape, faithful: false });
    const out = answers.makeBuffer(65_536);
    const end = answers.answer(viewOf(Buffer.from(traffic.compose(1, 0))), 0, out, 0);
    traffic.walk(out, viewOf(out), 0, end, 1, never);
    expect(traffic.tally.faulty).toBe(1);
    expect(traffic.tally.firstFault).toContain('frame with a wrong checksum');
  });

  it('are found out by validation wherever a length in them is wrong', () => {
    // the low bytes of the lengths of the match, its first field, the instruction, its first action, and of a PacketOut's
    // actions and the first of them
    for (const at of [51, 55, 107, 115, 417, 427]) {
      const { traffic } = makePolicy({ validate: true });
      const answers = new AllowAnswers({ ...shape, faithful: true });
      const out = answers.makeBuffer(65_536);
      const end = answers.answer(viewOf(Buffer.from(traffic.compose(1, 0))), 0, out, 0);
      out[at]! ^= 0x55;
      const rest = traffic.walk(out, viewOf(out), 0, end, 1, never);
      const { faulty, otherPacketOuts } = traffic.tally;
      expect([at, rest, faulty + otherPacketOuts]).toEqual([at, end, 1]);
    }
  });

  it('are found out by validation when a session flow has the part of another in its cookie', () => {
    for (const [part, isRight] of [
      [0, true],
      [1, false],
      [2, false],
      [3, false],
    ] as const) {
      const { traffic } = makePolicy({ validate: true });
      const answers = new AllowAnswers({ ...shape, flows: 1, faithful: true });
      const out = answers.makeBuffer(65_536);
      const end = answers.answer(viewOf(Buffer.from(traffic.compose(1, 0))), 0, out, 0);
      out[11] = part << 6;
      traffic.walk(out, viewOf(out), 0, end, 1, never);
      expect([part, traffic.tally.faulty]).toEqual([part, isRight ? 0 : 1]);
      expect(traffic.tally.outAtTarget).toBe(part === 2 ? 1 : 0);
    }
  });

  it('to OpenFlow 1.0 lead to the port of the target when they are faithful', () => {
    const { traffic, ledger } = makeLearn(true);
    const answers = new LearnAnswers(true, 'none');
    const out = answers.makeBuffer(65_536);
    let end = 0;
    for (const message of splitMessages(traffic.compose(799, 0))) end = answers.answer(viewOf(message), 0, out, end);
    traffic.walk(out, viewOf(out), 0, end, 1, never);
    expect([ledger.answered, traffic.tally.faulty]).toEqual([799, 0]);
  });

  it.skipIf(!hasOvs)('are well-formed to Open vSwitch (needs ovs-ofctl)', () => {
    const answers = new AllowAnswers({ ...shape, faithful: true });
    const out = answers.makeBuffer(65_536);
    const end = answers.answer(viewOf(Buffer.from(makePolicy().traffic.compose(1, 0))), 0, out, 0);
    const messages = splitMessages(out.subarray(0, end));
    expect(messages.map((each) => each.length)).toEqual([200, 200, 122]);
    const [flow, , packetOut] = messages.map(ovsPrint);
    expect(flow).toContain('OFPT_FLOW_MOD (OF1.3)');
    expect(flow).toContain('priority=50000,tcp,in_port=2,nw_src=10.0.0.2,nw_dst=10.0.1.2,tp_src=1024,tp_dst=80');
    expect(flow).toContain('cookie:0xda20000000000000 send_flow_rem actions=dec_ttl,');
    expect(packetOut).toContain('OFPT_PACKET_OUT (OF1.3)');
    expect(packetOut).toContain('data_len=74');
    const learn = new LearnAnswers(false, 'none').makeBuffer(82);
    expect(ovsPrint(learn.subarray(0, 80))).toContain('actions=output:1');
  });
});

describe('FlowRemoved', () => {
  it('names the oldest flows once more than the limit are live, each once', () => {
    const { traffic } = makePolicy({ liveSessions: 5 });
    const answers = new AllowAnswers({ flows: 2, flowBytes: 200, packetOutBytes: 122, faithful: true, fault: 'none' });
    const out = answers.makeBuffer(65_536);
    let end = 0;
    for (const message of splitMessages(Buffer.from(traffic.compose(8, 0)))) {
      const from = end;
      end = answers.answer(viewOf(message), 0, out, end);
      out[from + 15] = out[from + 200 + 15] = from & 0xff; // cookies that differ by session
    }
    traffic.walk(out, viewOf(out), 0, end, 1, never);
    expect(traffic.backlog()).toBe(6);
    const written = traffic.compose(1, 0);
    expect(written.length).toBe(6 * FLOW_REMOVED_BYTES + SYN_PACKET_IN_BYTES);
    const removed = splitMessages(written).slice(0, 6);
    expect(removed.map((each) => each.readUInt16BE(8))).toEqual(Array(6).fill(0xda20));
    expect(removed.map((each) => each[15])).toEqual([0, 0, 522 & 0xff, 522 & 0xff, 1044 & 0xff, 1044 & 0xff]);
    expect(traffic.backlog()).toBe(0);
    if (hasOvs)
      expect(ovsPrint(removed[0]!)).toContain('priority=50000 reason=idle table_id=0 cookie:0xda20000000000000');
  });
});

describe.skipIf(!hasOvs)('control messages (needs ovs-ofctl)', () => {
  const request = (version: number, type: number, body = Buffer.alloc(0)) =>
    Buffer.concat([encodeMessage(version, type, 9, body.length).subarray(0, 8), body]);

  it('of OpenFlow 1.0 introduce a switch with four ports', () => {
    const face = makeLearnFace(0x102);
    const features = request(1, 5);
    const reaction = reactAs10(face, features, 0, features.length);
    expect(reaction.isIntroduced).toBe(true);
    const printed = ovsPrint(reaction.reply!);
    expect(printed).toContain('dpid:0000000000000102');
    expect(printed).toContain('4(p4): addr:02:bb:01:02:00:04');
    const description = request(1, 16, Buffer.alloc(4));
    expect(ovsPrint(reactAs10(face, description, 0, description.length).reply!)).toContain(
      'Manufacturer: Nicira, Inc.',
    );
  });

  it('of OpenFlow 1.3 introduce an Open vSwitch, its ports in as many messages as they need', () => {
    const face = makeHostFace(4, 2500);
    expect(ovsPrint(encodeHello(face))).toContain('version bitmap: 0x04');
    const features = request(4, 5);
    expect(ovsPrint(reactAs13(face, features, 0, 8).reply!)).toContain('dpid:0000000000000005');
    const ports = request(4, 18, Buffer.from('000d000000000000', 'hex'));
    const messages = splitMessages(reactAs13(face, ports, 0, ports.length).reply!);
    expect(messages.map((each) => each.readUInt16BE(10))).toEqual([1, 1, 0]);
    expect(ovsPrint(messages[2]!.subarray(0))).toContain('2501(ep2501): addr:02:cc:00:04:09:c3');
    const description = request(4, 18, Buffer.alloc(8));
    expect(ovsPrint(reactAs13(face, description, 0, description.length).reply!)).toContain('Hardware: Open vSwitch');
    const meters = request(4, 18, Buffer.from('000b000000000000', 'hex'));
    expect(ovsPrint(reactAs13(face, meters, 0, meters.length).reply!)).toContain('max_meter:4294967294');
  });

  it('answer what a switch does not know with an error, and say so', () => {
    const face = makeHostFace(0, 2);
    const unknown = request(4, 99);
    const reaction = reactAs13(face, unknown, 0, 8);
    expect(ovsPrint(reaction.reply!)).toContain('OFPBRC_BAD_TYPE');
    expect(reaction.trouble).toBe('message of type 99');
  });
});
