// A small inventory that has one of everything, and frames between its endpoints, for the tests of the packet path.
//
//   s1 172.31.1.10 ─┐                          default: web 10.1.1.0/24   c1@s1 c2@s1 c3@s2 c4@s3
//                   ├─ one underlay subnet              db  10.1.2.0/24   d1@s1 d2@s2
//   s2 172.31.1.11 ─┘                                   iso 10.1.3.0/24   i1@s1 i2@s1 (isolated)
//   s3 172.31.2.10 ─── another, by way of gateways
//                                              blue:    web 10.1.1.0/24   x1@s1 x2@s2, with the addresses of c1 and c3
//
// Group `db` lets web open TCP to ports 80 and 5000-5010, UDP to 53, ICMP and nothing else, one way.

import { ARP_FRAME_BYTES, writeArpReply, writeArpRequest } from '#wire/arp.ts';
import { buildIcmp, buildIpv4, buildSctp, buildTcp, buildUdp, type FrameSpec } from '#wire/frame.ts';
import { ICMP_ECHO_REPLY } from '#wire/icmp.ts';
import { parseIpv4 } from '#wire/ip.ts';
import { parseMac } from '#wire/mac.ts';
import { ROUTER_MAC } from './harness.ts';

export const HOUSE = {
  hosts: [
    host('s1', 1, '172.31.1.10', '02:aa:00:00:00:01'),
    host('s2', 2, '172.31.1.11', '02:aa:00:00:00:02'),
    { ...host('s3', 3, '172.31.2.10', '02:aa:00:00:00:03'), uplink: 1 },
  ],
  networks: [
    { name: 'web', tenant: 'default', subnet: '10.1.1.0/24', gateway: '10.1.1.1', isolated: false },
    { name: 'db', tenant: 'default', subnet: '10.1.2.0/24', gateway: '10.1.2.1', isolated: false },
    { name: 'iso', tenant: 'default', subnet: '10.1.3.0/24', gateway: '10.1.3.1', isolated: true },
    { name: 'blue-web', tenant: 'blue', subnet: '10.1.1.0/24', gateway: '10.1.1.1', isolated: false },
  ],
  endpoints: [
    endpoint('c1', 'web', 's1', 2, '10.1.1.2'),
    endpoint('c2', 'web', 's1', 3, '10.1.1.3'),
    endpoint('c3', 'web', 's2', 2, '10.1.1.4'),
    endpoint('c4', 'web', 's3', 2, '10.1.1.5'),
    endpoint('d1', 'db', 's1', 4, '10.1.2.2'),
    endpoint('d2', 'db', 's2', 4, '10.1.2.3'),
    endpoint('i1', 'iso', 's1', 5, '10.1.3.2'),
    endpoint('i2', 'iso', 's1', 6, '10.1.3.3'),
    endpoint('x1', 'blue-web', 's1', 7, '10.1.1.2'),
    endpoint('x2', 'blue-web', 's2', 7, '10.1.1.4'),
  ],
  groups: [
    {
      name: 'db',
      members: [{ network: 'db' }] as object[],
      rules: [
        { direction: 'ingress', action: 'allow', protocol: 'tcp', ports: [80, '5000-5010'], peer: { group: 'web' } },
        { direction: 'ingress', action: 'allow', protocol: 'udp', ports: [53], peer: { group: 'web' } },
        { direction: 'ingress', action: 'allow', protocol: 'icmp', peer: { group: 'web' } },
      ] as object[],
    },
    { name: 'web', members: [{ network: 'web' }] as object[], rules: [] as object[] },
  ],
  policies: [] as { a: string; b: string; action: string }[],
};
export type House = typeof HOUSE;

/** The house with a change. */
export function house(change: (draft: House) => void = () => {}): House {
  const draft = structuredClone(HOUSE);
  change(draft);
  return draft;
}

function host(name: string, dpid: number, ip: string, mac: string) {
  const gateway = ip.replace(/\d+$/, '1');
  const gatewayMac: string | undefined = `02:ee:00:00:00:0${ip.split('.')[2]}`;
  return { name, dpid: `${dpid}`, uplink: 1, underlay: { ip, prefix: 24, mac, gateway, gatewayMac } };
}

/** Its MAC is made of its address: equal addresses have equal MACs, in two tenants too. */
function endpoint(name: string, network: string, hostName: string, port: number, ip: string) {
  const [, , third, last] = ip.split('.').map(Number);
  return { name, network, host: hostName, port, ip, mac: `02:00:00:00:0${third}:0${last}` };
}

// ── frames ──────────────────────────────────────────────────────────────────────────────────────────────────────

export type Transport = 'tcp' | 'udp' | 'sctp';

/** Who sends to whom, as both stand in HOUSE; the frame goes to the neighbour's MAC or to the router's. */
export function between(from: string, to: string, spec: Partial<FrameSpec> = {}): FrameSpec {
  const source = endpointOf(from);
  const target = endpointOf(to);
  const mac = source.network === target.network ? target.mac : ROUTER_MAC;
  return { source: { mac: source.mac, ip: source.ip }, target: { mac, ip: target.ip }, ...spec };
}

/** A frame with ports. */
export function frame(
  protocol: Transport,
  from: string,
  fromPort: number,
  to: string,
  toPort: number,
  spec: Partial<FrameSpec> = {},
): Uint8Array {
  const ends = between(from, to, spec);
  return frameOf(protocol, {
    ...ends,
    source: { ...ends.source, port: fromPort },
    target: { ...ends.target, port: toPort },
  });
}

/** A frame from a description that has its ports. */
export function frameOf(protocol: Transport, spec: FrameSpec): Uint8Array {
  if (protocol === 'tcp') return buildTcp(spec);
  return protocol === 'udp' ? buildUdp(spec) : buildSctp(spec);
}

export function ping(from: string, to: string, spec: Partial<FrameSpec> = {}): Uint8Array {
  return buildIcmp(between(from, to, spec));
}

export function pong(from: string, to: string, spec: Partial<FrameSpec> = {}): Uint8Array {
  return buildIcmp(between(from, to, spec), ICMP_ECHO_REPLY);
}

/** A datagram of a protocol without ports. */
export function bare(from: string, to: string, protocol: number, spec: Partial<FrameSpec> = {}): Uint8Array {
  return buildIpv4(between(from, to, spec), protocol, new Uint8Array(16));
}

/** `mac` asks who has `targetIp`, as `senderIp`. */
export function arpRequest(mac: string, senderIp: string, targetIp: string): Uint8Array {
  const bytes = new Uint8Array(ARP_FRAME_BYTES);
  const { hi, lo } = parseMac(mac)!;
  writeArpRequest(bytes, 0, hi, lo, parseIpv4(senderIp)!, parseIpv4(targetIp)!);
  return bytes;
}

/** `mac` says that it has `ip`. */
export function arpReply(mac: string, ip: string, targetMac: string, targetIp: string): Uint8Array {
  const bytes = new Uint8Array(ARP_FRAME_BYTES);
  const from = parseMac(mac)!;
  const to = parseMac(targetMac)!;
  writeArpReply(bytes, 0, from.hi, from.lo, parseIpv4(ip)!, to.hi, to.lo, parseIpv4(targetIp)!);
  return bytes;
}

/** An endpoint of HOUSE. */
export function endpointOf(name: string): House['endpoints'][number] {
  return HOUSE.endpoints.find((candidate) => candidate.name === name)!;
}

export function hostOf(name: string): House['hosts'][number] {
  return HOUSE.hosts.find((candidate) => candidate.name === name)!;
}
