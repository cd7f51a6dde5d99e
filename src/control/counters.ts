// The control plane's own counters: main writes them in its block of shm/counters.ts, behind those of other threads.
// Main thread.

import type { CounterName } from '#shm/counters.ts';
import type { SharedMemory } from '#shm/layout.ts';

export const CONTROL_RECORDS = 90;
export const CONTROL_MALFORMED = 91;
export const OUTBOUND_MESSAGES = 92;
export const OUTBOUND_QUEUED = 93;
export const OUTBOUND_LOST = 94;
export const SWITCH_ERRORS = 95;
export const PUBLICATIONS = 96;
export const HOSTS_PREPARED = 97;
export const HOST_SETUPS_REPEATED = 98;
export const METERS_REFUSED = 99;
export const ARP_REQUESTS = 100;
export const NEIGHBOURS_HEARD = 101;
export const GATEWAYS_MOVED = 102;
export const RECONCILIATIONS = 103;
export const RECONCILIATIONS_REPEATED = 104;
export const FLOWS_UNKNOWN_DELETED = 105;
export const FLOWS_FOUND_GONE = 106;
export const COMMANDS_LOST = 107;
export const INVENTORY_LOADS = 108;
export const INVENTORY_REFUSALS = 109;
export const WORKER_RESTARTS = 110;
export const PORTS_REFUSED = 111;
export const REPLIES_UNASKED = 112;

export const CONTROL_COUNTERS: readonly CounterName[] = [
  { index: CONTROL_RECORDS, name: 'control_records', help: 'records taken from the channel and the workers' },
  {
    index: CONTROL_MALFORMED,
    name: 'control_malformed',
    help: 'messages for the control plane that could not be decoded',
  },
  { index: OUTBOUND_MESSAGES, name: 'outbound_messages', help: 'records handed to the channel for switches' },
  { index: OUTBOUND_QUEUED, name: 'outbound_queued', help: 'records that had to wait for room in the outbound ring' },
  {
    index: OUTBOUND_LOST,
    name: 'outbound_lost',
    help: 'records dropped because the queue before the outbound ring was full',
  },
  { index: SWITCH_ERRORS, name: 'switch_errors', help: 'OFPT_ERROR from switches' },
  { index: PUBLICATIONS, name: 'publications', help: 'policy versions published' },
  { index: HOSTS_PREPARED, name: 'hosts_prepared', help: 'times a host got its standing flows' },
  {
    index: HOST_SETUPS_REPEATED,
    name: 'host_setups_repeated',
    help: 'times a host did not answer in time and was asked again',
  },
  { index: METERS_REFUSED, name: 'meters_refused', help: 'times a switch refused meters; it is served without' },
  { index: ARP_REQUESTS, name: 'arp_requests', help: 'ARP requests for gateways' },
  { index: NEIGHBOURS_HEARD, name: 'neighbours_heard', help: 'ARP replies from gateways' },
  { index: GATEWAYS_MOVED, name: 'gateways_moved', help: 'times a gateway had another MAC than before' },
  { index: RECONCILIATIONS, name: 'reconciliations', help: 'times a switch and the sessions were compared' },
  {
    index: RECONCILIATIONS_REPEATED,
    name: 'reconciliations_repeated',
    help: 'readings of flows that had to be asked for again',
  },
  { index: FLOWS_UNKNOWN_DELETED, name: 'flows_unknown_deleted', help: 'flows found on a switch that no session owns' },
  { index: FLOWS_FOUND_GONE, name: 'flows_found_gone', help: 'flows of sessions that a switch does not hold' },
  { index: COMMANDS_LOST, name: 'commands_lost', help: 'commands for workers that found their ring full' },
  { index: INVENTORY_LOADS, name: 'inventory_loads', help: 'inventories that took effect' },
  { index: INVENTORY_REFUSALS, name: 'inventory_refusals', help: 'inventories refused' },
  { index: WORKER_RESTARTS, name: 'worker_restarts', help: 'times a worker was started again' },
  { index: PORTS_REFUSED, name: 'ports_refused', help: 'times a port was not kept because its switch has portsMax' },
  { index: REPLIES_UNASKED, name: 'replies_unasked', help: 'statistics from switches that answer no open request' },
];

/** Main's counter block. */
export class ControlCounters {
  readonly values: Float64Array;

  constructor(memory: SharedMemory) {
    this.values = new Float64Array(memory.counters[memory.config.workers + 1]!);
  }

  count(index: number, by = 1): void {
    this.values[index] = this.values[index]! + by;
  }
}
