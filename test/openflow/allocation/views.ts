// Loops over the views of the library: each calls one of them a number of times on a message like those of a switch, and uses what
// it gives. The last three allocate one thing for each call: what cannot be seen in them would not be seen in a view.
import * as cookie from '#openflow/cookie.ts';
import * as echo from '#openflow/echo.ts';
import * as error from '#openflow/error.ts';
import * as features from '#openflow/features.ts';
import * as flowMod from '#openflow/flow-mod.ts';
import * as flowRemoved from '#openflow/flow-removed.ts';
import * as flowStamp from '#openflow/flow-stamp.ts';
import * as flowTemplate from '#openflow/flow-template.ts';
import * as header from '#openflow/header.ts';
import * as match from '#openflow/match.ts';
import { encodeMessage } from '#openflow/message.ts';
import * as multipart from '#openflow/multipart.ts';
import { oxm, oxmHeader } from '#openflow/oxm.ts';
import * as packetIn from '#openflow/packet-in.ts';
import * as packetOut from '#openflow/packet-out.ts';
import * as portStatus from '#openflow/port-status.ts';
import * as view from '#openflow/view.ts';

export interface Loop {
  /** The functions that it is about; an offset has no function of its own and goes by that of its width. */
  readonly name: string;
  /** @returns a sum of what the calls gave, so that none is left out by the compiler */
  readonly run: (times: number) => number;
}

const FIELDS = [oxm('METADATA', 5n), oxm('ETH_TYPE', 0x0800), oxm('IN_PORT', 0xfffffffe)];
const PACKET = new Uint8Array(60);
const IN_13 = encodeMessage({
  ...{ version: 4, type: 'PACKET_IN', xid: 0xfffffff0, bufferId: 0xfffffff1, totalLen: 60, reason: 'ACTION' },
  ...{ match: FIELDS, data: PACKET },
});
const IN_10 = encodeMessage({ version: 1, type: 'PACKET_IN', totalLen: 60, inPort: 5, reason: 'ACTION', data: PACKET });
const OUT_13 = encodeMessage({ version: 4, type: 'PACKET_OUT', inPort: 0xfffffffd, data: PACKET });
const OUT_10 = encodeMessage({ version: 1, type: 'PACKET_OUT', inPort: 5, data: PACKET });
const REMOVED = { priority: 100, reason: 'DELETE', byteCount: 0x1_0000_0000n, packetCount: 7n } as const;
const REMOVED_13 = encodeMessage({ version: 4, type: 'FLOW_REMOVED', ...REMOVED, cookie: 0xda20_0000_0000_0007n });
const REMOVED_10 = encodeMessage({ version: 1, type: 'FLOW_REMOVED', ...REMOVED });
const FEATURES = encodeMessage({
  ...{ version: 4, type: 'FEATURES_REPLY', datapathId: 0x1_0000_0001n, nBuffers: 0xffffffff, nTables: 254 },
  capabilities: 0xffffffff,
});
const PORT = encodeMessage({
  ...{ version: 4, type: 'PORT_STATUS', reason: 'ADD' },
  desc: { portNo: 0xfffffffe, hwAddr: '02:00:00:00:00:01', name: 'br0' },
});
const REFUSAL = encodeMessage({ version: 4, type: 'ERROR', errorType: 'BAD_MATCH', errorCode: 'BAD_PREREQ' });
const STATS_13 = encodeMessage({ version: 4, type: 'MULTIPART_REPLY', multipartType: 'DESC', ...describe() });
const STATS_10 = encodeMessage({ version: 1, type: 'STATS_REPLY', statsType: 'DESC', ...describe() });
const FLOW_13 = encodeMessage({ version: 4, type: 'FLOW_MOD', command: 'ADD', cookie: 0xda20_0000_0000_0007n });
const FLOW_10 = encodeMessage({ version: 1, type: 'FLOW_MOD', command: 'ADD', cookie: 0xda20_0000_0000_0007n });
const IN_PORT = oxmHeader('IN_PORT');
const TARGET = new Uint8Array(1024);
const TARGET_VIEW = new DataView(TARGET.buffer);
const VALUES = Int32Array.from({ length: flowStamp.FLOW_VALUES }, (_, i) => 0x7000_0000 + i);
const OPTIONS = { priority: 100, idleTimeoutSec: 30, hardTimeoutSec: 0, flags: 1, finTimeoutSec: 5, wholeOnly: false };
const FLOW = flowTemplate.buildFlowTemplate(flowTemplate.LAYER4_TCP, flowTemplate.ACTS_NAT, true, OPTIONS);
const OUT = flowTemplate.buildPacketOutTemplate(flowTemplate.LAYER4_TCP, flowTemplate.ACTS_NAT);

function describe() {
  return { flags: [], mfrDesc: '', hwDesc: '', swDesc: '', serialNum: '', dpDesc: '' };
}

/** Wherever allocating loops put what they made. */
export const kept: { last: unknown } = { last: undefined };

export const VIEW_LOOPS: readonly Loop[] = [
  loop('messageVersion', (i) => header.messageVersion(IN_13, i & 0)),
  loop('messageType', (i) => header.messageType(IN_13, i & 0)),
  loop('messageLength', (i) => header.messageLength(IN_13, i & 0)),
  loop('messageXid', (i) => header.messageXid(IN_13, i & 0)),
  loop('stampXid', (i) => effect(header.stampXid(TARGET, i & 0xf8, 0xffff_fff0 + (i & 7)))),
  loop('writeHeader', (i) => effect(header.writeHeader(TARGET, i & 0xf8, 4, 14, 80, 0xffff_fff0))),
  loop('turnEchoIntoReply', (i) => effect(echo.turnEchoIntoReply(TARGET, i & 0xf8))),
  loop('errorType', (i) => error.errorType(REFUSAL, i & 0)),
  loop('errorCode', (i) => error.errorCode(REFUSAL, i & 0)),
  loop('match13End', (i) => match.match13End(IN_13, packetIn.PACKET_IN_13_MATCH_AT + (i & 0), IN_13.length)),
  loop('findOxm', (i) => match.findOxm(IN_13, packetIn.PACKET_IN_13_MATCH_AT + (i & 0), IN_PORT)),
  loop('packetInBufferId', (i) => packetIn.packetInBufferId(IN_13, i & 0)),
  loop('packetInTotalLen', (i) => packetIn.packetInTotalLen(IN_13, i & 0)),
  loop('packetIn10InPort', (i) => packetIn.packetIn10InPort(IN_10, i & 0)),
  loop('packetIn13DataAt', (i) => packetIn.packetIn13DataAt(IN_13, i & 0, IN_13.length)),
  loop('packetIn13InPort', (i) => packetIn.packetIn13InPort(IN_13, i & 0)),
  ...fields('packet-in', IN_13, packetIn, /^PACKET_IN_(13_|BUFFER|TOTAL)/),
  ...fields('packet-in of 1.0', IN_10, packetIn, /^PACKET_IN_(10_|BUFFER|TOTAL)/),
  ...fields('packet-out', OUT_13, packetOut, /^PACKET_OUT_(13_|BUFFER|IN_PORT)/),
  ...fields('packet-out of 1.0', OUT_10, packetOut, /^PACKET_OUT_(10_|BUFFER|IN_PORT)/),
  ...fields('flow-removed', REMOVED_13, flowRemoved, /^FLOW_REMOVED_13_/),
  ...fields('flow-removed of 1.0', REMOVED_10, flowRemoved, /^FLOW_REMOVED_10_/),
  ...fields('flow-mod', FLOW_13, flowMod, /^FLOW_MOD_13_/),
  ...fields('flow-mod of 1.0', FLOW_10, flowMod, /^FLOW_MOD_10_/),
  ...fields('features', FEATURES, features, /^FEATURES_/),
  ...fields('port-status', PORT, portStatus, /^PORT_STATUS_/),
  ...fields('error', REFUSAL, error, /^ERROR_(TYPE|CODE)/),
  ...fields('statistics', STATS_13, multipart, /^MULTIPART_/),
  ...fields('statistics of 1.0', STATS_10, multipart, /^(MULTIPART_(TYPE|FLAGS)|STATS_10)/),
  loop('cookieHi', (i) => cookie.cookieHi(2, i & 7, i & 0xff, i & 3, i & 0xffff)),
  loop('cookieLo', (i) => cookie.cookieLo(i & 0xffff, i & 0xffff)),
  loop('cookieIsKind', (i) => (cookie.cookieIsKind(0xda20_0000 + (i & 0xff), 2) ? 1 : 0)),
  loop('cookieWorker', (i) => cookie.cookieWorker(0xda20_0000 + (i & 0xff))),
  loop('cookieGeneration', (i) => cookie.cookieGeneration(0xda20_0000 + (i & 0xff))),
  loop('cookieFlow', (i) => cookie.cookieFlow(0xda20_0000 + (i & 0xff))),
  loop('cookieEndpoint', (i) => cookie.cookieEndpoint(0xda20_0000 + (i & 0xff), 0xfff0_0000)),
  loop('cookieSession', (i) => cookie.cookieSession(0xfff0_0000 + (i & 0xff))),
  loop('stampFlowMod', (i) => flowStamp.stampFlowMod(TARGET, TARGET_VIEW, i & 0xf8, FLOW, VALUES)),
  loop('stampPacketOut', (i) => flowStamp.stampPacketOut(TARGET, TARGET_VIEW, i & 0xf8, OUT, VALUES, 60)),
  loop('copyMessage', (i) => effect(flowStamp.copyMessage(TARGET_VIEW, i & 0xf8, FLOW.view, FLOW.length))),
];

/** Each makes one thing for each call: the smallest that there are, and one that a careless view would make. */
export const ALLOCATING_LOOPS: readonly Loop[] = [
  loop('an object', (i) => keep({ i })),
  loop('a number on the heap', (i) => keep(view.u32At(IN_13, packetIn.PACKET_IN_BUFFER_ID_AT + (i & 0)) + 0.5)),
  loop('a piece of an array', (i) => keep(IN_13.subarray(i & 7))),
  loop('cookieValue, a bigint', (i) => keep(cookie.cookieValue(0xda20_0000 + (i & 0xff), 1))),
];

/** The functions of these modules that allocate by their nature: they make what is made once, or what people read. */
export const NOT_VIEWS = ['match10', 'cookieValue'];

/** @returns the names of the functions that the loops must be about */
export function viewNames(): string[] {
  const modules: readonly object[] = [header, echo, match, packetIn, view, cookie, flowStamp, error];
  const isPlain = (value: unknown) => typeof value === 'function' && !/^class\b/.test(`${value}`);
  const names = modules.flatMap((module) => Object.entries(module).filter(([, value]) => isPlain(value)));
  return names.map(([name]) => name).filter((name) => !NOT_VIEWS.includes(name));
}

/** Reads each field of a message of which a module exports the offset; those of 64 bits by the view for them. */
function fields(what: string, bytes: Uint8Array, module: object, names: RegExp): Loop[] {
  const offsets = Object.entries(module).filter(([name]) => names.test(name) && name.endsWith('_AT'));
  if (offsets.length === 0) throw new Error(`no offsets of ${what}`);
  return offsets.flatMap(([name, at]: [string, number]) => {
    if (/COOKIE|COUNT|DATAPATH/.test(name))
      return loop(`u64At ${what} ${name}`, (i) => view.u64At(bytes, at + (i & 0)));
    if (at + 4 > bytes.length) return loop(`u16At ${what} ${name}`, (i) => view.u16At(bytes, at + (i & 0)));
    return loop(`u32At ${what} ${name}`, (i) => view.u32At(bytes, at + (i & 0)));
  });
}

/** For what is done and gives nothing. */
function effect(_: unknown): number {
  return 1;
}

function keep(thing: unknown): number {
  kept.last = thing;
  return 1;
}

/**
 * Each loop is compiled by itself (the name makes its text another), so that the compiler puts its view into it as it does where
 * packets are handled. The sum is one of 32 bits: a larger one would be a number on the heap until the loop is compiled.
 */
function loop(name: string, call: (i: number) => number): Loop {
  const text = `return (times) => { let sum = 0; for (let i = 0; i < times; i++) sum = (sum + call(i)) | 0; return sum; }; // ${name}`;
  return { name, run: new Function('call', text)(call) as Loop['run'] };
}
