// Actions in text (ovs-actions(7)) as the actions of 1.0 or the instructions of 1.3. What only one version has is written
// as the other's where that says the same (mod_nw_src is a set_field in 1.3), as ovs-ofctl does, and refused where nothing
// does. Instructions must stand in the order in which switches execute them. Pure.
import type { Action10In, Action13In } from '../action.ts';
import type { InstructionIn } from '../instruction.ts';
import { type NamedOxm, OFPVID_PRESENT, OXM_FIELDS, type OxmField, oxm } from '../oxm.ts';
import {
  type ActionParser,
  type AnyAction,
  bare,
  type Context,
  checkField,
  named,
  only13,
  valuePlace,
} from './action-context.ts';
import { addressBits, addressOfBits } from './address-mask.ts';
import { parseController } from './controller-parse.ts';
import { parseCt } from './ct-parse.ts';
import { ETHERTYPE, fieldOfName, IP_PROTOCOL } from './field-name.ts';
import type { FlowText, Item, Place } from './flow-syntax.ts';
import type { MatchedProtocol } from './match-parse.ts';
import { checkCt, loadSegments, NX_ACTION_PARSERS, parseOutputField, parseOutputTrunc } from './nx-action-parse.ts';
import { headerField } from './subfield.ts';
import { parseAddress, parseMasked64, parseNumber, parsePort, parseValue } from './value-parse.ts';

const MAX_LEN = 0xffff;
const TABLE_ALL = 0xff;
const BARE_PORTS: readonly string[] = ['in_port', 'table', 'normal', 'flood', 'all', 'local', 'any', 'none'];

/** @returns the actions of a flow or packet-out of 1.0 */
export function parseActions10(flow: FlowText, place: Place, protocol: MatchedProtocol): Action10In[] {
  const context = contextOf(flow, 1, protocol);
  return parseList(context, place) as Action10In[];
}

/**
 * @param tableId the table that the flow stands in
 * @returns the instructions of a flow of 1.3
 */
export function parseInstructions(
  flow: FlowText,
  place: Place,
  protocol: MatchedProtocol,
  tableId: number,
): InstructionIn[] {
  const context = contextOf(flow, 4, protocol);
  const apply: Action13In[] = [];
  const others: InstructionIn[] = [];
  let rank = -1;
  const items = dropAlone(context, place);
  for (const item of items) {
    const key = item.key.toLowerCase();
    const own = INSTRUCTION_RANKS[key] ?? APPLY_RANK;
    if (own < rank || (own === rank && own !== APPLY_RANK)) throw flow.fail(item, ORDER);
    rank = own;
    if (own === APPLY_RANK) apply.push(...(parseAction(context, item) as Action13In[]));
    else others.push(...parseInstruction(context, key, item, tableId));
  }
  if (apply.length === 0) return others;
  const applied: InstructionIn = { type: 'APPLY_ACTIONS', actions: apply };
  const [first, ...rest] = others;
  return first?.type === 'METER' ? [first, applied, ...rest] : [applied, ...others];
}

function contextOf(flow: FlowText, version: 1 | 4, protocol: MatchedProtocol): Context {
  return { flow, version, packet: { ...protocol }, isInSet: false, isInCt: false, parseActions: parseList };
}

const APPLY_RANK = 1;
const INSTRUCTION_RANKS: Readonly<Record<string, number>> = {
  meter: 0,
  clear_actions: 2,
  write_actions: 3,
  write_metadata: 4,
  goto_table: 5,
};
const ORDER = 'this order, each once: meter, actions, clear_actions, write_actions, write_metadata, goto_table';

function parseInstruction(context: Context, key: string, item: Item, ownTable: number): InstructionIn[] {
  const { flow } = context;
  switch (key) {
    case 'meter':
      return [{ type: 'METER', meterId: parseNumber(flow, valuePlace(context, item), 32) }];
    case 'clear_actions':
      return [{ type: 'CLEAR_ACTIONS' }];
    case 'write_actions': {
      const inSet: Context = { ...context, packet: { ...context.packet }, isInSet: true };
      const actions = parseList(inSet, valuePlace(context, item)) as Action13In[];
      // To write no actions is to do nothing.
      return actions.length === 0 ? [] : [{ type: 'WRITE_ACTIONS', actions }];
    }
    case 'write_metadata': {
      const { value, mask } = parseMasked64(flow, valuePlace(context, item));
      return [{ type: 'WRITE_METADATA', metadata: value, metadataMask: mask ?? 2n ** 64n - 1n }];
    }
    default: {
      const tableId = parseNumber(flow, valuePlace(context, item), 8);
      // A flow of all tables (0xff, to delete them) stands in none.
      if (ownTable !== TABLE_ALL && (tableId <= ownTable || tableId === TABLE_ALL)) {
        throw flow.fail(valuePlace(context, item), `a table ${ownTable + 1}..254, above the flow's own`);
      }
      return [{ type: 'GOTO_TABLE', tableId }];
    }
  }
}

function parseList(context: Context, place: Place): AnyAction[] {
  return dropAlone(context, place).flatMap((item) => parseAction(context, item));
}

/** @returns the items; none for `drop`, which stands alone */
function dropAlone({ flow }: Context, place: Place): Item[] {
  const items = [...flow.items(place)];
  const drop = items.find(({ key }) => key.toLowerCase() === 'drop');
  if (drop === undefined) return items;
  if (items.length > 1 || drop.value !== undefined) throw flow.fail(drop, 'drop with nothing beside it');
  return [];
}

function parseAction(context: Context, item: Item): AnyAction[] {
  const { flow } = context;
  const key = item.key.toLowerCase();
  const parser = Object.hasOwn(ACTIONS, key) ? ACTIONS[key] : undefined;
  if (parser !== undefined) return parser(context, item);
  if (item.value === undefined && (BARE_PORTS.includes(key) || /^\d/.test(key))) return output(context, item, MAX_LEN);
  if (INSTRUCTION_RANKS[key] !== undefined) throw flow.fail(item, 'an action, not an instruction, here');
  if (key === 'learn') throw flow.fail(item, 'an action that can be written: learn is not parsed here');
  throw flow.fail({ at: item.at, end: item.keyEnd }, `an action: ${Object.keys(ACTIONS).sort().join(', ')}`);
}

const ACTIONS: Readonly<Record<string, ActionParser>> = {
  ...NX_ACTION_PARSERS,
  output: (context, item) => {
    const place = valuePlace(context, item);
    const text = context.flow.slice(place);
    if (text.includes('=')) return parseOutputTrunc(context, named(context, item, ['port', 'max_len']), item);
    const isField = text.includes('[') || fieldOfName(text.toLowerCase()) !== undefined;
    if (isField && text !== 'in_port') return parseOutputField(context, place);
    return [outputOf(context, parsePort(context.flow, place), MAX_LEN)];
  },
  controller: parseController,
  ct: parseCt,
  ct_clear: bare({ type: 'NX_CT_CLEAR' }, 1),
  exit: bare({ type: 'NX_EXIT' }, 1),
  pop_queue: bare({ type: 'NX_POP_QUEUE' }, 1),
  dec_nsh_ttl: bare({ type: 'NX_DEC_NSH_TTL' }),
  enqueue: (context, item) => {
    const { flow, version } = context;
    const place = valuePlace(context, item);
    const [port, queue] = flow.parts(place, flow.slice(place).includes(':') ? ':' : ',') as [Place, Place?];
    if (queue === undefined) throw flow.fail(place, 'PORT:QUEUE');
    const number = parsePort(flow, port);
    const queueId = parseNumber(flow, queue, 32);
    if (version === 1) return [{ type: 'ENQUEUE', port: number & 0xffff, queueId }];
    return [{ type: 'SET_QUEUE', queueId }, outputOf(context, number, MAX_LEN), { type: 'NX_POP_QUEUE' }];
  },
  set_field: (context, item) => {
    const { flow } = context;
    const [value, name] = flow.parts(valuePlace(context, item), '->') as [Place, Place?];
    if (name === undefined) throw flow.fail(item, 'set_field:VALUE->FIELD');
    const opaque = opaqueField(context, value, name);
    if (opaque !== undefined) return [{ type: 'SET_FIELD', field: opaque }];
    const field = fieldOfName(flow.slice(name));
    if (field === undefined) throw flow.fail(name, 'the name of a field, as in ovs-fields(7)');
    const parsed = parseValue(flow, value, field);
    checkCt(context, parsed.field, name);
    return parsed.mask === undefined ? setField(context, parsed, name) : loadMasked(context, parsed, name);
  },
  mod_vlan_vid: (context, item) => {
    const vlanVid = parseNumber(context.flow, valuePlace(context, item), 12);
    if (context.version === 1) return [{ type: 'SET_VLAN_VID', vlanVid }];
    return [...pushMissingVlan(context), { type: 'SET_FIELD', field: oxm('VLAN_VID', OFPVID_PRESENT | vlanVid) }];
  },
  mod_vlan_pcp: (context, item) => {
    const vlanPcp = parseNumber(context.flow, valuePlace(context, item), 3);
    if (context.version === 1) return [{ type: 'SET_VLAN_PCP', vlanPcp }];
    return [...pushMissingVlan(context), { type: 'SET_FIELD', field: oxm('VLAN_PCP', vlanPcp) }];
  },
  strip_vlan: popVlan,
  pop_vlan: popVlan,
  mod_dl_src: (context, item) => {
    const dlAddr = addressOfBits('mac', parseAddress(context.flow, valuePlace(context, item), 'mac'));
    return context.version === 1 ? [{ type: 'SET_DL_SRC', dlAddr }] : setField(context, oxm('ETH_SRC', dlAddr), item);
  },
  mod_dl_dst: (context, item) => {
    const dlAddr = addressOfBits('mac', parseAddress(context.flow, valuePlace(context, item), 'mac'));
    return context.version === 1 ? [{ type: 'SET_DL_DST', dlAddr }] : setField(context, oxm('ETH_DST', dlAddr), item);
  },
  mod_nw_src: (context, item) => {
    const nwAddr = addressOfBits('ipv4', parseAddress(context.flow, valuePlace(context, item), 'ipv4'));
    return context.version === 1 ? [{ type: 'SET_NW_SRC', nwAddr }] : setField(context, oxm('IPV4_SRC', nwAddr), item);
  },
  mod_nw_dst: (context, item) => {
    const nwAddr = addressOfBits('ipv4', parseAddress(context.flow, valuePlace(context, item), 'ipv4'));
    return context.version === 1 ? [{ type: 'SET_NW_DST', nwAddr }] : setField(context, oxm('IPV4_DST', nwAddr), item);
  },
  mod_nw_tos: (context, item) => {
    const place = valuePlace(context, item);
    const nwTos = parseNumber(context.flow, place, 8);
    if ((nwTos & 3) !== 0) throw context.flow.fail(place, 'a multiple of 4: the two lowest bits are mod_nw_ecn’s');
    return context.version === 1
      ? [{ type: 'SET_NW_TOS', nwTos }]
      : setField(context, oxm('IP_DSCP', nwTos >> 2), item);
  },
  mod_nw_ecn: (context, item) => {
    only13(context, item);
    return setField(context, oxm('IP_ECN', parseNumber(context.flow, valuePlace(context, item), 2)), item);
  },
  mod_nw_ttl: (context, item) => {
    only13(context, item);
    return [{ type: 'SET_NW_TTL', nwTtl: parseNumber(context.flow, valuePlace(context, item), 8) }];
  },
  mod_tp_src: (context, item) => modPort(context, item, 'SRC'),
  mod_tp_dst: (context, item) => modPort(context, item, 'DST'),
  dec_ttl: (context, item) => {
    const { flow, version } = context;
    const ids = item.value === undefined ? [] : [...flow.items(item.value)];
    if (ids.length === 0) return [{ type: version === 1 ? 'NX_DEC_TTL' : 'DEC_NW_TTL' }];
    return [{ type: 'NX_DEC_TTL_CNT_IDS', cntIds: ids.map((id) => parseNumber(flow, id, 16)) }];
  },
  push_vlan: (context, item) => {
    only13(context, item);
    const ethertype = parseEthertype(context, item, [0x8100, 0x88a8]);
    context.packet.hasVlan = true;
    return [{ type: 'PUSH_VLAN', ethertype }];
  },
  push_mpls: (context, item) => {
    only13(context, item);
    const ethertype = parseEthertype(context, item, [ETHERTYPE.mpls, ETHERTYPE.mplsm]);
    context.packet.ethType = ethertype;
    return [{ type: 'PUSH_MPLS', ethertype }];
  },
  pop_mpls: (context, item) => {
    only13(context, item);
    const ethertype = parseNumber(context.flow, valuePlace(context, item), 16);
    context.packet.ethType = ethertype;
    return [{ type: 'POP_MPLS', ethertype }];
  },
  push_pbb: (context, item) => {
    only13(context, item);
    return [{ type: 'PUSH_PBB', ethertype: parseEthertype(context, item, [0x88e7]) }];
  },
  pop_pbb: bare({ type: 'POP_PBB' }),
  set_mpls_ttl: (context, item) => {
    only13(context, item);
    return [{ type: 'SET_MPLS_TTL', mplsTtl: parseNumber(context.flow, valuePlace(context, item), 8) }];
  },
  dec_mpls_ttl: bare({ type: 'DEC_MPLS_TTL' }),
  copy_ttl_out: bare({ type: 'COPY_TTL_OUT' }),
  copy_ttl_in: bare({ type: 'COPY_TTL_IN' }),
  set_mpls_label: (context, item) => {
    only13(context, item);
    return setField(context, oxm('MPLS_LABEL', parseNumber(context.flow, valuePlace(context, item), 20)), item);
  },
  set_mpls_tc: (context, item) => {
    only13(context, item);
    return setField(context, oxm('MPLS_TC', parseNumber(context.flow, valuePlace(context, item), 3)), item);
  },
  set_tunnel: setTunnel,
  set_tunnel64: setTunnel,
  set_queue: (context, item) => {
    const queueId = parseNumber(context.flow, valuePlace(context, item), 32);
    return [context.version === 1 ? { type: 'NX_SET_QUEUE', queueId } : { type: 'SET_QUEUE', queueId }];
  },
  group: (context, item) => {
    only13(context, item);
    return [{ type: 'GROUP', groupId: parseNumber(context.flow, valuePlace(context, item), 32) }];
  },
  fin_timeout: (context, item) => {
    const given = named(context, item, ['idle_timeout', 'hard_timeout']);
    const seconds = (name: string) => (given.has(name) ? parseNumber(context.flow, given.get(name)!, 16) : 0);
    return [
      { type: 'NX_FIN_TIMEOUT', finIdleTimeout: seconds('idle_timeout'), finHardTimeout: seconds('hard_timeout') },
    ];
  },
};

function output(context: Context, place: Place, maxLen: number): AnyAction[] {
  return [outputOf(context, parsePort(context.flow, place), maxLen)];
}

function outputOf({ version }: Context, port: number, maxLen: number): AnyAction {
  return { type: 'OUTPUT', port: version === 1 ? port & 0xffff : port, maxLen };
}

function popVlan(context: Context, item: Item): AnyAction[] {
  if (item.value !== undefined) throw context.flow.fail(item.value, `${item.key} without a value`);
  context.packet.hasVlan = false;
  return [{ type: context.version === 1 ? 'STRIP_VLAN' : 'POP_VLAN' }];
}

/** mod_vlan_* adds a tag where there is none, as in 1.0; in 1.3 that is an action of its own. */
function pushMissingVlan({ packet }: Context): Action13In[] {
  if (packet.hasVlan) return [];
  packet.hasVlan = true;
  return [{ type: 'PUSH_VLAN', ethertype: 0x8100 }];
}

function parseEthertype(context: Context, item: Item, allowed: readonly number[]): number {
  const place = valuePlace(context, item);
  const ethertype = parseNumber(context.flow, place, 16);
  if (allowed.includes(ethertype)) return ethertype;
  throw context.flow.fail(place, allowed.map((type) => `0x${type.toString(16)}`).join(' or '));
}

function setTunnel(context: Context, item: Item): AnyAction[] {
  const { value, mask } = parseMasked64(context.flow, valuePlace(context, item));
  if (mask !== undefined) throw context.flow.fail(item, 'a number without a mask');
  if (context.version === 1) {
    const isWide = item.key === 'set_tunnel64' || value > 0xffff_ffffn;
    return [isWide ? { type: 'NX_SET_TUNNEL64', tunId: value } : { type: 'NX_SET_TUNNEL', tunId: Number(value) }];
  }
  return setField(context, oxm('TUNNEL_ID', value), item);
}

function modPort(context: Context, item: Item, end: 'SRC' | 'DST'): AnyAction[] {
  const tpPort = parseNumber(context.flow, valuePlace(context, item), 16);
  if (context.version === 1) return [{ type: end === 'SRC' ? 'SET_TP_SRC' : 'SET_TP_DST', tpPort }];
  const protocol = PORT_PROTOCOLS.get(context.packet.ipProto ?? -1);
  if (protocol === undefined) throw context.flow.fail(item, `${item.key} in a flow that matches tcp, udp or sctp`);
  return setField(context, { field: `${protocol}_${end}`, value: tpPort } as NamedOxm, item);
}

const PORT_PROTOCOLS: ReadonlyMap<number, 'TCP' | 'UDP' | 'SCTP'> = new Map([
  [IP_PROTOCOL.tcp, 'TCP'],
  [IP_PROTOCOL.udp, 'UDP'],
  [IP_PROTOCOL.sctp, 'SCTP'],
]);

/** `set_field:0x01->oxm_0x8005_17`, a field without a name. */
function opaqueField(context: Context, value: Place, name: Place): OxmField | undefined {
  const [, oxmClass, number, masked] = /^oxm_0x([0-9a-f]{1,4})_(\d{1,3})(m?)$/.exec(context.flow.slice(name)) ?? [];
  if (oxmClass === undefined) return undefined;
  const digits = /^0x((?:[0-9a-f]{2})*)$/i.exec(context.flow.slice(value))?.[1];
  if (digits === undefined || digits.length > 510 || Number(number) > 0x7f) {
    throw context.flow.fail(value, '0x and up to 255 bytes in hex, for a field 0..127');
  }
  const body = Uint8Array.from(Buffer.from(digits, 'hex'));
  return { field: Number(number), oxmClass: Number.parseInt(oxmClass, 16), hasMask: masked === 'm', body };
}

/** The fields that 1.0 can set, and the action for each. */
function setField10(field: NamedOxm): Action10In | undefined {
  switch (field.field) {
    case 'ETH_SRC':
      return { type: 'SET_DL_SRC', dlAddr: field.value };
    case 'ETH_DST':
      return { type: 'SET_DL_DST', dlAddr: field.value };
    case 'IPV4_SRC':
      return { type: 'SET_NW_SRC', nwAddr: field.value };
    case 'IPV4_DST':
      return { type: 'SET_NW_DST', nwAddr: field.value };
    case 'IP_DSCP':
      return { type: 'SET_NW_TOS', nwTos: field.value << 2 };
    case 'VLAN_PCP':
      return { type: 'SET_VLAN_PCP', vlanPcp: field.value };
    case 'VLAN_VID':
      return { type: 'SET_VLAN_VID', vlanVid: field.value & 0xfff };
    case 'TCP_SRC':
    case 'UDP_SRC':
      return { type: 'SET_TP_SRC', tpPort: field.value };
    case 'TCP_DST':
    case 'UDP_DST':
      return { type: 'SET_TP_DST', tpPort: field.value };
    default:
      return undefined;
  }
}

/** @param place what is named when the packet does not have the field */
function setField(context: Context, field: NamedOxm, place: Place): AnyAction[] {
  checkField(context, field.field, place);
  if (context.version === 4) return [{ type: 'SET_FIELD', field }];
  const action = setField10(field);
  return action === undefined ? loadMasked(context, field, place) : [action];
}

/** What no set_field of these versions can say: one load for each run of bits that the mask has. */
function loadMasked(context: Context, { field, value, mask }: NamedOxm, place: Place): AnyAction[] {
  const { flow, version } = context;
  checkField(context, field, place);
  const { form, bits } = OXM_FIELDS[field];
  const dst = headerField(field);
  // Packets of 1.0 have no fields of 1.1 and later, but registers and what else is of Open vSwitch.
  const isHere = version === 4 || dst.startsWith('NXM_') || dst.startsWith('PKT_REG');
  if (form === 'bytes' || 'experimenter' in OXM_FIELDS[dst] || !isHere) {
    throw flow.fail(place, `a field that can be set${version === 1 ? ' in OpenFlow 1.0' : ' with a mask'}`);
  }
  const bitsOf = (part: NamedOxm['value']): bigint =>
    form === 'mac' || form === 'ipv4' || form === 'ipv6'
      ? addressBits(form, part as string)
      : BigInt(part as number | bigint);
  const wanted = mask === undefined ? 2n ** BigInt(bits) - 1n : bitsOf(mask);
  const loads: AnyAction[] = [];
  for (let ofs = 0; ofs < bits; ofs++) {
    let end = ofs;
    while (end < bits && ((wanted >> BigInt(end)) & 1n) === 1n) end++;
    const run = loadSegments(bitsOf(value) >> BigInt(ofs), ofs, end - ofs);
    loads.push(...run.map((load) => ({ type: 'NX_REG_LOAD' as const, dst, ...load })));
    ofs = end;
  }
  return loads;
}
