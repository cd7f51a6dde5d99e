// `printMessage` beside `ovs-ofctl ofp-print`: the same text for every vector, but for those that are listed here with the
// reason, and those that only one of the two can print.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMessage, type MessageIn } from '#openflow/message.ts';
import { OFPP_FLOOD_10 } from '#openflow/port-number.ts';
import { printMessage } from '#openflow/text/message-text.ts';
import { formatPacket } from '#openflow/text/packet-text.ts';
import { buildIcmp, buildIpv4, buildSctp, buildTcp, buildUdp, type FrameSpec } from '#wire/frame.ts';
import { announce, random, SEED } from '../seed.ts';
import { VECTORS } from '../vectors/all.ts';
import { ofpParse, ofpPrint, trimmed } from './ovs-ofctl.ts';

/** Where ours is another than Open vSwitch's: the vectors, what ours has, and why. */
const DIFFERS: readonly [RegExp, RegExp, string][] = [
  [/HELLO with a body that is no list of elements/, /hello: 010203/, 'the body alone, not a dump of all'],
  [/HELLO with a bitmap longer than its versions need/, /0x04/, 'both elements are understood'],
  [/ERROR HELLO_FAILED/, /OFPT_BARRIER_REQUEST/, 'what is no text is shown as the message that it is'],
  [/ERROR/, /(ALL_TABLES_FULL|BAD_MULTIPART|BAD_EXPERIMENTER|BAD_EXP_TYPE|IS_SLAVE)\b/, 'the name in that version'],
  [/ERROR TABLE_FEATURES_FAILED/, /OFPTFFC_BAD_/, 'the name in that version'],
  [/ERROR of an experimenter/, /experimenter 0x4f4e4600 type 2300/, 'it is nobody else’s'],
  [/FEATURES_REPLY/, /LINK_DOWN STP_BLOCK/, 'a space between two states'],
  [/FEATURES_REPLY|PORT|CONFIG|ASYNC|METER|FLOW/, / 0x[0-9a-f]+( |$)/m, 'bits without a name are shown'],
  [/GET_CONFIG|SET_CONFIG/, /invalid_ttl_to_controller/, 'a flag that it does not print'],
  [/SET_ASYNC with bits that have no name/, /action_set/, 'reasons of later versions are shown'],
  [/1\.5 ROLE_RE/, /short_id=/, 'a field that it does not print'],
  [/1\.5 PACKET_IN/, /packet_type=\(1,0x800\)/, 'the packet is read as a frame, whatever its type is said to be'],
  [/NX_CT with a flag/, /flags=32768/, 'a flag without a name is shown'],
  [/BUNDLE_CONTROL of a type/, /type=99/, 'a type without a name is shown'],
  [/QUEUE_GET_CONFIG_REPLY without a queue/, /port=LOCAL/, 'a port that it does not print'],
  [/GROUP_MOD/, /group_id=A(LL|NY)/, 'by name, as in requests'],
  [/1\.0 STATS_REPLY TABLE/, /wildcards=0x3fffff/, 'one number for what is a paragraph there'],
  [/MULTIPART_REQUEST (FLOW|AGGREGATE)/, /cookie=|out_group=/, 'filters that it leaves out'],
  [/1\.3 FLOW_MOD DELETE/, /out_group:/, 'a filter that it leaves out'],
  [
    /1\.0 FLOW_MOD that matches every field/,
    /priority=100/,
    'the priority that was sent; it shows what it makes of it',
  ],
];

/** How a part without a form of its own begins. */
const FALLBACK = /\{"/;

describe('printMessage', () => {
  it.each(VECTORS)('prints as Open vSwitch does: $name', ({ name, bytes }) => {
    const ours = trimmed(printMessage(bytes));
    const theirs = ofpPrint(bytes);
    if (ours === theirs.stdout || DIFFERS.some(([vectors, own]) => vectors.test(name) && own.test(ours))) return;
    // A message that it refuses we print all the same; what we have no form for is JSON.
    if (/decode error/.test(theirs.stdout) || FALLBACK.test(ours)) {
      expect(ours).toMatch(/^(OFP|ONF|NX)\w+.* \(xid=0x[0-9a-f]+\):/);
      expect(ours).not.toContain('decode error');
      return;
    }
    expect(ours).toBe(theirs.stdout);
  });

  it('has a list of differences that there are', () => {
    const needed = ([vectors, own]: (typeof DIFFERS)[number]) =>
      VECTORS.some(({ name, bytes }) => {
        const ours = trimmed(printMessage(bytes));
        return vectors.test(name) && own.test(ours) && ours !== ofpPrint(bytes).stdout;
      });
    expect(DIFFERS.filter((row) => !needed(row)).map(([vectors]) => vectors.source)).toEqual([]);
  });

  it('prints most of 1.0 and 1.3 in the same words', () => {
    const same = VECTORS.filter(({ bytes }) => !FALLBACK.test(printMessage(bytes)));
    expect(same.length).toBeGreaterThan(90);
  });

  it('prints a decoded message as its bytes', () => {
    for (const { bytes, value } of VECTORS) expect(printMessage(value)).toBe(printMessage(bytes));
  });

  it('says what is wrong with bytes that are no message, and shows them', () => {
    const bytes = encodeMessage({ version: 4, type: 'ROLE_REQUEST', xid: 5, role: 'EQUAL' }).subarray(0, 12);
    bytes.set([0, 12], 2);
    expect(printMessage(bytes)).toBe(
      'OFPT_ROLE_REQUEST (OF1.3) (xid=0x5): ***decode error: ROLE_REQUEST pad at byte 12: found 0 bytes left, expected 4 bytes***\n' +
        '00000000  04 18 00 0c 00 00 00 05-00 00 00 01             |............    |',
    );
    expect(printMessage(new Uint8Array(3))).toContain('OpenFlow: ***decode error: OpenFlow header at byte 0');
    expect(printMessage(new Uint8Array(0))).toContain('decode error');
    expect(printMessage(Uint8Array.of(9, 77, 0, 8, 0, 0, 0, 1))).toContain('OFPT_type 77 (OF version 0x9) (xid=0x1)');
  });

  it('adds the packet in hex with verbosity 1, the message with 2', () => {
    const data = buildUdp({ source: END, target: END });
    const bytes = encodeMessage({
      version: 1,
      type: 'PACKET_OUT',
      data,
      actions: [{ type: 'OUTPUT', port: OFPP_FLOOD_10 }],
    });
    const plain = printMessage(bytes);
    expect(plain.split('\n').length).toBe(2);
    expect(printMessage(bytes, { verbosity: 1 })).toBe(
      `${plain}\n00000000  02 00 00 00 00 01 02 00-00 00 00 01 08 00 45 00 |..............E.|\n` +
        '00000010  00 1c 00 00 00 00 40 11-66 d0 0a 00 00 01 0a 00 |......@.f.......|\n' +
        '00000020  00 01 00 00 00 00 00 08-eb dc                   |..........      |',
    );
    expect(printMessage(bytes, { verbosity: 2 })).toContain('00000000  01 0d 00 42');
  });

  it('ends, and prints what it can, for an error in an error in an error', () => {
    let data = encodeMessage({ version: 4, type: 'BARRIER_REQUEST' });
    for (let i = 0; i < 8; i++) {
      data = encodeMessage({ version: 4, type: 'ERROR', errorType: 'BAD_REQUEST', errorCode: 'EPERM', data });
    }
    expect(printMessage(data).split('OFPBRC_EPERM').length).toBe(5);
  });
});

const END = { mac: '02:00:00:00:00:01', ip: '10.0.0.1', port: 0 };

/** A frame of some kind; the last bytes are missing from a quarter of them. */
function anyFrame(below: (limit: number) => number): Uint8Array {
  const spec: FrameSpec = {
    source: { mac: '02:00:00:00:00:01', ip: `10.0.0.${below(256)}`, port: below(65536) },
    target: { mac: '02:00:00:00:00:02', ip: `10.0.1.${below(256)}`, port: below(65536) },
    tags: Array.from({ length: below(4) === 0 ? 1 + below(2) : 0 }, () => ({ tci: below(65536) })),
    ttl: below(256),
    tos: below(256),
    fragment: [0, 0, 0, 0x4000, 0x2000, 0x2005, 7][below(7)]!,
    options: new Uint8Array(4 * below(3)),
    payload: new Uint8Array(below(20)).fill(1),
  };
  const kinds = [
    () => buildTcp(spec, below(512)),
    () => buildUdp(spec),
    () => buildSctp(spec, 5),
    () => buildIcmp(spec, below(20), below(5)),
    // Numbers that nobody has: Open vSwitch gives IGMP (2) ports here, and ICMPv6 (58) over IPv4 a checksum.
    () => buildIpv4(spec, 147 + below(100), new Uint8Array(below(30))),
    () => overIpv6(buildTcp({ ...spec, options: new Uint8Array(0), fragment: 0 }, below(512)), below),
  ];
  const packet = kinds[below(kinds.length)]!();
  return below(4) === 0 ? packet.subarray(0, below(packet.length)) : packet;
}

/** The same transport behind an IPv6 header, sometimes with an extension header between them. */
function overIpv6(packet: Uint8Array, below: (limit: number) => number): Uint8Array {
  const l3 = packet.findIndex(
    (byte, at) => at >= 12 && byte === 0x08 && packet[at + 1] === 0x00 && packet[at + 2] === 0x45,
  );
  const transport = packet.subarray(l3 + 22);
  const extension = below(2) === 0 ? Uint8Array.of(6, 0, 1, 4, 0, 0, 0, 0) : new Uint8Array(0);
  const header = new Uint8Array(40);
  header.set([0x60 | below(16), below(256), below(256), below(256)], 0);
  header.set([0, extension.length + transport.length, extension.length > 0 ? 0 : 6, below(256)], 4);
  header.set([0xfe, 0x80], 8);
  header.set([0x20, 0x01, 0x0d, 0xb8], 24);
  header[39] = below(256);
  return Buffer.concat([packet.subarray(0, l3), Uint8Array.of(0x86, 0xdd), header, extension, transport]);
}

describe('formatPacket', () => {
  it('says of random frames what Open vSwitch says', () => {
    announce(import.meta.url);
    const below = random(SEED);
    const packets = Array.from({ length: 400 }, () => anyFrame(below));
    const messages = packets.map((data, index) =>
      encodeMessage({ version: 4, type: 'PACKET_OUT', xid: index, data, actions: [] } satisfies MessageIn),
    );
    const { stdout } = ofpParse(messages);
    const theirs = stdout.split(/^(?=OFPT_)/m).map((text) => text.trimEnd().split('\n')[1] ?? '');
    expect(theirs.length).toBe(packets.length);
    const both = packets.map((packet, index) => ({
      packet: Buffer.from(packet).toString('hex'),
      ours: packet.length === 0 ? '' : formatPacket(packet),
      // It reads a checksum out of the middle of a packet where there is no header.
      theirs: theirs[index]!.replace(/(nw_frag=later) \w+_csum:.*/, '$1'),
    }));
    // Of a packet that ends before its IP header says it shows nothing.
    const compared = both.filter(({ theirs }) => !/nw_src=0\.0\.0\.0|ipv6_src=::,/.test(theirs));
    expect(compared.length).toBeGreaterThan(200);
    expect(compared.filter((each) => each.ours !== each.theirs)).toEqual([]);
  });

  it('shows what there is of a packet that was cut', () => {
    const packet = buildTcp({
      source: END,
      target: { ...END, ip: '10.0.0.2', port: 80 },
      payload: new Uint8Array(900),
    });
    expect(formatPacket(packet.subarray(0, 128))).toBe(formatPacket(packet));
    expect(formatPacket(packet.subarray(0, 40))).toContain('tcp,vlan_tci=0x0000,dl_src=02:00:00:00:00:01');
    expect(formatPacket(packet.subarray(0, 40))).toContain('nw_dst=10.0.0.2');
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (packet) => {
        expect(formatPacket(packet)).not.toContain('undefined');
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });
});
