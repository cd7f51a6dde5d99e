// Every template, stamped: the message that comes out has the match and the actions that its name promises, and no byte
// of what stood in the buffer before. Open vSwitch reads each of them, too.

import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import {
  FLOW_VALUES,
  stampFlowMod,
  stampPacketOut,
  V_BUFFER_ID,
  V_COOKIE_HI,
  V_COOKIE_LO,
  V_ETH_DST_HI,
  V_ETH_DST_LO,
  V_ETH_SRC_HI,
  V_ETH_SRC_LO,
  V_IN_PORT,
  V_IP_DST,
  V_IP_PROTO,
  V_IP_SRC,
  V_L4_DST,
  V_L4_SRC,
  V_OUTPUT,
  V_SET_ETH_DST_HI,
  V_SET_ETH_DST_LO,
  V_SET_ETH_SRC_HI,
  V_SET_ETH_SRC_LO,
  V_SET_IP_DST,
  V_SET_IP_SRC,
  V_SET_L4_DST,
  V_SET_L4_SRC,
} from '#openflow/flow-stamp.ts';
import {
  ACTS_DROP,
  ACTS_FORWARD,
  ACTS_NAT,
  ACTS_NAT_ROUTE,
  ACTS_ROUTE,
  ACTS_SWITCH,
  buildDeleteByCookie,
  buildDropTemplate,
  buildFlowTemplate,
  buildPacketOutTemplate,
  DROP_ETH_SRC,
  DROP_IP_SRC,
  DROP_PORT,
  FLOW_MOD_COOKIE,
  FLOW_MOD_COOKIE_MASK,
  type FlowTemplate,
  LAYER4_COARSE,
  LAYER4_ICMP,
  LAYER4_PROTOCOL,
  LAYER4_SCTP,
  LAYER4_TCP,
  LAYER4_UDP,
  OFPFF_SEND_FLOW_REM,
  templateIndex,
} from '#openflow/flow-template.ts';
import { decodeMessage, type MessageOf } from '#openflow/message.ts';
import { messageText } from './flow-text.ts';

/** What the match names of layer 4, and the fields that NAT sets. */
const LAYER4 = [
  { name: 'coarse', kind: LAYER4_COARSE, match: '', ports: '', set: '' },
  { name: 'protocol', kind: LAYER4_PROTOCOL, match: 'ip_proto=47,', ports: '', set: '' },
  { name: 'tcp', kind: LAYER4_TCP, match: 'ip_proto=6,', ports: ',tcp_src=40000,tcp_dst=80', set: portsSet('tcp') },
  { name: 'udp', kind: LAYER4_UDP, match: 'ip_proto=17,', ports: ',udp_src=40000,udp_dst=80', set: portsSet('udp') },
  {
    name: 'sctp',
    kind: LAYER4_SCTP,
    match: 'ip_proto=132,',
    ports: ',sctp_src=40000,sctp_dst=80',
    set: portsSet('sctp'),
  },
  {
    name: 'icmp',
    kind: LAYER4_ICMP,
    match: 'ip_proto=1,',
    // The lower bytes of the ports' values: type 40000 & 0xff, code 80.
    ports: ',icmpv4_type=64,icmpv4_code=80',
    set: ',icmpv4_code=91',
  },
];

const MACS = 'eth_src=02:aa:00:00:00:01,eth_dst=0a:da:01:00:00:01';
const ADDRESSES = ',ipv4_src=172.31.1.10,ipv4_dst=200.1.2.3';
const ACTS = [
  { name: 'switch', kind: ACTS_SWITCH, text: () => 'output:4294967294' },
  { name: 'route', kind: ACTS_ROUTE, text: () => `dec_nw_ttl,${MACS},output:4294967294` },
  { name: 'nat', kind: ACTS_NAT, text: (set: string) => `${MACS}${ADDRESSES}${set},output:4294967294` },
  {
    name: 'nat-route',
    kind: ACTS_NAT_ROUTE,
    text: (set: string) => `dec_nw_ttl,${MACS}${ADDRESSES}${set},output:4294967294`,
  },
  { name: 'drop', kind: ACTS_DROP, text: () => 'drop' },
  { name: 'forward', kind: ACTS_FORWARD, text: () => `${MACS},output:4294967294` },
];

function portsSet(protocol: string): string {
  return `,${protocol}_src=65535,${protocol}_dst=32859`;
}

/** Values with their highest bits set, and a different one in each place. */
function values(): Int32Array {
  const v = new Int32Array(FLOW_VALUES);
  v[V_IN_PORT] = 0xfeff; // OFPP_MAX of OpenFlow 1.0: Open vSwitch knows no greater number
  v[V_ETH_DST_HI] = 0xfeff;
  v[V_ETH_DST_LO] = 0xfffffffe;
  v[V_ETH_SRC_HI] = 0x0200;
  v[V_ETH_SRC_LO] = 0x80000002;
  v[V_IP_PROTO] = 47;
  v[V_IP_SRC] = 0x0a010102;
  v[V_IP_DST] = 0xffffffff;
  v[V_L4_SRC] = 40000;
  v[V_L4_DST] = 80;
  v[V_SET_ETH_SRC_HI] = 0x02aa;
  v[V_SET_ETH_SRC_LO] = 1;
  v[V_SET_ETH_DST_HI] = 0x0ada;
  v[V_SET_ETH_DST_LO] = 0x01000001;
  v[V_SET_IP_SRC] = 0xac1f010a;
  v[V_SET_IP_DST] = 0xc8010203;
  v[V_SET_L4_SRC] = 65535;
  v[V_SET_L4_DST] = 0x805b;
  v[V_OUTPUT] = 0xfffffffe;
  v[V_COOKIE_HI] = 0xda2f0001;
  v[V_COOKIE_LO] = 0xfff00003;
  v[V_BUFFER_ID] = -1;
  return v;
}

const OPTIONS = {
  priority: 50000,
  idleTimeoutSec: 300,
  hardTimeoutSec: 7,
  flags: OFPFF_SEND_FLOW_REM,
  finTimeoutSec: 0,
  wholeOnly: false,
};
const GUARD = 24;

/** Stamps into a buffer of 0xa5 and proves that not a byte beside the message has changed. */
function stamped(template: FlowTemplate, packetBytes = -1): Uint8Array {
  const bytes = new Uint8Array(GUARD + template.length + GUARD).fill(0xa5);
  const view = new DataView(bytes.buffer);
  const end =
    packetBytes < 0
      ? stampFlowMod(bytes, view, GUARD, template, values())
      : stampPacketOut(bytes, view, GUARD, template, values(), packetBytes);
  expect(end).toBe(GUARD + template.length);
  for (const around of [bytes.subarray(0, GUARD), bytes.subarray(end)]) {
    expect([...around].every((byte) => byte === 0xa5)).toBe(true);
  }
  return bytes.slice(GUARD, end);
}

function flowMod(bytes: Uint8Array): MessageOf<4, 'FLOW_MOD'> {
  const decoded = decodeMessage(bytes);
  if (!decoded.ok) throw new Error(decoded.error.message);
  expect(decoded.end).toBe(bytes.length);
  return decoded.message as MessageOf<4, 'FLOW_MOD'>;
}

/** What each combination says in whole, as a line. */
function expected(layer4: (typeof LAYER4)[number], acts: (typeof ACTS)[number], fromUplink: boolean): string {
  const macs = fromUplink ? '' : 'eth_dst=fe:ff:ff:ff:ff:fe,eth_src=02:00:80:00:00:02,';
  const untagged = acts.kind === ACTS_DROP ? '' : 'vlan_vid=0,';
  const match = `in_port=65279,${macs}eth_type=0x800,${untagged}${layer4.match}ipv4_src=10.1.1.2,ipv4_dst=255.255.255.255${layer4.ports}`;
  return `add 50000 ${match} -> ${acts.text(layer4.set)}`.replaceAll('output:4294967294', 'output:local');
}

const COMBINATIONS = LAYER4.flatMap((layer4) =>
  ACTS.flatMap((acts) => [false, true].map((fromUplink) => ({ layer4, acts, fromUplink }))),
);

describe('a flow template', () => {
  for (const { layer4, acts, fromUplink } of COMBINATIONS) {
    test(`for ${layer4.name}, ${acts.name}${fromUplink ? ', from the uplink' : ''} says just that`, () => {
      const template = buildFlowTemplate(layer4.kind, acts.kind, fromUplink, OPTIONS);
      expect(template.length % 8).toBe(0);
      const message = flowMod(stamped(template));
      expect(messageText(message)).toBe(expected(layer4, acts, fromUplink));
      expect(message).toMatchObject({
        ...{ xid: 0, cookie: 0xda2f0001fff00003n, cookieMask: 0n, tableId: 0, command: 'ADD' },
        ...{ idleTimeout: 300, hardTimeout: 7, bufferId: 0xffffffff, flags: ['SEND_FLOW_REM'] },
      });
    });
  }

  test('has an index of its own in a table of all', () => {
    const indexes = COMBINATIONS.map(({ layer4, acts, fromUplink }) =>
      templateIndex(layer4.kind, acts.kind, fromUplink),
    );
    expect(new Set(indexes).size).toBe(COMBINATIONS.length);
    expect(Math.max(...indexes)).toBe(COMBINATIONS.length - 1);
  });

  test('shortens the life of TCP flows after a FIN, before it outputs, and of no others', () => {
    for (const { layer4, acts, fromUplink } of COMBINATIONS) {
      const template = buildFlowTemplate(layer4.kind, acts.kind, fromUplink, { ...OPTIONS, finTimeoutSec: 10 });
      const text = messageText(flowMod(stamped(template)));
      const plain = expected(layer4, acts, fromUplink);
      const fin = layer4.kind === LAYER4_TCP && acts.kind !== ACTS_DROP;
      expect(text).toBe(fin ? plain.replace('output:', 'fin_timeout:10,output:') : plain);
    }
  });

  test('for ICMP leaves later fragments alone where the switch can tell them, and no other flow says a word of them', () => {
    for (const { layer4, acts, fromUplink } of COMBINATIONS) {
      const template = buildFlowTemplate(layer4.kind, acts.kind, fromUplink, { ...OPTIONS, wholeOnly: true });
      const text = messageText(flowMod(stamped(template)));
      const plain = expected(layer4, acts, fromUplink);
      expect(text).toBe(layer4.kind === LAYER4_ICMP ? plain.replace(' -> ', ',nxm_nx_ip_frag=0/2 -> ') : plain);
    }
  });

  test('with a buffer takes the packet that the switch has kept', () => {
    const template = buildFlowTemplate(LAYER4_TCP, ACTS_DROP, false, OPTIONS);
    const bytes = new Uint8Array(template.length);
    const with7 = values();
    with7[V_BUFFER_ID] = 0x80000007;
    stampFlowMod(bytes, new DataView(bytes.buffer), 0, template, with7);
    expect(flowMod(bytes).bufferId).toBe(0x80000007);
  });
});

describe('a drop template', () => {
  const cases = [
    ['a port', DROP_PORT, 'in_port=65279'],
    ['a source MAC', DROP_ETH_SRC, 'in_port=65279,eth_src=02:00:80:00:00:02'],
    ['a source address', DROP_IP_SRC, 'in_port=65279,eth_type=0x800,ipv4_src=10.1.1.2'],
  ] as const;
  for (const [name, what, match] of cases) {
    test(`for ${name} matches that and drops`, () => {
      const message = flowMod(stamped(buildDropTemplate(what, { ...OPTIONS, priority: 55000 })));
      expect(messageText(message)).toBe(`add 55000 ${match} -> drop`);
      expect(message.hardTimeout).toBe(7);
    });
  }
});

describe('a delete by cookie', () => {
  test('matches every flow of table 0 with the cookie, whatever port it leads to', () => {
    const view = buildDeleteByCookie();
    view.setBigUint64(FLOW_MOD_COOKIE, 0xda20000000000007n);
    view.setBigUint64(FLOW_MOD_COOKIE_MASK, 0xffffff00000fffffn);
    const message = flowMod(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    expect(messageText(message)).toBe('delete cookie=0xda20000000000007/0xffffff00000fffff');
    expect(message).toMatchObject({ tableId: 0, outPort: 0xffffffff, outGroup: 0xffffffff, match: [], flags: [] });
  });
});

describe('a PacketOut template', () => {
  for (const layer4 of LAYER4) {
    for (const acts of ACTS) {
      test(`for ${layer4.name}, ${acts.name} does what the flow does`, () => {
        const template = buildPacketOutTemplate(layer4.kind, acts.kind);
        expect(template.length % 8).toBe(0);
        const packet = Uint8Array.of(1, 2, 3, 4, 5);
        const bytes = Uint8Array.from([...stamped(template, packet.length), ...packet]);
        const decoded = decodeMessage(bytes);
        if (!decoded.ok) throw new Error(decoded.error.message);
        const actions = expected(layer4, acts, false).split(' -> ')[1];
        expect(messageText(decoded.message)).toBe(`packet_out in_port=65279 5 bytes -> ${actions}`);
        expect((decoded.message as MessageOf<4, 'PACKET_OUT'>).data).toEqual(packet);
      });
    }
  }
});

describe('Open vSwitch', () => {
  /** ofp-print takes a stream of messages from a file, or one in hex: one process for each would take seconds. */
  function print(messages: readonly Uint8Array[]): string[] {
    const script = messages.map((bytes) => `ovs-ofctl ofp-print ${Buffer.from(bytes).toString('hex')} 2>&1`).join('\n');
    const text = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
    return text.split('\n').filter((line) => /^OFPT|error|decode/i.test(line));
  }

  /** Which fields a NAT may set: a coarse flow or one of a bare protocol has none, so those are never made. */
  const real = COMBINATIONS.filter(({ acts, fromUplink }) => !fromUplink || acts.kind === ACTS_NAT);

  test('reads every flow that a session or a denial may take', () => {
    const messages = real.map(({ layer4, acts, fromUplink }) =>
      stamped(
        buildFlowTemplate(layer4.kind, acts.kind, fromUplink, { ...OPTIONS, finTimeoutSec: 10, wholeOnly: true }),
      ),
    );
    const lines = print(messages);
    expect(lines).toHaveLength(messages.length);
    for (const [i, line] of lines.entries()) {
      const { layer4, acts } = real[i]!;
      const what = `${layer4.name}, ${acts.name}: ${line}`;
      expect(line, what).toMatch(/^OFPT_FLOW_MOD \(OF1\.3\) .* ADD priority=50000,/);
      expect(line, what).toContain('cookie:0xda2f0001fff00003 idle:300 hard:7 send_flow_rem');
      expect(line.includes('dec_ttl'), what).toBe(acts.kind === ACTS_ROUTE || acts.kind === ACTS_NAT_ROUTE);
      expect(line.includes('fin_timeout(idle_timeout=10)'), what).toBe(
        layer4.kind === LAYER4_TCP && acts.kind !== ACTS_DROP,
      );
      expect(line.includes(',vlan_tci=0x0000/0x1fff'), what).toBe(acts.kind !== ACTS_DROP);
      expect(line.includes(',nw_frag=not_later'), what).toBe(layer4.kind === LAYER4_ICMP);
      expect(line, what).toMatch(acts.kind === ACTS_DROP ? /actions=drop$/ : /LOCAL$/);
    }
  });

  test('reads the drops, the delete and the PacketOuts', () => {
    const drops = [DROP_PORT, DROP_ETH_SRC, DROP_IP_SRC].map((what) => stamped(buildDropTemplate(what, OPTIONS)));
    const remove = buildDeleteByCookie();
    const outs = ACTS.map((acts) => stamped(buildPacketOutTemplate(LAYER4_TCP, acts.kind), 0));
    const lines = print([...drops, new Uint8Array(remove.buffer), ...outs]);
    expect(lines.filter((line) => /^OFPT_FLOW_MOD .* ADD .*actions=drop$/.test(line))).toHaveLength(3);
    expect(lines.filter((line) => /^OFPT_FLOW_MOD .* DEL priority=0 actions=drop$/.test(line))).toHaveLength(1);
    expect(lines.filter((line) => /^OFPT_PACKET_OUT/.test(line))).toHaveLength(outs.length);
    expect(lines).toHaveLength(10);
  });
});
