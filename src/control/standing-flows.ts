// The flows that stand on a host's switch for as long as it is a host (DESIGN 3.4): they keep the host's own network
// going without a controller, bring to the controller what no session flow takes, and keep the host from answering
// packets that are a session's. One table, OpenFlow 1.3. Pure.
//
//   priority  match                                       to
//   40001     uplink, ICMP echo, code 0                   LOCAL: the host's own pings
//   40000     uplink, port in the pool, either end        controller (meter 2)
//   40000     uplink, ICMP echo, another code             controller (meter 2)
//   35001     uplink, ARP reply of the gateway            LOCAL and controller; only where its MAC is asked for
//   35000     LOCAL                                       uplink
//   35000     uplink, ARP                                 LOCAL
//   30000     uplink                                      LOCAL
//   0         anything                                    controller (meter 1)
//
// A set is written with the mark (one bit of the cookie) set, what has it clear is deleted, then the same once more the
// other way round: so flows of any earlier set go away, whatever they match, and those that stay are never missing.

import {
  COOKIE_KIND_DENY,
  COOKIE_KIND_LEARN,
  COOKIE_KIND_SESSION,
  COOKIE_KIND_SPOOF,
  COOKIE_KIND_STANDING,
  COOKIE_MASK_KIND_HI,
  cookieHi,
  cookieLo,
  cookieValue,
} from '#openflow/cookie.ts';
import { encodeMessage, type MessageIn } from '#openflow/message.ts';
import { type NamedOxm, oxm } from '#openflow/oxm.ts';
import { OFPP_CONTROLLER, OFPP_LOCAL } from '#openflow/port-number.ts';

export const PRIORITY_WATCH = 40_000;
export const PRIORITY_PLUMBING = 35_000;
export const PRIORITY_DELIVER = 30_000;
export const PRIORITY_MISS = 0;
export const METER_MISS = 1;
export const METER_WATCH = 2;

const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_ARP = 0x0806;
const ARP_REPLY = 2;
const PROTOCOL_ICMP = 1;
const ICMP_ECHO_REPLY = 0;
const ICMP_ECHO_REQUEST = 8;
/** OFPCML_NO_BUFFER: the whole packet. */
const WHOLE_PACKET = 0xffff;

/** The cookie's mark: the lowest bit of what is a session's row in other kinds. */
const MARK = 1n;
const STANDING = cookieValue(cookieHi(COOKIE_KIND_STANDING, 0, 0, 0, 0), cookieLo(0, 0));
const KIND_MASK = cookieValue(COOKIE_MASK_KIND_HI, 0);
/** Every table; what they match and where they lead is to be told. */
const DELETE_SESSIONS = {
  version: 4,
  type: 'FLOW_MOD',
  command: 'DELETE',
  tableId: 0xff,
  cookie: cookieValue(cookieHi(COOKIE_KIND_SESSION, 0, 0, 0, 0), 0),
  cookieMask: KIND_MASK,
} as const;

export interface StandingOptions {
  readonly uplinkPort: number;
  /** Address whose ARP replies are wanted, or undefined. */
  readonly gatewayIp: string | undefined;
  readonly natPoolFirst: number;
  readonly natPoolSize: number;
  /** Whether the switch has meters. */
  readonly metered: boolean;
}

export interface MeterOptions {
  readonly missPacketsPerSec: number;
  readonly watchPacketsPerSec: number;
}

/** Encodes messages back to back. @param firstXid the first's; each next has one more */
export function encodeAll(messages: readonly MessageIn[], firstXid: number): Uint8Array {
  const parts = messages.map((message, i) => encodeMessage({ ...message, xid: (firstXid + i) >>> 0 } as MessageIn));
  return new Uint8Array(Buffer.concat(parts));
}

/**
 * The messages that make a switch's standing flows what they ought to be, in an order that leaves no gap.
 */
export function installStandingFlows(options: StandingOptions): MessageIn[] {
  return [...standingFlows(options, MARK), deleteStanding(0n), ...standingFlows(options, 0n), deleteStanding(MARK)];
}

/** Adds the meters and sets their rates: ADD is refused when they are there (then MODIFY sets them), which is no fault. */
export function installMeters(options: MeterOptions): MessageIn[] {
  const rates = [
    [METER_MISS, options.missPacketsPerSec],
    [METER_WATCH, options.watchPacketsPerSec],
  ] as const;
  return rates.flatMap(([meterId, rate]) =>
    (['ADD', 'MODIFY'] as const).map(
      (command): MessageIn => ({
        version: 4,
        type: 'METER_MOD',
        command,
        flags: ['PKTPS', 'BURST'],
        meterId,
        bands: [{ type: 'DROP', rate, burstSize: rate }],
      }),
    ),
  );
}

/** Deletes every flow of ours that is no standing one: sessions that this process knows nothing of, and what the switch
 * learned while it was no host. */
export function deletePassingFlows(): MessageIn[] {
  return [COOKIE_KIND_SESSION, COOKIE_KIND_DENY, COOKIE_KIND_SPOOF, COOKIE_KIND_LEARN].map((kind) =>
    deleteByCookie(cookieValue(cookieHi(kind, 0, 0, 0, 0), 0), KIND_MASK),
  );
}

/** Deletes the session flows that output to a port. */
export function deleteSessionFlowsTo(outPort: number): MessageIn {
  return { ...DELETE_SESSIONS, outPort };
}

/** Deletes the session flows that match packets from a port. */
export function deleteSessionFlowsFrom(inPort: number): MessageIn {
  return { ...DELETE_SESSIONS, match: [oxm('IN_PORT', inPort)] };
}

/** Deletes flows by cookie, in every table. */
export function deleteByCookie(cookie: bigint, cookieMask: bigint): MessageIn {
  return { version: 4, type: 'FLOW_MOD', command: 'DELETE', tableId: 0xff, cookie, cookieMask };
}

/** The set itself, as FlowMods. */
export function standingFlows(options: StandingOptions, mark: bigint): MessageIn[] {
  const { uplinkPort, gatewayIp, natPoolFirst, natPoolSize, metered } = options;
  const uplink = oxm('IN_PORT', uplinkPort);
  const ipv4 = oxm('ETH_TYPE', ETHERTYPE_IPV4);
  const icmp = [uplink, ipv4, oxm('IP_PROTO', PROTOCOL_ICMP)];
  const poolMask = 0xffff & ~(natPoolSize - 1);
  const watchMeter = metered ? METER_WATCH : 0;
  const flow = (priority: number, match: NamedOxm[], ports: readonly number[], meter = 0): MessageIn => ({
    version: 4,
    type: 'FLOW_MOD',
    command: 'ADD',
    priority,
    cookie: STANDING | mark,
    match,
    instructions: [
      ...(meter === 0 ? [] : [{ type: 'METER' as const, meterId: meter }]),
      {
        type: 'APPLY_ACTIONS' as const,
        actions: ports.map((port) => ({
          type: 'OUTPUT' as const,
          port,
          ...(port === OFPP_CONTROLLER ? { maxLen: WHOLE_PACKET } : {}),
        })),
      },
    ],
  });

  const flows = [
    // The host's own network first.
    flow(PRIORITY_PLUMBING, [oxm('IN_PORT', OFPP_LOCAL)], [uplinkPort]),
    flow(PRIORITY_PLUMBING, [uplink, oxm('ETH_TYPE', ETHERTYPE_ARP)], [OFPP_LOCAL]),
    flow(PRIORITY_DELIVER, [uplink], [OFPP_LOCAL]),
  ];
  if (gatewayIp !== undefined) {
    const reply = [uplink, oxm('ETH_TYPE', ETHERTYPE_ARP), oxm('ARP_OP', ARP_REPLY), oxm('ARP_SPA', gatewayIp)];
    flows.push(flow(PRIORITY_PLUMBING + 1, reply, [OFPP_LOCAL, OFPP_CONTROLLER]));
  }
  for (const type of [ICMP_ECHO_REQUEST, ICMP_ECHO_REPLY]) {
    const echo = [...icmp, oxm('ICMPV4_TYPE', type)];
    flows.push(flow(PRIORITY_WATCH + 1, [...echo, oxm('ICMPV4_CODE', 0)], [OFPP_LOCAL]));
    flows.push(flow(PRIORITY_WATCH, echo, [OFPP_CONTROLLER], watchMeter));
  }
  for (const { protocol, fields } of TRANSPORTS) {
    for (const field of fields) {
      const match = [uplink, ipv4, oxm('IP_PROTO', protocol), oxm(field, natPoolFirst, poolMask)];
      flows.push(flow(PRIORITY_WATCH, match, [OFPP_CONTROLLER], watchMeter));
    }
  }
  flows.push(flow(PRIORITY_MISS, [], [OFPP_CONTROLLER], metered ? METER_MISS : 0));
  return flows;
}

const TRANSPORTS = [
  { protocol: 6, fields: ['TCP_SRC', 'TCP_DST'] },
  { protocol: 17, fields: ['UDP_SRC', 'UDP_DST'] },
  { protocol: 132, fields: ['SCTP_SRC', 'SCTP_DST'] },
] as const;

function deleteStanding(mark: bigint): MessageIn {
  return deleteByCookie(STANDING | mark, KIND_MASK | MARK);
}
