// tshark as the outside oracle: every frame that we build is read by it, checksums verified, in one call.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ARP_FRAME_BYTES, writeArpReply, writeArpRequest } from '#wire/arp.ts';
import * as flowKey from '#wire/flow-key.ts';
import { KEY_WORDS, parseFlowKey } from '#wire/flow-key.ts';
import { buildIcmp, buildSctp, buildTcp, buildUdp, type FrameSpec } from '#wire/frame.ts';
import { writeIcmpEchoReply, writeIcmpTimeExceeded } from '#wire/icmp.ts';
import { formatIpv4, parseIpv4 } from '#wire/ip.ts';
import { formatMac } from '#wire/mac.ts';

const SPEC: FrameSpec = {
  source: { mac: '02:00:00:00:00:01', ip: '10.1.1.2', port: 40000 },
  target: { mac: '0a:da:01:00:00:01', ip: '210.1.1.3', port: 61440 },
  ttl: 7,
};
const data = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i * 91 + 3);

function arp(write: (bytes: Uint8Array) => number): Uint8Array {
  const bytes = new Uint8Array(ARP_FRAME_BYTES).fill(0xa5);
  expect(write(bytes)).toBe(ARP_FRAME_BYTES);
  return bytes;
}

function answered(write: (bytes: Uint8Array) => number): Uint8Array {
  const bytes = new Uint8Array(700).fill(0xa5);
  return bytes.slice(0, write(bytes));
}

const ping = buildIcmp({ ...SPEC, payload: data(57) }, 8, 0, 0x1234, 5);
const expired = buildTcp({ ...SPEC, options: Uint8Array.of(1, 1, 1, 0), payload: data(33) });
const gateway = parseIpv4('10.1.1.1')!;

const FRAMES: Record<string, Uint8Array> = {
  'TCP SYN': buildTcp(SPEC),
  'TCP with odd data': buildTcp({ ...SPEC, payload: data(1), id: 9 }, 0x18, 0x89abcdef, 0xfedcba98),
  'UDP without data': buildUdp(SPEC),
  'UDP with odd data': buildUdp({ ...SPEC, payload: data(1471) }),
  SCTP: buildSctp(SPEC, 0xdeadbeef),
  'echo request': ping,
  'echo with a code for a key': buildIcmp(SPEC, 8, 255),
  'one tag': buildUdp({ ...SPEC, tags: [{ tci: 0x2064 }] }),
  'a tag in a service tag': buildTcp({ ...SPEC, tags: [{ tci: 0x0064, tpid: 0x88a8 }, { tci: 0x0007 }] }),
  'IP options': buildTcp({ ...SPEC, options: Uint8Array.of(1, 1, 1, 0), payload: data(10) }),
  'later fragment': buildUdp({ ...SPEC, payload: data(64), fragment: 185 }),
  'ARP request': arp((bytes) => writeArpRequest(bytes, 0, 0x0ada, 0x01000001, gateway, 0xc0000201)),
  'ARP reply': arp((bytes) => writeArpReply(bytes, 0, 0x0ada, 0x81000001, gateway, 0x0200, 1, 0x0a010102)),
  'echo reply': answered((bytes) => writeIcmpEchoReply(bytes, 0, 700, ping, 0, ping.length)),
  'time exceeded': answered((bytes) =>
    writeIcmpTimeExceeded(bytes, 0, 700, 0x0ada, 0x01000001, gateway, expired, 0, expired.length),
  ),
};

const FIELDS = [
  '_ws.malformed',
  'frame.protocols',
  'eth.src',
  'eth.dst',
  'ieee8021ad.priority',
  'ieee8021ad.id',
  'vlan.priority',
  'vlan.id',
  'ip.src',
  'ip.dst',
  'ip.ttl',
  'ip.proto',
  'ip.len',
  'ip.frag_offset',
  'ip.checksum.status',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.seq_raw',
  'tcp.flags',
  'tcp.checksum.status',
  'udp.srcport',
  'udp.dstport',
  'udp.checksum.status',
  'sctp.srcport',
  'sctp.dstport',
  'sctp.verification_tag',
  'icmp.type',
  'icmp.code',
  'icmp.ident',
  'icmp.checksum.status',
  'arp.opcode',
  'arp.src.hw_mac',
  'arp.src.proto_ipv4',
  'arp.dst.hw_mac',
  'arp.dst.proto_ipv4',
];

/** The classic pcap format: little-endian, link type 1 (Ethernet). */
function pcapOf(frames: readonly Uint8Array[]): Buffer {
  const chunks: Buffer[] = [];
  const words = (...values: number[]): void => {
    chunks.push(Buffer.from(Uint32Array.from(values).buffer));
  };
  words(0xa1b2c3d4, 2 | (4 << 16), 0, 0, 65535, 1);
  for (const frame of frames) {
    words(0, 0, frame.length, frame.length);
    chunks.push(Buffer.from(frame));
  }
  return Buffer.concat(chunks);
}

/** Each frame's fields; a field that occurs twice (an ICMP quote) has both, the outer first. */
function dissect(frames: Record<string, Uint8Array>): Map<string, Record<string, string[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'daolinet-wire-'));
  try {
    const file = join(folder, 'frames.pcap');
    writeFileSync(file, pcapOf(Object.values(frames)));
    const verify = ['ip', 'tcp', 'udp'].flatMap((name) => ['-o', `${name}.check_checksum:TRUE`]);
    const fields = FIELDS.flatMap((name) => ['-e', name]);
    const args = ['-n', '-r', file, ...verify, '-T', 'fields', '-E', 'separator=|', ...fields];
    const lines = execFileSync('tshark', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 50_000,
    })
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(Object.keys(frames).length);
    return new Map(
      Object.keys(frames).map((name, i) => {
        const values = lines[i]!.split('|').map((value) => value.split(',').filter((part) => part !== ''));
        return [name, Object.fromEntries(FIELDS.map((field, j) => [field, values[j] ?? []]))];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('tshark', () => {
  let seen: Map<string, Record<string, string[]>>;
  const of = (name: string): Record<string, string[]> => seen.get(name)!;
  const first = (name: string, ...fields: string[]): (string | undefined)[] => fields.map((f) => of(name)[f]![0]);

  beforeAll(() => {
    // One frame is damaged, or a tshark that verifies nothing would pass for a witness.
    const damaged = FRAMES['TCP SYN']!.slice();
    damaged[24]! ^= 1;
    damaged[50]! ^= 1;
    seen = dissect({ ...FRAMES, damaged });
  });

  it('sees damage where there is some', () => {
    expect(first('damaged', 'ip.checksum.status', 'tcp.checksum.status')).toEqual(['0', '0']);
  });

  it.each(Object.keys(FRAMES))('finds every checksum of this frame right and nothing malformed: %s', (name) => {
    const fields = of(name);
    expect(fields['_ws.malformed']).toEqual([]);
    if (name.startsWith('ARP')) return;
    // 1 is good. What stands in an ICMP quote comes second; a later fragment has no transport header to verify.
    expect(fields['ip.checksum.status']![0]).toBe('1');
    const transport = { 1: 'icmp', 6: 'tcp', 17: 'udp' }[fields['ip.proto']![0]!];
    if (transport !== undefined && name !== 'later fragment') {
      expect(fields[`${transport}.checksum.status`]![0]).toBe('1');
    }
  });

  it.each(Object.entries(FRAMES).filter(([name]) => !name.startsWith('ARP')))(
    'agrees with the flow key: %s',
    (name, frame) => {
      const key = new Int32Array(KEY_WORDS);
      parseFlowKey(frame, 0, frame.length, key);
      const fields = of(name);
      const tci = key[flowKey.KEY_VLAN_TCI]!;
      expect(first(name, 'eth.src', 'eth.dst', 'ip.src', 'ip.dst', 'ip.ttl', 'ip.proto')).toEqual([
        formatMac(key[flowKey.KEY_ETH_SRC_HI]!, key[flowKey.KEY_ETH_SRC_LO]!),
        formatMac(key[flowKey.KEY_ETH_DST_HI]!, key[flowKey.KEY_ETH_DST_LO]!),
        formatIpv4(key[flowKey.KEY_IP_SRC]!),
        formatIpv4(key[flowKey.KEY_IP_DST]!),
        `${key[flowKey.KEY_IP_TTL]}`,
        `${key[flowKey.KEY_IP_PROTO]}`,
      ]);
      const outer = fields['ieee8021ad.id']!.length > 0 ? 'ieee8021ad' : 'vlan';
      expect(first(name, `${outer}.priority`, `${outer}.id`)).toEqual(
        tci < 0 ? [undefined, undefined] : [`${tci >> 13}`, `${tci & 0xfff}`],
      );
      expect(fields['ip.len']![0]).toBe(`${key[flowKey.KEY_IP_TOTAL_END]! - key[flowKey.KEY_L3_AT]!}`);
      expect(fields['ip.frag_offset']![0] !== '0').toBe(key[flowKey.KEY_FRAGMENT] === flowKey.FRAGMENT_LATER);
      const ports = fields['icmp.type']!.length
        ? [fields['icmp.type'], fields['icmp.code']]
        : ['tcp', 'udp', 'sctp']
            .flatMap((p) => [fields[`${p}.srcport`], fields[`${p}.dstport`]])
            .filter((v) => v!.length);
      if (ports.length > 0) {
        expect(ports.map((values) => Number(values![0]))).toEqual([key[flowKey.KEY_L4_SRC], key[flowKey.KEY_L4_DST]]);
      }
    },
  );

  it('reads what each protocol was given', () => {
    expect(first('TCP SYN', 'tcp.flags', 'tcp.seq_raw')).toEqual(['0x0002', '1']);
    expect(first('TCP with odd data', 'tcp.flags', 'tcp.seq_raw')).toEqual(['0x0018', `${0x89abcdef}`]);
    expect(first('SCTP', 'sctp.dstport', 'sctp.verification_tag')).toEqual(['61440', '0xdeadbeef']);
    expect(first('echo with a code for a key', 'icmp.type', 'icmp.code')).toEqual(['8', '255']);
    expect(first('a tag in a service tag', 'ieee8021ad.id', 'vlan.id')).toEqual(['100', '7']);
  });

  it('reads the ARP packets as they were meant', () => {
    const arpFields = ['arp.opcode', 'arp.src.hw_mac', 'arp.src.proto_ipv4', 'arp.dst.hw_mac', 'arp.dst.proto_ipv4'];
    const request = ['1', '0a:da:01:00:00:01', '10.1.1.1', '00:00:00:00:00:00', '192.0.2.1'];
    const reply = ['2', '0a:da:81:00:00:01', '10.1.1.1', '02:00:00:00:00:01', '10.1.1.2'];
    expect(first('ARP request', 'eth.dst', ...arpFields)).toEqual(['ff:ff:ff:ff:ff:ff', ...request]);
    expect(first('ARP reply', 'eth.dst', ...arpFields)).toEqual(['02:00:00:00:00:01', ...reply]);
  });

  it('reads the answers of the gateway, the quoted header inside', () => {
    expect(first('echo reply', 'icmp.type', 'icmp.ident', 'ip.src', 'ip.dst')).toEqual([
      '0',
      `${0x1234}`,
      '210.1.1.3',
      '10.1.1.2',
    ]);
    const error = of('time exceeded');
    expect(error['icmp.type']).toEqual(['11']);
    expect(error['ip.src']).toEqual(['10.1.1.1', '10.1.1.2']);
    expect(error['ip.dst']).toEqual(['10.1.1.2', '210.1.1.3']);
    expect(error['ip.ttl']).toEqual(['64', '7']);
    expect(error['ip.checksum.status']).toEqual(['1', '1']);
    expect(error['tcp.dstport']).toEqual(['61440']);
  });
});
