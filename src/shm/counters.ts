// Counters: one block per thread, Float64 words that only that thread writes; main sums and shows them. Every
// PacketIn ends in exactly one counter of `OUTCOMES`, so packets in = the sum of the outcomes.

/** What happened to a PacketIn. `kind` groups them for people: answered, denied, dropped. */
export interface Outcome {
  readonly name: string;
  readonly kind: 'answered' | 'denied' | 'dropped';
  readonly help: string;
}

// Indexes into a counter block. Outcomes first: OUTCOMES[i] describes counter i.
export const SESSION_OPENED = 0;
export const SESSION_RELAYED = 1;
export const WATCH_RELAYED = 2;
export const WATCH_PASSED = 3;
export const ARP_ANSWERED = 4;
export const ECHO_ANSWERED = 5;
export const TIME_EXCEEDED_SENT = 6;
export const PACKET_RELAYED = 7;
export const NEIGHBOUR_LEARNED = 8;
export const SWITCH_FORWARDED = 9;
export const SWITCH_FLOODED = 10;
export const DENIED_POLICY = 11;
export const DENIED_RULE = 12;
export const DENIED_DEFAULT = 13;
export const DENIED_SPOOF_MAC = 14;
export const DENIED_SPOOF_IP = 15;
export const DENIED_UNKNOWN_PORT = 16;
export const DROPPED_MALFORMED_MESSAGE = 17;
export const DROPPED_MALFORMED_PACKET = 18;
export const DROPPED_IPV6 = 19;
export const DROPPED_VLAN = 20;
export const DROPPED_ETHERTYPE = 21;
export const DROPPED_NOT_UNICAST = 22;
export const DROPPED_FRAGMENT = 23;
export const DROPPED_UNKNOWN_TARGET = 24;
export const DROPPED_TARGET_DOWN = 25;
export const DROPPED_HOST_NOT_READY = 26;
export const DROPPED_ARP_UNANSWERED = 27;
export const DROPPED_SESSION_TABLE_FULL = 28;
export const DROPPED_KEYS_EXHAUSTED = 29;
export const DROPPED_EGRESS_FULL = 30;
export const DROPPED_RESERVED_MULTICAST = 31;
export const DROPPED_NO_DATA = 32;
export const DROPPED_TTL = 33;
export const DROPPED_GATEWAY = 34;
export const DROPPED_STALE = 35;

export const OUTCOMES: readonly Outcome[] = [
  { name: 'session_opened', kind: 'answered', help: 'allowed; flows were emitted and the packet sent on' },
  {
    name: 'session_relayed',
    kind: 'answered',
    help: 'of a live session whose flow was not yet (or no longer) there; sent on',
  },
  {
    name: 'watch_relayed',
    kind: 'answered',
    help: 'came over the underlay ahead of its flow; delivered to its endpoint',
  },
  { name: 'watch_passed', kind: 'answered', help: "in the watch band but no session's: given to the host itself" },
  { name: 'arp_answered', kind: 'answered', help: 'ARP request answered' },
  { name: 'echo_answered', kind: 'answered', help: 'ping to a gateway address answered' },
  { name: 'time_exceeded_sent', kind: 'answered', help: 'TTL ran out at a routed hop; ICMP time exceeded sent' },
  {
    name: 'packet_relayed',
    kind: 'answered',
    help: 'allowed, but not of a kind that flows can carry: delivered by the controller',
  },
  { name: 'neighbour_learned', kind: 'answered', help: 'ARP reply on an uplink, handed to the control plane' },
  { name: 'switch_forwarded', kind: 'answered', help: 'learning switch: destination known, flow emitted' },
  {
    name: 'switch_flooded',
    kind: 'answered',
    help: 'learning switch: destination unknown or a group address, flooded',
  },
  { name: 'denied_policy', kind: 'denied', help: 'an explicit disconnect policy' },
  { name: 'denied_rule', kind: 'denied', help: "a group's deny rule" },
  { name: 'denied_default', kind: 'denied', help: 'nothing allows the pair' },
  { name: 'denied_spoof_mac', kind: 'denied', help: "source MAC is not the endpoint's own" },
  { name: 'denied_spoof_ip', kind: 'denied', help: "source address is not the endpoint's own" },
  { name: 'denied_unknown_port', kind: 'denied', help: 'no endpoint of the inventory is on the port' },
  { name: 'dropped_malformed_message', kind: 'dropped', help: 'the PacketIn itself was malformed' },
  { name: 'dropped_malformed_packet', kind: 'dropped', help: 'the packet in the PacketIn was malformed' },
  { name: 'dropped_ipv6', kind: 'dropped', help: 'IPv6 is not carried' },
  { name: 'dropped_vlan', kind: 'dropped', help: 'an endpoint sent a tagged frame' },
  { name: 'dropped_ethertype', kind: 'dropped', help: 'neither IPv4 nor ARP' },
  { name: 'dropped_not_unicast', kind: 'dropped', help: 'broadcast or multicast destination' },
  { name: 'dropped_fragment', kind: 'dropped', help: 'a later fragment: it carries no ports' },
  {
    name: 'dropped_unknown_target',
    kind: 'dropped',
    help: "no endpoint of the source's tenant has the destination address",
  },
  {
    name: 'dropped_target_down',
    kind: 'dropped',
    help: "the target's datapath is not connected or its port not found",
  },
  { name: 'dropped_host_not_ready', kind: 'dropped', help: 'the datapath has not got its standing flows yet' },
  {
    name: 'dropped_arp_unanswered',
    kind: 'dropped',
    help: 'ARP for an address that is not known, a probe for its own, or not a request',
  },
  { name: 'dropped_session_table_full', kind: 'dropped', help: "the worker's session table is full" },
  { name: 'dropped_keys_exhausted', kind: 'dropped', help: 'no NAT key is free for the pair of hosts' },
  { name: 'dropped_egress_full', kind: 'dropped', help: 'the answer did not fit the egress ring' },
  {
    name: 'dropped_reserved_multicast',
    kind: 'dropped',
    help: 'learning switch: link-local group address (LLDP, STP), never forwarded',
  },
  { name: 'dropped_no_data', kind: 'dropped', help: 'the switch sent too little of the packet and no buffer' },
  {
    name: 'dropped_ttl',
    kind: 'dropped',
    help: 'TTL ran out and no time exceeded was due (an ICMP error, or over the rate)',
  },
  { name: 'dropped_gateway', kind: 'dropped', help: 'sent to a gateway address, and not a ping' },
  { name: 'dropped_stale', kind: 'dropped', help: 'of a connection that has ended meanwhile' },
];
export const OUTCOME_COUNT = OUTCOMES.length;

// Other counters.
export const PACKET_INS = 40;
export const FLOW_MODS = 41;
export const PACKET_OUTS = 42;
export const FLOWS_REMOVED = 43;
export const FLOWS_REMOVED_UNKNOWN = 44;
export const SESSIONS_CLOSED = 45;
export const SESSIONS_REVOKED = 46;
export const SWEEPS = 47;
export const KEYS_OVERFLOWED = 48;
export const MACS_EVICTED = 49;
export const EGRESS_WAITS = 50;
export const PARKS = 51;
export const EVENTS_LOST = 52;
export const FLOWS_REINSTALLED = 53;
// Of the channel.
export const CONNECTIONS_ACCEPTED = 60;
export const CONNECTIONS_REFUSED = 61;
export const CONNECTIONS_CLOSED = 62;
export const CONNECTIONS_DEAD = 63;
export const CONNECTIONS_MALFORMED = 64;
export const CONNECTIONS_BACKLOG = 65;
export const DUPLICATE_DPIDS = 66;
export const READ_PAUSES = 67;
export const EGRESS_UNDELIVERABLE = 68;
export const CONTROL_LOST = 69;
export const SOCKET_READS = 70;
export const SOCKET_WRITES = 71;
export const BYTES_IN = 72;
export const BYTES_OUT = 73;
export const MESSAGES_IN = 74;
export const PACKET_INS_UNSERVED = 75;
export const ECHOES_ANSWERED = 76;

export interface CounterName {
  readonly index: number;
  readonly name: string;
  readonly help: string;
}

export const WORKER_COUNTERS: readonly CounterName[] = [
  { index: PACKET_INS, name: 'packet_ins', help: 'PacketIns taken from the ingress ring' },
  { index: FLOW_MODS, name: 'flow_mods', help: 'FlowMods emitted' },
  { index: PACKET_OUTS, name: 'packet_outs', help: 'PacketOuts emitted' },
  { index: FLOWS_REMOVED, name: 'flows_removed', help: 'FlowRemoved taken for sessions of this worker' },
  { index: FLOWS_REMOVED_UNKNOWN, name: 'flows_removed_unknown', help: 'FlowRemoved of no live session' },
  { index: SESSIONS_CLOSED, name: 'sessions_closed', help: 'sessions whose flows are all gone' },
  { index: SESSIONS_REVOKED, name: 'sessions_revoked', help: 'live sessions ended by a change of policy or inventory' },
  { index: SWEEPS, name: 'sweeps', help: 'times all sessions were judged again' },
  { index: KEYS_OVERFLOWED, name: 'keys_overflowed', help: 'wire keys that needed another destination port' },
  { index: MACS_EVICTED, name: 'macs_evicted', help: 'learning switch: addresses forgotten to make room' },
  { index: EGRESS_WAITS, name: 'egress_waits', help: 'times the worker waited for room in the egress ring' },
  { index: PARKS, name: 'parks', help: 'times the worker went to sleep' },
  { index: EVENTS_LOST, name: 'events_lost', help: 'events for the control plane that found its ring full' },
  {
    index: FLOWS_REINSTALLED,
    name: 'flows_reinstalled',
    help: 'flows of live sessions emitted again after they idled out',
  },
];

export const CHANNEL_COUNTERS: readonly CounterName[] = [
  { index: CONNECTIONS_ACCEPTED, name: 'connections_accepted', help: 'TCP connections accepted' },
  { index: CONNECTIONS_REFUSED, name: 'connections_refused', help: 'connections closed during the handshake' },
  { index: CONNECTIONS_CLOSED, name: 'connections_closed', help: 'connections ended' },
  { index: CONNECTIONS_DEAD, name: 'connections_dead', help: 'connections dropped because the peer answered no echo' },
  {
    index: CONNECTIONS_MALFORMED,
    name: 'connections_malformed',
    help: 'connections dropped because bytes could not be framed',
  },
  {
    index: CONNECTIONS_BACKLOG,
    name: 'connections_backlog',
    help: 'connections dropped because the peer did not read',
  },
  {
    index: DUPLICATE_DPIDS,
    name: 'duplicate_dpids',
    help: 'connections refused because their dpid is connected already',
  },
  { index: READ_PAUSES, name: 'read_pauses', help: 'times reading from a connection was paused for room' },
  { index: EGRESS_UNDELIVERABLE, name: 'egress_undeliverable', help: 'answers for connections that had ended' },
  { index: CONTROL_LOST, name: 'control_lost', help: 'messages for the control plane that found its ring full' },
  { index: SOCKET_READS, name: 'socket_reads', help: 'reads from sockets' },
  { index: SOCKET_WRITES, name: 'socket_writes', help: 'writes to sockets' },
  { index: BYTES_IN, name: 'bytes_in', help: 'bytes read' },
  { index: BYTES_OUT, name: 'bytes_out', help: 'bytes written' },
  { index: MESSAGES_IN, name: 'messages_in', help: 'OpenFlow messages framed' },
  {
    index: PACKET_INS_UNSERVED,
    name: 'packet_ins_unserved',
    help: 'PacketIns dropped on datapaths that no worker serves',
  },
  { index: ECHOES_ANSWERED, name: 'echoes_answered', help: 'echo requests answered' },
];
