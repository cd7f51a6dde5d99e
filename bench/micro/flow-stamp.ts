// The stamp: what it costs to write one answer from its template.
import { FLOW_VALUES, stampFlowMod, stampPacketOut, V_OUTPUT } from '#openflow/flow-stamp.ts';
import {
  ACTS_NAT_ROUTE,
  ACTS_ROUTE,
  buildFlowTemplate,
  buildPacketOutTemplate,
  LAYER4_TCP,
  OFPFF_SEND_FLOW_REM,
} from '#openflow/flow-template.ts';
import { SYN_FRAME_BYTES } from '../load/syn-frame.ts';
import { CALLS, type Row, type Subject } from './subject.ts';

const OPTIONS = {
  ...{ priority: 100, idleTimeoutSec: 300, hardTimeoutSec: 0, flags: OFPFF_SEND_FLOW_REM, finTimeoutSec: 10 },
  wholeOnly: false,
};
const PLACES = 64;
const PLACE_BYTES = 512;

export const FLOW_STAMP: Subject = {
  name: 'flow-stamp',
  about: 'one message written',
  rows: async () => [
    flowMod('FlowMod that routes', ACTS_ROUTE),
    flowMod('FlowMod that NATs', ACTS_NAT_ROUTE),
    packetOut(),
  ],
};

function flowMod(name: string, acts: number): Row {
  const template = buildFlowTemplate(LAYER4_TCP, acts, false, OPTIONS);
  return stamp(name, template.length, (bytes, view, at, values) => stampFlowMod(bytes, view, at, template, values));
}

function packetOut(): Row {
  const template = buildPacketOutTemplate(LAYER4_TCP, ACTS_ROUTE);
  return stamp('PacketOut, without its packet', template.length, (bytes, view, at, values) =>
    stampPacketOut(bytes, view, at, template, values, SYN_FRAME_BYTES),
  );
}

type Stamp = (bytes: Uint8Array, view: DataView, at: number, values: Int32Array) => number;

/** Writes to shared memory, as workers do, at places in turn. */
function stamp(name: string, length: number, write: Stamp): Row {
  const block = new SharedArrayBuffer(PLACES * PLACE_BYTES);
  const bytes = new Uint8Array(block);
  const view = new DataView(block);
  const values = new Int32Array(FLOW_VALUES);
  return {
    name,
    calls: CALLS,
    run: () => {
      let right = 0;
      for (let i = 0; i < CALLS; i++) {
        const at = (i & (PLACES - 1)) * PLACE_BYTES;
        values[V_OUTPUT] = i;
        if (write(bytes, view, at, values) === at + length) right++;
      }
      return right;
    },
  };
}
