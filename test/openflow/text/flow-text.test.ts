// Flows in text: parsed by us and printed by `ovs-ofctl ofp-print` they read as `ovs-ofctl parse-flow` reads them; formatting
// and parsing undo each other; mistakes are told by their place.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMessage } from '#openflow/message.ts';
import { formatFlow } from '#openflow/text/flow-format.ts';
import { parseFlow } from '#openflow/text/flow-parse.ts';
import { FlowSyntaxError } from '#openflow/text/flow-syntax.ts';
import { announce, random, SEED } from '../seed.ts';
import { ofpParse, ofpPrint, ovsOfctl, parseFlows } from './ovs-ofctl.ts';

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

/** Actions of Open vSwitch; in a flow that matches tcp over IPv4 unless they come with their own match. */
const EXTENSIONS = [
  'resubmit:5',
  'resubmit(5)',
  'resubmit(5,3),resubmit(,3),resubmit(LOCAL,0),resubmit:local,resubmit(in_port,7)',
  'move:NXM_NX_REG0[]->NXM_NX_REG1[],move:reg0[0..15]->NXM_OF_VLAN_TCI[],move:eth_src->eth_dst',
  'move:NXM_NX_REG0[3]->tun_id[5],move:OXM_OF_ETH_DST[]->xxreg1[16..63]',
  'load:5->reg0,load:0x55->NXM_NX_REG0[0..15],load:0->xreg0,load:5->OXM_OF_ETH_DST[],load:1->in_port',
  'load:5->xxreg0,load:0x12345678901234567890->xxreg1[0..99],load:7->nw_ttl,load:80->tcp_dst,load:5->OXM_OF_METADATA[]',
  'push:reg0,push:NXM_NX_REG0[3..5],pop:eth_src[],pop:xxreg0[],push:metadata,pop:OXM_OF_IN_PORT[]',
  'output:NXM_NX_REG0[],output:reg0[0..15],output:in_port,output:reg3,output(port=5,max_len=100)',
  'output(max_len=100,port=LOCAL)',
  'controller(id=5,max_len=6,reason=no_match),controller(reason=invalid_ttl),controller(id=3),controller()',
  'controller(userdata=01.02.ff,pause),controller(meter_id=7),controller(pause),controller(max_len=9,id=8,meter_id=7)',
  'controller(reason=action,max_len=65535,id=0),controller(userdata=)',
  'note:,note:01.02,note:11.22.33.44.55.66,note:11223344556677,note:1122334455667788991011121314',
  'conjunction(5,1/2)',
  'conjunction(0xffffffff,64/64),note:11',
  'ct()',
  'ct',
  'ct(commit)',
  'ct(commit,force,zone=5,table=3)',
  'ct(zone=reg0[0..15])',
  'ct(commit,nat(src=10.0.0.1-10.0.0.9:5-9,random))',
  'ct(commit,nat(dst=10.0.0.1:80,hash,persistent))',
  'ct(nat),ct(nat,table=2),ct(commit,nat(src))',
  'ct(commit,exec(load:5->ct_mark,set_field:1->ct_label,move:reg0[]->ct_mark[],set_field:0x1/0xf->ct_mark))',
  'ct(commit,zone=reg0[0..15],nat(src=10.0.0.1),exec(load:5->ct_mark),alg=ftp,table=9)',
  'ct_clear,fin_timeout(),fin_timeout(hard_timeout=7)',
  'dec_ttl(1,2),dec_ttl(0),dec_ttl(),dec_ttl(1 2 3 4 5)',
  'multipath(eth_src,50,modulo_n,1,0,reg0[]),multipath(symmetric_l4,1024,hrw,12,0,NXM_NX_REG0[5..10])',
  'multipath(nw_src,50,iter_hash,3,7,reg0),multipath(symmetric_l3l4+udp,0,hash_threshold,65536,255,xreg0[])',
  'bundle(eth_src,0,hrw,ofport,members:4,8),bundle(symmetric_l4,60,hrw,ofport,slaves:2,3)',
  'bundle(eth_src,0,active_backup,ofport,members:),bundle_load(nw_dst,0,hrw,ofport,reg0[],members:4,8)',
  'sample(probability=5,collector_set_id=3,obs_domain_id=2,obs_point_id=1),sample(probability=5,sampling_port=3)',
  'sample(probability=65535,sampling_port=3,ingress),sample(probability=5,egress)',
  'set_tunnel:5,set_tunnel:0x1ffffffff,set_tunnel64:7,pop_queue,exit',
  'clone(1,2),clone(),clone(clone(set_field:5->reg0,resubmit(,3)))',
  'check_pkt_larger(1500)->reg0[3],check_pkt_larger(0)->NXM_NX_XXREG0[0],output:1',
  'encap(ethernet),decap(),decap(packet_type(ns=0,type=0)),decap,decap(packet_type(ns=1,type=0x894f))',
  'encap(nsh),encap(mpls)',
  'enqueue:1:2,enqueue(1,2),enqueue:LOCAL:2',
  'set_field:5/7->reg0,set_field:0x5/0x5->reg1,set_field:0x0a00/0xff00->tcp_dst,set_field:1/1->tun_id',
  'set_field:0xf0000000000/0xf0000000000->xxreg0,set_field:5->xxreg0,set_field:10.0.0.0/255.0.0.0->ip_src',
  'set_field:5/5->metadata,set_field:01:00:00:00:00:00/01:00:00:00:00:00->eth_dst',
  'delete_field:tun_metadata0',
  'write_actions(resubmit(,3),load:5->reg0)',
  ['ipv6', 'ct(commit,nat(src=[fe80::1]-[fe80::5]:9)),ct(commit,nat(dst=fe80::1-fe80::3,random))'],
  ['ipv6', 'ct(commit,nat(src=fe80::1)),move:ipv6_src[0..31]->reg3,push:ipv6_dst[]'],
  ['dl_type=0x894f', 'dec_nsh_ttl'],
  ['udp', 'ct(commit,alg=tftp)'],
].map((each) => (Array.isArray(each) ? `${each[0]},actions=${each[1]}` : `tcp,actions=${each}`));

const EXTENSIONS_10 = [
  'resubmit(5,3),resubmit(,3),move:reg0[]->reg1[],load:5->reg0,exit',
  'set_tunnel:5,set_tunnel:0x1ffffffff,set_queue:3,dec_ttl,dec_ttl(1,2),output(port=5,max_len=60),output:reg0[]',
  'ct(commit,zone=5,nat(src=10.0.0.1-10.0.0.9)),note:1122,controller(id=5),clone(mod_dl_src:02:00:00:00:00:01,1)',
  'bundle(eth_src,0,hrw,ofport,members:4,8),multipath(eth_src,50,modulo_n,1,0,reg0[]),fin_timeout(idle_timeout=3)',
  'conjunction(1,2/3)',
].map((each) => `tcp,actions=${each}`);

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
  it.each([...FLOWS_13, ...EXTENSIONS])('1.3 %s', (text) => expect(ours(text, 4)).toBe(theirs(text, 4)));
  it.each([...FLOWS_10, ...EXTENSIONS_10])('1.0 %s', (text) => expect(ours(text, 1)).toBe(theirs(text, 1)));

  it.each([
    ['flows', anyFlow],
    ['flows with actions of its own', anyExtended],
  ])('in hundreds of random %s', (_, any) => {
    announce(import.meta.url);
    const below = random(SEED);
    const texts = Array.from({ length: 300 }, () => any(below));
    const mine = flowMods(ofpParse(texts.map((text) => encodeMessage(parseFlow(text)))).stdout);
    const its = flowMods(parseFlows(texts).stdout);
    expect([mine.length, its.length]).toEqual([texts.length, texts.length]);
    const rows = texts.map((text, index) => ({ text, its: its[index], mine: mine[index] }));
    expect(rows.filter((row) => row.its !== row.mine)).toEqual([]);
  });

  it('sets registers in 1.0 by loads', () => {
    const flow = parseFlow('actions=set_field:5->reg0,set_field:5/0x15->reg1', { version: 1 });
    expect(formatFlow(flow)).toBe(
      'actions=load:0x5->NXM_NX_REG0[],load:0x1->NXM_NX_REG1[0],load:0x1->NXM_NX_REG1[2],load:0->NXM_NX_REG1[4]',
    );
  });

  it.each(['reg3', 'reg3[]', 'NXM_NX_REG3', 'NXM_NX_REG3[]', 'nxm_nx_reg3[0..31]'])(
    'names a field as people do: %s',
    (name) => {
      expect(formatFlow(parseFlow(`actions=load:5->${name}`))).toBe('actions=load:0x5->NXM_NX_REG3[]');
    },
  );
});

/** The flow-mods of what is printed, without their header. */
function flowMods(printed: string): string[] {
  return printed
    .split('\n')
    .filter((line) => line.startsWith('OFPT_FLOW_MOD'))
    .map((line) => line.replace(/^.*?xid=0x\w+\): /, '').trimEnd());
}

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

/** A random flow of 1.3 with actions of Open vSwitch, that is right. */
function anyExtended(below: Below): string {
  const bits = () => {
    const first = below(32);
    return `[${first}..${first + below(32 - first)}]`;
  };
  const range = bits();
  const register = () => ['reg', 'NXM_NX_REG'][below(2)]! + below(16);
  const number = (bits: number) => below(2 ** Math.min(bits, 31));
  const ip = () => `10.0.${below(256)}.${below(256)}`;
  const port = () => 1 + below(60000);
  const zone = [`zone=${number(16)}`, `zone=${register()}[3..18]`][below(2)]!;
  const nat = [
    'nat',
    `nat(src=${ip()}:${port()})`,
    `nat(dst=10.0.0.1-10.0.1.${below(256)}:1-${port()},persistent,${['hash', 'random'][below(2)]})`,
    `nat(src=10.0.0.1-10.0.0.1${below(10)})`,
  ][below(4)]!;
  const inside = some(below, [`load:${number(31)}->ct_mark`, `set_field:${number(31)}->ct_mark`]);
  const exec = inside.length === 0 ? [] : [`exec(${inside.join()})`];
  const ct = ['commit', ...some(below, ['force', `table=${below(255)}`, zone, nat, 'alg=ftp']), ...exec];
  const parts = (name: string, values: readonly string[]) => `${name}(${some(below, values).join(',')})`;
  const controller = [`id=${1 + number(15)}`, `max_len=${number(16)}`, 'pause', `meter_id=${1 + number(20)}`];
  const links = 1 + below(256);
  const actions = some(below, [
    `resubmit(${['', 'LOCAL', port()][below(3)]},${below(255)})`,
    `resubmit:${port()}`,
    `move:${register()}${range}->${register()}${range}`,
    `load:${below(2)}->${register()}${bits()}`,
    `load:${number(31)}->${['ip_src', 'NXM_OF_IP_DST', 'metadata', 'tun_id', 'OXM_OF_ETH_SRC'][below(5)]}`,
    `set_field:${number(16)}/0x${below(65536).toString(16).replace(/^0$/, '1')}->${`reg${below(16)}`}`,
    `push:${register()}${bits()}`,
    `pop:${register()}${bits()}`,
    `output:${register()}${bits()}`,
    `output(port=${port()},max_len=${14 + number(20)})`,
    parts('controller', [...controller, `reason=${['no_match', 'invalid_ttl'][below(2)]}`, 'userdata=01.fe.02']),
    `note:${below(256).toString(16).padStart(2, '0').repeat(below(20))}`,
    `ct(${ct.join(',')})`,
    'ct_clear',
    `dec_ttl(${Array.from({ length: below(4) }, () => number(16)).join(',')})`,
    `multipath(eth_src,${number(16)},${['modulo_n', 'hrw', 'iter_hash'][below(3)]},${links},${number(16)},${register()})`,
    `bundle(nw_src,${number(16)},hrw,ofport,members:${Array.from({ length: below(5) }, port).join(',')})`,
    `bundle_load(symmetric_l4,7,active_backup,ofport,${register()}${bits()},members:${port()})`,
    `sample(probability=${port()},obs_point_id=${number(31)},sampling_port=${port()})`,
    `set_tunnel:${number(31)}`,
    `clone(${some(below, ['ct_clear', `resubmit(,${below(255)})`, `output:${port()}`]).join(',')})`,
    `check_pkt_larger(${number(16)})->${register()}[${below(32)}]`,
    `enqueue:${port()}:${number(31)}`,
    'pop_queue',
    'exit',
  ]);
  return `table=${below(100)},tcp,reg0=${below(9)} actions=${actions.join(',')}`;
}

describe('formatFlow', () => {
  it.each([
    ...[...FLOWS_13, ...EXTENSIONS].map((text) => ({ text, version: 4 as const })),
    ...[...FLOWS_10, ...EXTENSIONS_10].map((text) => ({ text, version: 1 as const })),
  ])('undoes parseFlow, and is undone by it: $version $text', ({ text, version }) => {
    const flow = parseFlow(text, { version });
    expect(parseFlow(formatFlow(flow), { version })).toEqual(flow);
  });

  it('undoes parseFlow for random flows', () => {
    const below = random(SEED + 1);
    for (let i = 0; i < 1000; i++) {
      const text = (i % 2 === 0 ? anyFlow : anyExtended)(below);
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
  ['actions=goto_table:0', '0', 'a table 1..254'],
  ['table=5,actions=1,goto_table:5', '5', 'a table 6..254'],
  ['actions=resubmit(5,3,cx)', 'cx', 'ct, or nothing'],
  ['actions=resubmit(,255)', 'resubmit(,255)', 'a port or a table 0..254'],
  ['actions=resubmit(,256)', '256', 'a number 0..255'],
  ['actions=move:reg0[0..5]->reg1[]', 'reg1[]', '6 bits, as many as the source has; these are 32'],
  ['actions=move:reg0->nosuch[]', 'nosuch', 'the name of a field'],
  ['actions=load:0x100->reg0[0..7]', '0x100', 'a number 0..255'],
  ['actions=load:1->reg0[32]', 'reg0[32]', 'bits 0..31 of reg0'],
  ['actions=load:1->reg0[5..3]', 'reg0[5..3]', 'the lower one first'],
  ['actions=load:1->tcp_dst', 'tcp_dst', 'tcp_dst in a flow that matches'],
  ['actions=load:1->ct_mark', 'ct_mark', 'outside ct(exec(...))'],
  ['tcp,actions=ct(commit,exec(load:1->reg0))', 'reg0', 'ct_mark or ct_label'],
  ['actions=ct(commit)', 'ct', 'ct in a flow that matches ip or ipv6'],
  ['tcp,actions=ct(force)', 'ct(force)', 'commit beside force'],
  ['tcp,actions=ct(commit,alg=sip)', 'sip', 'ftp, tftp'],
  ['tcp,actions=ct(commit,nat(src=1.2.3.4-1.2.3.3))', '1.2.3.4-1.2.3.3', 'ADDRESS-ADDRESS'],
  ['tcp,actions=ct(commit,nat(src=::1))', '::1', 'of the version that the flow matches'],
  ['tcp,actions=ct(nat(src=1.2.3.4))', 'ct(nat(src=1.2.3.4))', 'commit beside'],
  ['tcp,actions=ct(zone=reg0)', 'reg0', '16 bits of a field'],
  ['actions=note:0', '0', 'two hex digits'],
  ['actions=conjunction(5,0/2)', '0', 'a clause 1..2'],
  ['actions=conjunction(5,1/65)', '65', '2..64 clauses'],
  ['actions=controller(reason=because)', 'because', 'no_match, action'],
  ['actions=controller(userdat=01)', 'userdat=01', 'userdata='],
  ['actions=output(port=5)', 'output(port=5)', 'output(port=PORT,max_len=LENGTH)'],
  ['actions=output(port=5,max_len=3)', '3', 'at least 14'],
  ['actions=multipath(eth_src,50,modulo_n,300,0,reg0[0..7])', '300', 'links 1..256'],
  ['actions=bundle(eth_src,0,hrw,ofport)', 'eth_src,0,hrw,ofport', 'members:PORT'],
  ['actions=sample(probability=0)', '0', '1..65535'],
  ['actions=check_pkt_larger(5)->reg0', 'reg0', 'one bit of a field'],
  ['actions=check_pkt_larger(5)', 'check_pkt_larger(5)', '->FIELD[BIT]'],
  ['actions=exit:5', '5', 'exit without a value'],
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
      ...'tcp ip arp , = : ( ) [ ] / -> ct nat exec load move resubmit reg0 note bundle members clone controller actions= output nw_src dl_vlan 10.0.0.1 5 0x - + |'.split(
        ' ',
      ),
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
