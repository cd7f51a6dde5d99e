// A flow in text as ovs-ofctl add-flow takes it, as a FLOW_MOD of 1.0 or 1.3. Pure.
//
//   parseFlow('priority=100,tcp,nw_dst=10.0.0.1 actions=output:2')
import { OFP_DEFAULT_PRIORITY } from '../flow-mod.ts';
import type { MessageOf } from '../message.ts';
import { fromJson, toJson } from '../message.ts';
import { OFPP_ANY, OFPP_NONE_10 } from '../port-number.ts';
import { parseActions10, parseInstructions } from './action-parse.ts';
import { fieldNames, PROTOCOLS } from './field-name.ts';
import { FlowText, type Item, type Place } from './flow-syntax.ts';
import { isMatchKey, match10Of, matchFields13, parseMatch } from './match-parse.ts';
import { parseMasked64, parseNumber, parsePort } from './value-parse.ts';

export type FlowCommand = 'ADD' | 'MODIFY' | 'MODIFY_STRICT' | 'DELETE' | 'DELETE_STRICT';

export interface FlowOptions<V extends 1 | 4 = 1 | 4> {
  /** 4 (OpenFlow 1.3) when it is left out. */
  readonly version?: V | undefined;
  /** ADD when it is left out. Deletion needs no actions. */
  readonly command?: FlowCommand | undefined;
  readonly xid?: number | undefined;
}

const FLAGS: Readonly<Record<string, string>> = {
  send_flow_rem: 'SEND_FLOW_REM',
  check_overlap: 'CHECK_OVERLAP',
  reset_counts: 'RESET_COUNTS',
  no_packet_counts: 'NO_PKT_COUNTS',
  no_byte_counts: 'NO_BYT_COUNTS',
};
const FLAGS_10: readonly string[] = ['send_flow_rem', 'check_overlap'];
/** What dump-flows prints about a flow that is there: no part of a flow that is asked for. */
const IGNORED: readonly string[] = ['duration', 'n_packets', 'n_packet', 'n_bytes', 'idle_age', 'hard_age'];
const NUMBERS: Readonly<Record<string, readonly [field: string, bits: number]>> = {
  priority: ['priority', 16],
  table: ['tableId', 8],
  idle_timeout: ['idleTimeout', 16],
  hard_timeout: ['hardTimeout', 16],
  out_group: ['outGroup', 32],
};
const OWN_KEYS: readonly string[] = [...Object.keys(NUMBERS), 'cookie', 'out_port', ...Object.keys(FLAGS)];

/**
 * Parses a flow.
 * @param text `key=value` parts and words between commas or white space; `actions=` is the last
 * @throws FlowSyntaxError that names the place, what was found there and what is allowed
 */
export function parseFlow(text: string): MessageOf<4, 'FLOW_MOD'>;
export function parseFlow<V extends 1 | 4 = 4>(text: string, options: FlowOptions<V>): MessageOf<V, 'FLOW_MOD'>;
export function parseFlow(text: string, options: FlowOptions = {}): MessageOf<1 | 4, 'FLOW_MOD'> {
  const flow = new FlowText(text);
  const { version = 4, command = 'ADD', xid = 0 } = options;
  const { head, actions } = splitActions(flow);
  const items = [...flow.items(head)];
  const match = parseMatch(
    flow,
    items.filter(({ key }) => !OWN_KEYS.includes(key) && isMatchKey(key)),
  );
  const own = parseOwn(flow, items, version, command);
  if (actions === undefined && !command.startsWith('DELETE')) {
    throw flow.fail({ at: text.length, end: text.length }, 'actions= with the actions, or actions=drop');
  }
  const tableId = 'tableId' in own ? (own.tableId as number) : 0;
  const header = { version, type: 'FLOW_MOD', xid, command, priority: OFP_DEFAULT_PRIORITY, ...own };
  const message =
    version === 1
      ? { ...header, match: match10Of(flow, match), actions: actions ? parseActions10(flow, actions, match) : [] }
      : {
          ...header,
          match: matchFields13(flow, match),
          instructions: actions ? parseInstructions(flow, actions, match, tableId) : [],
        };
  // By way of JSON every field is there, as when it is decoded.
  return fromJson(toJson(message as never)) as MessageOf<1 | 4, 'FLOW_MOD'>;
}

/** Parts the text before `actions=`, which ends the match. */
function splitActions(flow: FlowText): { head: Place; actions: Place | undefined } {
  const found = /(?:^|[,\s])actions?=/.exec(flow.text);
  const end = flow.text.length;
  if (found === null) return { head: { at: 0, end }, actions: undefined };
  return { head: { at: 0, end: found.index }, actions: { at: found.index + found[0].length, end } };
}

function parseOwn(flow: FlowText, items: readonly Item[], version: 1 | 4, command: FlowCommand): object {
  const fields: Record<string, unknown> = {};
  const flags: string[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    const { key } = item;
    const place = item.value ?? { at: item.keyEnd, end: item.keyEnd };
    if (seen.has(key) && OWN_KEYS.includes(key)) throw flow.fail(item, `${key} once`);
    seen.add(key);
    const flag = FLAGS[key];
    const number = NUMBERS[key];
    if (flag !== undefined) {
      if (version === 1 && !FLAGS_10.includes(key))
        throw flow.fail(item, `flags of OpenFlow 1.0: ${FLAGS_10.join(', ')}`);
      flags.push(flag);
    } else if (number !== undefined) {
      if (version === 1 && (key === 'table' || key === 'out_group')) {
        throw flow.fail(item, `no ${key}, which OpenFlow 1.0 does not have`);
      }
      fields[number[0]] = parseNumber(flow, place, number[1]);
    } else if (key === 'cookie') Object.assign(fields, parseCookie(flow, place, version, command));
    else if (key === 'out_port') {
      const port = parsePort(flow, place);
      fields.outPort = version === 1 ? (port === OFPP_ANY ? OFPP_NONE_10 : port & 0xffff) : port;
    } else if (!isMatchKey(key) && !IGNORED.includes(key))
      throw flow.fail({ at: item.at, end: item.keyEnd }, allowed(key));
  }
  return { ...fields, flags };
}

function parseCookie(flow: FlowText, place: Place, version: 1 | 4, command: FlowCommand): object {
  const { value, mask } = parseMasked64(flow, place);
  if (mask === undefined) return { cookie: value };
  if (version === 1) throw flow.fail(place, 'a cookie without a mask, in OpenFlow 1.0');
  if (command === 'ADD') throw flow.fail(place, 'a cookie without a mask for a flow that is added');
  return { cookie: value, cookieMask: mask };
}

/** What could have been meant: names that begin alike, else all of the flow's own. */
function allowed(key: string): string {
  const names = [
    ...OWN_KEYS,
    ...Object.keys(PROTOCOLS),
    ...fieldNames().filter((name) => !/^(nxm|nxoxm|onfoxm)_/.test(name)),
  ];
  const alike = names.filter((name) => name.startsWith(key.slice(0, 2))).slice(0, 12);
  return alike.length > 0
    ? `a field such as ${alike.join(', ')}`
    : `a field of ovs-fields(7), or ${OWN_KEYS.join(', ')}`;
}
