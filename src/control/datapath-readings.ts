// One switch for people: what it said of itself, and the counts that the channel keeps of its connection. Main thread.

import type { Datapath as DatapathReading } from '#client/schema.ts';
import type { Datapath } from '#control/datapath.ts';
import type { HostRecord } from '#control/host-rows.ts';
import {
  DATAPATH_BYTES_IN,
  DATAPATH_BYTES_OUT,
  DATAPATH_MESSAGES_IN,
  DATAPATH_PACKET_INS,
  DATAPATH_WORDS,
  DATAPATH_WRITES,
} from '#shm/layout.ts';

/**
 * @param datapath undefined: the host's switch has never connected
 * @param host undefined: a learned switch
 * @param words the datapaths table
 */
export function readDatapath(
  datapath: Datapath | undefined,
  host: HostRecord | undefined,
  words: Int32Array,
): DatapathReading {
  const slot = datapath?.slot ?? host?.slot ?? 0;
  const connected = datapath?.connected === true;
  return {
    dpid: datapath?.dpid ?? host?.host.dpid ?? '',
    slot,
    mode: host === undefined ? 'learn' : 'host',
    host: host?.host.name ?? null,
    state: connected ? 'connected' : 'disconnected',
    reason: connected ? null : (datapath?.reason ?? 'it has not connected yet'),
    since: datapath?.since?.toISOString() ?? null,
    peer: datapath?.peer ?? null,
    version: connected ? (datapath.version === 1 ? '1.0' : '1.3') : null,
    description: datapath?.description ?? null,
    worker: connected ? datapath.worker : null,
    ports: readPorts(datapath, host),
    counters: readCounters(datapath, words),
  };
}

function readPorts(datapath: Datapath | undefined, host: HostRecord | undefined): DatapathReading['ports'] {
  const endpoints = new Map([...(host?.endpoints ?? [])].map(({ port, endpoint }) => [port, endpoint.name]));
  return [...(datapath?.ports.values() ?? [])].map(({ number, name, mac, up }) => ({
    ...{ number, name, mac },
    state: up ? 'up' : 'down',
    endpoint: endpoints.get(number) ?? null,
  }));
}

/** The channel counts on through a datapath's connections; 32-bit counts wrap. */
function readCounters(datapath: Datapath | undefined, words: Int32Array): DatapathReading['counters'] {
  if (datapath === undefined)
    return { packetIns: 0, messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0, errors: 0 };
  const row = datapath.slot * DATAPATH_WORDS;
  const bytes = new Float64Array(words.buffer);
  return {
    packetIns: words[row + DATAPATH_PACKET_INS]! >>> 0,
    messagesIn: words[row + DATAPATH_MESSAGES_IN]! >>> 0,
    messagesOut: words[row + DATAPATH_WRITES]! >>> 0,
    bytesIn: bytes[(row + DATAPATH_BYTES_IN) >> 1]!,
    bytesOut: bytes[(row + DATAPATH_BYTES_OUT) >> 1]!,
    errors: datapath.errors,
  };
}
