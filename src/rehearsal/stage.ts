// The stage of a rehearsal (play.ts): a memory of its own with a small network in it, and what its switches say, written down
// once. Main thread; cold.
//
//   r1, r2     hosts: clients in one network, servers in another; they let each other open TCP to port 80, and servers UDP to port 53;
//              and bystanders, who say nothing: tables are as full as elsewhere, and the others' rows have as many bits
//   a third    a learning switch of OpenFlow 1.0
//
// What V8 has not seen here it compiles for again when it comes, so what is rare in a packet and frequent among many has to be here:
// keys that meet in a hash table, chains, numbers of 32 bits, lengths that are no multiple of 8.

import { ControlCounters } from '#control/counters.ts';
import { changesBetween } from '#control/inventory-changes.ts';
import { Publisher } from '#control/publisher.ts';
import { ROUTER_MAC } from '#model/address.ts';
import { EMPTY_INVENTORY, validateInventory } from '#model/inventory.ts';
import { OFP_NO_BUFFER } from '#openflow/flow-template.ts';
import { encodeMessage, type MessageIn } from '#openflow/message.ts';
import {
  allocateMemory,
  HOST_FEATURE_NICIRA,
  HOST_STATE_READY,
  RING_BYTES_MIN,
  type SharedMemory,
} from '#shm/layout.ts';
import { ARP_FRAME_BYTES, writeArpRequest } from '#wire/arp.ts';
import { buildIcmp, buildTcp, buildUdp, type FrameEnd, type FrameSpec } from '#wire/frame.ts';
import { parseIpv4 } from '#wire/ip.ts';
import { parseMac } from '#wire/mac.ts';

/** What a switch of the stage says. */
export interface StageSwitch {
  /** HELLO and FEATURES_REPLY. */
  readonly greeting: Uint8Array;
  /** PacketIns, one behind the other: less than a read takes, with as many ends of flows. */
  readonly packetIns: Uint8Array;
  /** Where in them the source ports are that differ from turn to turn, so that sessions are new. */
  readonly sourcePorts: Int32Array;
}

/** What is played: new TCP sessions, on one host and across, … */
export const PLAY_SESSIONS = 0;
/** … or that and what else comes, changes of policy too. */
export const PLAY_ALL = 1;

/** Structured clone shares its memory with a thread. */
export interface Stage {
  readonly memory: SharedMemory;
  readonly changesPolicy: boolean;
  readonly switches: readonly StageSwitch[];
  /** Rows of endpoints in use, from 0 on: those that speak are the last. */
  readonly endpoints: number;
}

const HOSTS = ['r1', 'r2'];
const UPLINK_PORT = 1;
/** Clients and servers on each host. */
const PAIRS = 16;
/** Of both hosts: a cookie's lower half has 32 bits from row 2048 on. */
const BYSTANDERS = 2048;
const BYSTANDER_PORT = 1000;
const SOURCE_PORT = 40_000;
const SERVICE_PORT = 80;
const CLOSED_PORT = 99;
const UDP_PORT = 53;
/** Of a frame without options: where its source port is. */
const SOURCE_PORT_AT = 34;
/** Stations of the learning switch. */
const STATIONS = 32;

interface Lifted {
  readonly message: Uint8Array;
  /** Behind the message's first byte, or -1. */
  readonly sourcePortAt: number;
}

/**
 * @param play PLAY_*
 * @param learn whether a learning switch plays, too
 */
export function makeStage(play: number, learn: boolean): Stage {
  published ??= publish();
  const switches = HOSTS.map((_, host) => makeSwitch(4, host, hostPacketIns(play, host)));
  if (learn) switches.push(makeSwitch(1, HOSTS.length, stationPacketIns()));
  return {
    ...{ memory: copyMemory(published.memory), changesPolicy: play === PLAY_ALL },
    ...{ switches, endpoints: published.endpoints },
  };
}

/** The network as main publishes it; nobody plays on this one. */
let published: { memory: SharedMemory; endpoints: number } | undefined;

function publish(): { memory: SharedMemory; endpoints: number } {
  const memory = allocateMemory({
    ...{ workers: 1, endpointRows: 4096, networkRows: 16, classRows: 64, pairRows: 64, heapWords: 4096 },
    ...{ sessionRows: 512, macSets: 256 }, // few, so that chains have more than one
    ...{ ingressBytes: RING_BYTES_MIN, egressBytes: RING_BYTES_MIN, controlBytes: RING_BYTES_MIN },
  });
  const inventory = validateInventory(makeInventory(), 'the rehearsal');
  const publisher = new Publisher(memory, new ControlCounters(memory));
  publisher.apply(changesBetween(EMPTY_INVENTORY, inventory));
  for (const record of publisher.endpoints.byName.values()) publisher.locate(record, record.endpoint.port as number);
  for (const record of publisher.hosts.byName.values()) {
    publisher.hosts.setUplink(record, UPLINK_PORT);
    publisher.hosts.setFeatures(record, HOST_FEATURE_NICIRA);
    publisher.hosts.setState(record, HOST_STATE_READY);
  }
  publisher.publish();
  return { memory, endpoints: inventory.endpoints.length };
}

function copyMemory({ config, ...blocks }: SharedMemory): SharedMemory {
  const copy = (block: SharedArrayBuffer | readonly SharedArrayBuffer[]) =>
    block instanceof SharedArrayBuffer ? block.slice(0) : block.map((each) => each.slice(0));
  const copies = Object.entries(blocks).map(([name, block]) => [name, copy(block)]);
  return { config, ...Object.fromEntries(copies) };
}

function makeInventory(): object {
  const places = HOSTS.flatMap((_, host) => Array.from({ length: PAIRS }, (_, i) => ({ host, i })));
  const endpoint = (network: 'clients' | 'servers') => (place: { host: number; i: number }) => {
    const { mac, ip } = network === 'clients' ? client(place.host, place.i) : server(place.host, place.i);
    return {
      name: `${network}-${place.host}-${place.i}`,
      network,
      host: HOSTS[place.host],
      port: portOf(network, place.i),
      ip,
      mac,
    };
  };
  const rule = (group: string, protocol: string, port: number) => ({
    ...{ direction: 'ingress', action: 'allow', protocol, ports: [port], peer: { group } },
  });
  const bystanders = Array.from({ length: BYSTANDERS }, (_, i) => ({
    ...{ name: `bystander-${i}`, network: 'bystanders', host: HOSTS[i % 2], port: BYSTANDER_PORT + i },
    ...{ ip: `10.1.${1 + (i >> 7)}.${1 + (i & 127)}`, mac: macOf(5, i >> 8, i & 0xff) },
  }));
  return {
    hosts: HOSTS.map((name, host) => ({ name, dpid: `${host + 1}`, uplink: UPLINK_PORT, underlay: underlay(host) })),
    networks: [
      { name: 'clients', subnet: '10.0.1.0/24', gateway: '10.0.1.1' },
      { name: 'servers', subnet: '10.0.2.0/24', gateway: '10.0.2.1' },
      { name: 'bystanders', subnet: '10.1.0.0/16', gateway: '10.1.0.1' },
    ],
    endpoints: [...bystanders, ...places.map(endpoint('clients')), ...places.map(endpoint('servers'))],
    groups: [
      { name: 'clients', members: [{ network: 'clients' }], rules: [rule('servers', 'tcp', SERVICE_PORT)] },
      {
        ...{ name: 'servers', members: [{ network: 'servers' }] },
        rules: [
          rule('clients', 'tcp', SERVICE_PORT),
          rule('clients', 'udp', UDP_PORT),
          { ...rule('clients', 'icmp', 0), ports: undefined },
        ],
      },
    ],
    policies: [],
  };
}

function underlay(host: number): object {
  return { ip: `172.31.0.${10 + host}`, prefix: 24, mac: macOf(3, host, 0), gateway: '172.31.0.1' };
}

function client(host: number, i: number): FrameEnd {
  return { mac: macOf(1, host, i), ip: `10.0.1.${10 + PAIRS * host + i}` };
}

function server(host: number, i: number): FrameEnd {
  return { mac: macOf(2, host, i), ip: `10.0.2.${10 + PAIRS * host + i}` };
}

function macOf(kind: number, host: number, i: number): string {
  return `02:00:00:0${kind}:0${host}:${i.toString(16).padStart(2, '0')}`;
}

function portOf(network: 'clients' | 'servers', i: number): number {
  return UPLINK_PORT + 1 + (network === 'clients' ? i : PAIRS + i);
}

/** New sessions for the most part, on one host and across, both ways. */
function hostPacketIns(play: number, host: number): Lifted[] {
  const lifted: Lifted[] = [];
  for (let i = 0; i < PAIRS; i++) {
    const source = { ...client(host, i), port: SOURCE_PORT };
    const payload = new Uint8Array(i % 8);
    const routed = (target: FrameEnd, port: number, from = source): FrameSpec => ({
      ...{ source: from, target: { mac: ROUTER_MAC, ip: target.ip, port }, payload },
    });
    const lift = (frame: Uint8Array, isNew = true) => lifted.push(lift13(portOf('clients', i), frame, isNew));
    const near = server(host, (i + 1) % PAIRS);
    const far = server(1 - host, (i + 3) % PAIRS);
    lift(buildTcp(routed(near, SERVICE_PORT)));
    lift(buildTcp(routed(far, SERVICE_PORT)));
    const back = { ...server(host, i), port: SOURCE_PORT };
    const backFrame = buildTcp(routed(client(i % 2, (i + 5) % PAIRS), SERVICE_PORT, back));
    lifted.push(lift13(portOf('servers', i), backFrame, true));
    if (play === PLAY_SESSIONS) continue;
    lift(buildUdp(routed(near, UDP_PORT)));
    // The same again: the session is there.
    if (i % 4 === 0) lift(buildTcp(routed(near, SERVICE_PORT)));
    if (i === 1) lift(buildTcp(routed(far, CLOSED_PORT)));
    // A neighbour, to whom everything is allowed.
    if (i === 2) lift(buildTcp({ source, target: { ...client(host, 0), port: SERVICE_PORT } }));
    if (i === 3) lift(buildIcmp(routed(far, 0)), false);
    if (i === 4) lift(arpFor(client(host, i), '10.0.1.1'), false);
  }
  return lifted;
}

function arpFor(asker: FrameEnd, wanted: string): Uint8Array {
  const frame = new Uint8Array(ARP_FRAME_BYTES);
  const mac = parseMac(asker.mac)!;
  writeArpRequest(frame, 0, mac.hi, mac.lo, parseIpv4(asker.ip)!, parseIpv4(wanted)!);
  return frame;
}

/** Each station speaks to the next one, all of them at ports of their own. */
function stationPacketIns(): Lifted[] {
  return Array.from({ length: STATIONS }, (_, i) => {
    const source = { mac: macOf(4, 0, i), ip: `10.0.3.${i}`, port: SOURCE_PORT };
    const target = { mac: macOf(4, 0, (i + 1) % STATIONS), ip: `10.0.3.${(i + 1) % STATIONS}`, port: SERVICE_PORT };
    const data = buildTcp({ source, target });
    const message: MessageIn = {
      ...{ version: 1, type: 'PACKET_IN', reason: 'NO_MATCH', inPort: 1 + i, data },
      ...{ bufferId: OFP_NO_BUFFER, totalLen: data.length },
    };
    return { message: encodeMessage(message), sourcePortAt: -1 };
  });
}

function lift13(inPort: number, data: Uint8Array, isNew: boolean): Lifted {
  const message = encodeMessage({
    ...{ version: 4, type: 'PACKET_IN', reason: 'NO_MATCH', match: [{ field: 'IN_PORT', value: inPort }], data },
    ...{ bufferId: OFP_NO_BUFFER, totalLen: data.length },
  });
  return { message, sourcePortAt: isNew ? message.length - data.length + SOURCE_PORT_AT : -1 };
}

function makeSwitch(version: 1 | 4, index: number, lifted: readonly Lifted[]): StageSwitch {
  const features = { type: 'FEATURES_REPLY', xid: 2, datapathId: BigInt(index + 1), nBuffers: 0, nTables: 1 } as const;
  const greeting = Buffer.concat([
    encodeMessage({ version, type: 'HELLO', xid: 1 }),
    version === 1
      ? encodeMessage({ ...features, version, capabilities: [], actions: [], ports: [] })
      : encodeMessage({ ...features, version, capabilities: [] }),
  ]);
  const sourcePorts: number[] = [];
  let at = 0;
  for (const { message, sourcePortAt } of lifted) {
    if (sourcePortAt >= 0) sourcePorts.push(at + sourcePortAt);
    at += message.length;
  }
  // Arrays of their own: a Buffer may be a piece of a pool.
  return {
    greeting: Uint8Array.from(greeting),
    packetIns: Uint8Array.from(Buffer.concat(lifted.map(({ message }) => message))),
    sourcePorts: Int32Array.from(sourcePorts),
  };
}
