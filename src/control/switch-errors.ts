// OFPT_ERROR from switches: counted, and told once for each datapath, type and code with the request that it quotes. A
// session's flow that was refused is no flow: its worker is told. Main thread.

import { type Log, oncePerKey } from '#base/log.ts';
import { type ControlCounters, SWITCH_ERRORS } from '#control/counters.ts';
import type { Datapath } from '#control/datapath.ts';
import type { Outbound } from '#control/outbound.ts';
import { COOKIE_KIND_SESSION, cookieIsKind, cookieWorker } from '#openflow/cookie.ts';
import type { ErrorValue } from '#openflow/error.ts';
import { FLOW_MOD_13_COMMAND_AT, FLOW_MOD_13_COOKIE_AT, OFPFC_ADD } from '#openflow/flow-mod.ts';
import { OFP_VERSION_13, OFPT_FLOW_MOD, OFPT13_METER_MOD } from '#openflow/header.ts';
import { u16At, u32At } from '#openflow/view.ts';

const KEYS_MAX = 10_000;
const OFPMC_ADD = 0;

export class SwitchErrors {
  readonly #outbound: Outbound;
  readonly #counters: ControlCounters;
  readonly #log: Log;
  readonly #first = oncePerKey(KEYS_MAX);

  constructor(outbound: Outbound, counters: ControlCounters, log: Log) {
    this.#outbound = outbound;
    this.#counters = counters;
    this.#log = log;
  }

  onError(datapath: Datapath, error: ErrorValue): void {
    if (isExpected(error)) return;
    this.#counters.count(SWITCH_ERRORS);
    datapath.errors++;
    const code = error.errorType === 'EXPERIMENTER' ? error.expType : error.errorCode;
    if (this.#first(`${datapath.dpid} ${error.errorType} ${code}`)) {
      const quoted = Buffer.from(error.data.subarray(0, 64)).toString('hex');
      this.#log.warn(
        { dpid: datapath.dpid, errorType: error.errorType, errorCode: code, xid: error.xid, quoted },
        'the switch refused a message; errors of this type and code are counted only from now on',
      );
    }
    this.#tellOwner(datapath, error.data);
  }

  /** The quoted message is an ADD of a session's flow: it is not there. */
  #tellOwner(datapath: Datapath, quoted: Uint8Array): void {
    if (quoted.length <= FLOW_MOD_13_COMMAND_AT || quoted[0] !== OFP_VERSION_13 || quoted[1] !== OFPT_FLOW_MOD) return;
    if (quoted[FLOW_MOD_13_COMMAND_AT] !== OFPFC_ADD) return;
    const hi = u32At(quoted, FLOW_MOD_13_COOKIE_AT);
    const lo = u32At(quoted, FLOW_MOD_13_COOKIE_AT + 4);
    if (cookieIsKind(hi, COOKIE_KIND_SESSION)) this.#outbound.tellFlowGone(cookieWorker(hi), datapath.slot, hi, lo);
  }
}

/** Meters are added and then modified, so that an ADD of one that is there from before may fail. */
function isExpected({ errorType, data, ...error }: ErrorValue): boolean {
  return (
    errorType === 'METER_MOD_FAILED' &&
    'errorCode' in error &&
    error.errorCode === 'METER_EXISTS' &&
    data.length >= 10 &&
    data[1] === OFPT13_METER_MOD &&
    u16At(data, 8) === OFPMC_ADD
  );
}
