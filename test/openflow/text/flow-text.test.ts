// Flows in text: parsed by us and printed by `ovs-ofctl ofp-print` they read as `ovs-ofctl parse-flow` reads them; formatting
// and parsing undo each other; mistakes are told by their place.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMessage } from '#openflow/message.ts';
import { formatFlow } from '#openflow/text/flow-format.ts';
import { parseFlow } from '#openflow/text/flow-parse.ts';
import { FlowSyntaxError } from '#openflow/text/flow-syntax.ts';
import { announce, random, SEED } from '../seed.ts';
import { ofpParse, ofpPrint, ovsOfctl } from './ovs-ofctl.ts';

/** What Open vSwitch makes of the text, as it prints it. */
function theirs(text: string, version: 1 | 4): string {
  const args = version === 4 ? ['-O', 'OpenFlow13'] : ['-O', 'OpenFlow10', '-F', 'OpenFlow10'];
  const { stdout, stderr } = ovsOfctl([...args, 'parse-flow', text]);
  const line = stdout.split('\n').find((each) => each.startsWith('OFPT_FLOW_MOD'));
  return line?.replace(/^.*?xid=0x\w+\): /, '').trimEnd() ?? `${stdout}${stderr}`;
}

/** What it says of the message that we make of the text. */
function ours(text: string, version: 1 | 4): string {
  return ofpPrint(encodeMessage(parseFlow(text, { version }))).stdout.replace(/^.*?xid=0x\w+\): /, '');
}

const FLOWS_13 = [
  'actions=drop',
  'actions=',
  'priority=100,tcp,nw_dst=10.0.0.1,actions=output:2',
  'priority=100 tcp nw_dst=10.0.0.1 actions=2',
  'tcp,in_port=1,actions=mod_dl_src:00:11:22:33:44:55,mod_vlan_vid:5,mod_vlan_pcp:3,strip_vlan,mod_nw_src:1.2.3.4,mod_nw_tos:8,mod_tp_src:3,controller,local,in_port,output:7,8,group:3,normal,mod_nw_ttl:5,mod_nw_ecn:2',
  'tcp,actions=set_field:5->tp_src,set_field:1.2.3.4->nw_src,dec_ttl,output:5,clear_actions,write_actions(output:3,set_field:5->tcp_dst),write_metadata:3/5,goto_table:9',
  'dl_vlan=7,actions=mod_vlan_vid:5,mod_vlan_pcp:3',
  'vlan_vid=0x1007,vlan_pcp=3,actions=pop_vlan,push_vlan:0x8100,set_field:0x1005->vlan_vid',
  'vlan_tci=0x1007/0x1fff,actions=drop',
  'vlan_tci=0,actions=drop',
  'dl_vlan=0xffff,actions=drop',
  'vlan_tci=0x1000/0x1000,actions=drop',
  'dl_vlan_pcp=4,actions=drop',
  'in_port=LOCAL,actions=1,2,in_port,controller:100,controller(max_len=5),flood,all,table,output:flood,CONTROLLER:65535',
  'cookie=0x5,table=3,priority=7,idle_timeout=3,hard_timeout=4,send_flow_rem,check_overlap,reset_counts,no_packet_counts,no_byte_counts,actions=',
  'tun_id=5/7,metadata=3,nw_src=10.0.0.0/8,ip,nw_dst=10.0.0.1/255.0.0.255,nw_proto=99,actions=drop',
  'tcp,tp_src=0xf000/0xf000,tcp_dst=80,actions=drop',
  'icmp6,icmp_type=135,nd_target=fe80::1,nd_sll=02:00:00:00:00:01,icmp_code=0,actions=drop',
  'arp,arp_op=1,arp_spa=1.2.3.4,nw_dst=5.6.7.8,arp_sha=02:00:00:00:00:01,actions=drop',
  'dl_type=0x88cc,actions=drop',
  'dl_type=0x0800,nw_proto=6,tp_dst=80,actions=drop',
  'dl_dst=01:00:00:00:00:00/01:00:00:00:00:00,actions=meter:5,output:1',
  'mpls,mpls_label=3,mpls_tc=3,mpls_bos=1,actions=set_mpls_ttl(5),dec_mpls_ttl',
  'tcp,tcp_flags=+syn-ack,actions=set_queue:3',
  'tcp,tcp_flags=syn|ack,actions=set_queue:3',
  'ip,nw_tos=7,nw_ecn=1,actions=drop',
  'ip,nw_ttl=7,nw_frag=later,actions=drop',
  'tcp6,tp_src=4,ipv6_src=fe80::/10,ipv6_label=5,actions=mod_tp_dst:5,mod_nw_tos:4',
  'sctp,tp_dst=5,actions=set_field:6->sctp_dst',
  'udp6,udp_dst=5,actions=set_field:2001:db8::1->ipv6_dst,flood',
  'tcp,actions=fin_timeout(idle_timeout=5),goto_table:3',
  'actions=write_actions(drop)',
  'actions=clear_actions',
  'actions=set_tunnel:5,write_metadata:3',
  'nw_src=10.1.2.3/8,ip,dl_src=02:00:00:00:00:01/ff:ff:00:00:00:00,actions=drop',
  'tp_dst=80,tcp,duration=5s,n_packets=3,n_bytes=4,actions=drop',
  'reg0=5,reg1=0x10/0xff,pkt_mark=3,ct_state=+est+trk,ct_zone=5,ct_mark=0x1/0x1,conj_id=3,actions=drop',
];

const FLOWS_10 = [
  'actions=drop',
  'tcp,in_port=1,nw_src=10.0.0.0/8,tp_dst=3,actions=mod_dl_src:00:11:22:33:44:55,mod_vlan_vid:5,mod_vlan_pcp:3,strip_vlan,mod_nw_src:1.2.3.4,mod_nw_tos:8,mod_tp_src:3,controller:77,local,in_port,output:7,8,enqueue:1:2,enqueue(2,3),normal',
  'icmp,icmp_type=3,icmp_code=4,nw_tos=16,actions=output:3',
  'dl_vlan=0xffff,actions=flood',
  'dl_vlan=5,dl_vlan_pcp=3,actions=strip_vlan,all',
  'arp,nw_src=1.2.3.4,arp_op=2,in_port=LOCAL,actions=normal',
  'udp,dl_dst=02:00:00:00:00:01,nw_dst=0.0.0.0/0,tp_src=5,idle_timeout=5,hard_timeout=6,priority=9,cookie=7,send_flow_rem,actions=mod_tp_dst:7,output:2',
  'tcp,actions=set_field:02:00:00:00:00:01->eth_src,set_field:1.2.3.4->ip_dst,set_field:5->tcp_src,1',
];

describe('parseFlow reads as Open vSwitch does', () => {
  it.each(FLOWS_13)('1.3 %s', (text) => expect(ours(text, 4)).toBe(theirs(text, 4)));
  it.each(FLOWS_10)('1.0 %s', (text) => expect(ours(text, 1)).toBe(theirs(text, 1)));

  it('in hundreds of random flows', () => {
    announce(import.meta.url);
    const below = random(SEED);
    const texts = Array.from({ length: 300 }, () => anyFlow(below));
    const printed = (messages: string) =>
      messages
        .split('\n')
        .filter((line) => line.startsWith('OFPT_FLOW_MOD'))
        .map((line) => line.replace(/^.*?xid=0x\w+\): /, '').trimEnd());
    const mine = printed(ofpParse(texts.map((text) => encodeMessage(parseFlow(text)))).stdout);
    expect(mine.length).toBe(texts.length);
    const different = texts.flatMap((text, index) => {
      const its = theirs(text, 4);
      return its === mine[index] ? [] : [{ text, its, mine: mine[index] }];
    });
    expect(different).toEqual([]);
  });
});

type Below = (limit: number) => number;

/** Some of the parts. */
function some(below: Below, parts: readonly string[]): string[] {
  return parts.filter(() => below(2) === 0);
}

function macOf(below: Below): string {
  return `02:00:00:00:00:${below(256).toString(16).padStart(2, '0')}`;
}

/** A random flow of 1.3 that is right, in no particular order. */
function anyFlow(below: Below): string {
  const ip = () => `10.${below(256)}.${below(256)}.${below(256)}`;
  const l4 = () => `${1 + below(65535)}`;
  const transport = ['tcp', 'udp', 'sctp', 'tcp6', 'udp6'][below(5)]!;
  const isSix = transport.endsWith('6');
  const addresses = isSix
    ? [`ipv6_src=2001:db8::${below(9999)}`, `ipv6_dst=fe80::/${1 + below(16)}`, `ipv6_label=${below(1 << 20)}`]
    : [`nw_src=${ip()}`, `nw_dst=${ip()}/${1 + below(32)}`];
  const ports = [`tp_src=${l4()}`, `tp_dst=0x${(1 + below(255)).toString(16)}00/0xff00`];
  const more = [`nw_tos=${4 * below(64)}`, `nw_ecn=${below(4)}`, `nw_ttl=${below(256)}`];
  const l3 = [transport, ...some(below, [...addresses, ...ports, ...more])];
  const arp = [
    'arp',
    ...some(below, [`arp_op=${1 + below(2)}`, `arp_spa=${ip()}`, `nw_dst=${ip()}`, `arp_tha=${macOf(below)}`]),
  ];
  const l2 = some(below, [
    `in_port=${1 + below(1000)}`,
    `dl_src=${macOf(below)}`,
    `dl_dst=${macOf(below)}/ff:ff:ff:00:00:00`,
    `metadata=${below(100)}/0xff`,
    `tun_id=${below(1000)}`,
    `dl_vlan=${below(4096)}`,
    `dl_vlan_pcp=${below(8)}`,
    `reg${below(16)}=${below(9999)}`,
    `ct_state=+trk-new`,
  ]);
  const isArp = below(4) === 0;
  const own = some(below, [
    `priority=${below(65536)}`,
    `table=${below(254)}`,
    `cookie=0x${below(9999).toString(16)}`,
    `idle_timeout=${below(100)}`,
    `hard_timeout=${below(100)}`,
    'send_flow_rem',
  ]);
  const forIp = isSix ? [] : [`mod_nw_src:${ip()}`, `set_field:${ip()}->ip_dst`];
  const applied = some(below, [
    `mod_dl_src:${macOf(below)}`,
    `set_field:${macOf(below)}->eth_dst`,
    ...(isArp ? [] : [...forIp, `mod_tp_dst:${l4()}`, `mod_nw_tos:${4 * below(64)}`, 'dec_ttl']),
    `output:${1 + below(1000)}`,
    `group:${below(100)}`,
    `set_queue:${below(100)}`,
    'flood',
    `controller:${1 + below(1000)}`,
  ]);
  const after = some(below, [
    'clear_actions',
    `write_actions(output:${1 + below(100)})`,
    'write_metadata:5/7',
    'goto_table:254',
  ]);
  const words = [...own, ...l2, ...(isArp ? arp : l3)];
  for (let i = words.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [words[i], words[j]] = [words[j]!, words[i]!];
  }
  return `${words.join(below(2) === 0 ? ',' : ' ')} actions=${[...some(below, ['meter:3']), ...applied, ...after].join(',')}`;
}

describe('formatFlow', () => {
  it.each([
    ...FLOWS_13.map((text) => ({ text, version: 4 as const })),
    ...FLOWS_10.map((text) => ({ text, version: 1 as const })),
  ])('undoes parseFlow, and is undone by it: $version $text', ({ text, version }) => {
    const flow = parseFlow(text, { version });
    expect(parseFlow(formatFlow(flow), { version })).toEqual(flow);
  });

  it('undoes parseFlow for random flows', () => {
    const below = random(SEED + 1);
    for (let i = 0; i < 500; i++) {
      const text = anyFlow(below);
      const flow = parseFlow(text);
      const formatted = formatFlow(flow);
      expect(parseFlow(formatted)).toEqual(flow);
      expect(formatFlow(parseFlow(formatted))).toBe(formatted);
    }
  });

  it('writes the syntax of ovs-ofctl', () => {
    expect(formatFlow(parseFlow('table=1,tcp,tp_dst=80,cookie=7,idle_timeout=5,actions=mod_tp_dst:81,2'))).toBe(
      'cookie=0x7,table=1,idle_timeout=5,tcp,tp_dst=80 actions=set_field:81->tcp_dst,output:2',
    );
    const filter = parseFlow('cookie=1/-1,out_port=3,out_group=4', { command: 'DELETE' });
    expect(formatFlow(filter)).toBe('cookie=0x1/-1,out_port=3,out_group=4 actions=drop');
    expect(parseFlow(formatFlow(filter), { command: 'DELETE' })).toEqual(filter);
  });

  it('refuses what has no text', () => {
    const flow = parseFlow('actions=drop');
    expect(() => formatFlow({ ...flow, bufferId: 5 })).toThrow('flow: found a buffered packet');
    expect(() => formatFlow({ ...flow, flags: ['SEND_FLOW_REM', 0x4000] })).toThrow('found');
    const unknown = { type: 'APPLY_ACTIONS' as const, actions: [{ type: 99, body: new Uint8Array(4) }] };
    expect(() => formatFlow({ ...flow, instructions: [unknown] })).toThrow('flow: found 99{');
  });
});

const MISTAKES: [text: string, found: string, allowed: string][] = [
  ['tcpp,actions=drop', 'tcpp', 'a field such as tcp'],
  ['tcp,tp_dst=65536,actions=drop', '65536', 'a number 0..65535'],
  ['ip,nw_src=10.0.0,actions=drop', '10.0.0', 'an IPv4 address'],
  ['ip,nw_src=10.0.0.1/33,actions=drop', '33', 'a prefix length 0..32'],
  ['nw_src=10.0.0.1,actions=drop', 'nw_src=10.0.0.1', 'nw_src beside ip, arp or rarp'],
  ['ip,tp_src=5,actions=drop', 'tp_src=5', 'tp_src beside tcp or tcp6'],
  ['tcp,udp,actions=drop', 'udp', 'dl_type once'],
  ['tcp,tp_dst=1,tp_dst=2,actions=drop', 'tp_dst=2', 'tcp_dst once'],
  ['priority=1,priority=2,actions=drop', 'priority=2', 'priority once'],
  ['tcp', 'nothing', 'actions='],
  ['actions=nope:3', 'nope', 'an action: '],
  ['actions=learn(table=1)', 'learn(table=1)', 'learn is not parsed here'],
  ['actions=output:nowhere', 'nowhere', 'a port: a number or IN_PORT'],
  ['actions=output', 'nothing', 'a value behind output'],
  ['actions=drop,1', 'drop', 'drop with nothing beside it'],
  ['actions=goto_table:3,1', '1', 'this order'],
  ['actions=write_actions(output:1', '(', 'that closes it'],
  ['actions=write_actions(goto_table:1)', 'goto_table:1', 'not an instruction'],
  ['tcp,actions=set_field:5->ip_src', '5', 'an IPv4 address'],
  ['actions=set_field:1.2.3.4->ip_src', 'ip_src', 'in a flow that matches ip'],
  ['actions=set_field:1->nope', 'nope', 'the name of a field'],
  ['actions=mod_tp_src:5', 'mod_tp_src:5', 'that matches tcp, udp or sctp'],
  ['cookie=1/2,actions=drop', '1/2', 'a cookie without a mask'],
  ['icmp6,nd_target=::1,actions=drop', 'nd_target=::1', 'nd_target beside icmp_type=135 or 136'],
  ['dl_vlan=4096,actions=drop', '4096', 'a VLAN id'],
  ['=5,actions=drop', '=', 'a word'],
  ['tcp,tcp_flags=+sin,actions=drop', 'sin', 'a flag: fin, syn'],
];

describe('a mistake in a flow', () => {
  it.each(MISTAKES)('%s', (text, found, allowed) => {
    const error = caught(() => parseFlow(text));
    expect(error).toBeInstanceOf(FlowSyntaxError);
    expect([error.found, text.slice(error.at, error.at + found.length)]).toEqual([
      found,
      found === 'nothing' ? '' : found,
    ]);
    expect(error.allowed).toContain(allowed);
    expect(error.code).toBe('bad_flow');
  });

  it.each([
    ['ip,nw_src=10.0.0.1/255.0.255.0,actions=drop', 'no mask but a prefix'],
    ['ip,nw_ecn=1,actions=drop', 'a field that OpenFlow 1.0 has'],
    ['table=3,actions=drop', 'no table'],
    ['actions=group:3', 'an action that OpenFlow 1.0 has'],
    ['reset_counts,actions=drop', 'flags of OpenFlow 1.0'],
    ['vlan_tci=0x1000/0x1000,actions=drop', 'in OpenFlow 1.0'],
  ])('in 1.0: %s', (text, allowed) => {
    expect(caught(() => parseFlow(text, { version: 1 })).allowed).toContain(allowed);
  });

  it('is always an error of its own, whatever the text', () => {
    const word = fc.constantFrom(
      ...'tcp ip arp , = : ( ) [ ] / -> actions= output nw_src dl_vlan 10.0.0.1 5 0x - + |'.split(' '),
      ' ',
    );
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.array(word, { maxLength: 20 }).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(1 as const, 4 as const), (flow, version) => {
        try {
          encodeMessage(parseFlow(flow, { version }));
        } catch (error) {
          expect(error).toBeInstanceOf(FlowSyntaxError);
        }
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });
});

function caught(run: () => unknown): FlowSyntaxError {
  try {
    run();
  } catch (error) {
    return error as FlowSyntaxError;
  }
  throw new Error('no error');
}
