// ct and nat from the syntax of Open vSwitch (ovs-actions(7)). Pure.
//
//   ct(commit,force,table=3,zone=5,nat(src=10.0.0.1-10.0.0.9:80-90,random),exec(load:1->ct_mark),alg=ftp)
import type { NatRange } from '../nx-action.ts';
import { type AnyAction, type Context, checkField } from './action-context.ts';
import { addressBits } from './address-mask.ts';
import { ETHERTYPE, IP_PROTOCOL } from './field-name.ts';
import type { Item, Place } from './flow-syntax.ts';
import { parseSubfield } from './subfield.ts';
import { parseNumber } from './value-parse.ts';

const RECIRC_NONE = 0xff;
const ALGS: Readonly<Record<string, { port: number; ipProto: number; protocol: string }>> = {
  ftp: { port: 21, ipProto: IP_PROTOCOL.tcp, protocol: 'tcp' },
  tftp: { port: 69, ipProto: IP_PROTOCOL.udp, protocol: 'udp' },
};
const ARGUMENTS = 'commit, force, table=, zone=, nat, nat(...), exec(...), alg= once each';

type NatFlag = 'SRC' | 'DST' | 'PERSISTENT' | 'PROTO_HASH' | 'PROTO_RANDOM';
interface NatAction {
  readonly type: 'NX_NAT';
  readonly flags: readonly NatFlag[];
  readonly range: NatRange;
}

export function parseCt(context: Context, item: Item): AnyAction[] {
  const { flow } = context;
  checkIsIp(context, item);
  const flags: ('COMMIT' | 'FORCE')[] = [];
  const zone = { zoneSrc: 0 as never, zone: 0 };
  let recircTable = RECIRC_NONE;
  let alg = 0;
  let nat: NatAction | undefined;
  let exec: AnyAction[] = [];
  const seen = new Set<string>();
  for (const argument of item.value === undefined ? [] : flow.items(item.value)) {
    const { key } = argument;
    if (seen.has(key)) throw flow.fail(argument, ARGUMENTS);
    seen.add(key);
    if (argument.value === undefined && (key === 'commit' || key === 'force')) {
      flags.push(key === 'commit' ? 'COMMIT' : 'FORCE');
    } else if (key === 'nat') nat = parseNat(context, argument);
    else if (argument.value === undefined) throw flow.fail(argument, ARGUMENTS);
    else if (key === 'table') recircTable = parseTable(context, argument.value);
    else if (key === 'zone') Object.assign(zone, parseZone(context, argument.value));
    else if (key === 'alg') alg = parseAlg(context, argument.value);
    else if (key === 'exec') {
      const inside: Context = { ...context, packet: { ...context.packet }, isInCt: true };
      exec = context.parseActions(inside, argument.value);
    } else throw flow.fail({ at: argument.at, end: argument.keyEnd }, ARGUMENTS);
  }
  const isCommitted = flags.includes('COMMIT');
  if (flags.includes('FORCE') && !isCommitted) throw flow.fail(item, 'commit beside force');
  const needsCommit = exec.length > 0 || (nat?.flags.length ?? 0) > 0;
  if (needsCommit && !isCommitted) throw flow.fail(item, 'commit beside exec(...), nat(src...) and nat(dst...)');
  flags.sort();
  const actions = nat === undefined ? exec : [nat, ...exec];
  return [{ type: 'NX_CT', flags, ...zone, recircTable, alg, actions: actions as [] }];
}

function checkIsIp({ flow, packet, isInSet, isInCt }: Context, item: Item): void {
  if (isInCt) throw flow.fail(item, 'an action that sets ct_mark or ct_label, in ct(exec(...))');
  const isIp = packet.ethType === ETHERTYPE.ip || packet.ethType === ETHERTYPE.ipv6;
  if (!isIp && !isInSet) throw flow.fail({ at: item.at, end: item.keyEnd }, 'ct in a flow that matches ip or ipv6');
}

function parseTable({ flow }: Context, place: Place): number {
  const table = parseNumber(flow, place, 8);
  if (table === RECIRC_NONE) throw flow.fail(place, 'a table 0..254');
  return table;
}

/** A number, or 16 bits of a field, which stand in the place of the number as `ofs << 6 | nBits - 1`. */
function parseZone(context: Context, place: Place): object {
  const { flow } = context;
  if (/^[0-9]/.test(flow.slice(place))) return { zone: parseNumber(flow, place, 16) };
  const { field, ofs, nBits } = parseSubfield(flow, place);
  checkField(context, field, place);
  if (nBits !== 16) throw flow.fail(place, 'a number 0..65535, or 16 bits of a field');
  return { zoneSrc: field, zone: (ofs << 6) | (nBits - 1) };
}

function parseAlg({ flow, packet, isInSet }: Context, place: Place): number {
  const name = flow.slice(place);
  if (!Object.hasOwn(ALGS, name)) throw flow.fail(place, Object.keys(ALGS).join(', '));
  const { port, ipProto, protocol } = ALGS[name]!;
  if (packet.ipProto !== ipProto && !isInSet) throw flow.fail(place, `${name} in a flow that matches ${protocol}`);
  return port;
}

function parseNat(context: Context, item: Item): NatAction {
  const { flow } = context;
  const flags: NatFlag[] = [];
  let range: NatRange = {};
  for (const argument of item.value === undefined ? [] : flow.items(item.value)) {
    const { key } = argument;
    const flag = Object.hasOwn(NAT_FLAGS, key) ? NAT_FLAGS[key] : undefined;
    const isEnd = flag === 'SRC' || flag === 'DST';
    const isTwice =
      flag !== undefined && (flags.includes(flag) || (isEnd && (flags.includes('SRC') || flags.includes('DST'))));
    if (flag === undefined || isTwice || (argument.value !== undefined && !isEnd)) {
      throw flow.fail(argument, 'src or dst, once, perhaps with =ADDRESS-ADDRESS:PORT-PORT; persistent, hash, random');
    }
    flags.push(flag);
    if (argument.value !== undefined) range = parseRange(context, argument.value);
  }
  const hasEnd = flags.includes('SRC') || flags.includes('DST');
  if (flags.length > 0 && !hasEnd) throw flow.fail(item, 'src or dst beside persistent, hash and random');
  if (flags.includes('PROTO_HASH') && flags.includes('PROTO_RANDOM')) throw flow.fail(item, 'hash or random, not both');
  const order = Object.values(NAT_FLAGS);
  flags.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return { type: 'NX_NAT', flags, range };
}

/** In the order of their bits. */
const NAT_FLAGS: Readonly<Record<string, NatFlag>> = {
  src: 'SRC',
  dst: 'DST',
  persistent: 'PERSISTENT',
  hash: 'PROTO_HASH',
  random: 'PROTO_RANDOM',
};

const RANGE_4 = /^([0-9.]+)(?:-([0-9.]+))?(?::(\d+)(?:-(\d+))?)?$/;
const RANGE_6 = /^([0-9a-fA-F:.]+)(?:-([0-9a-fA-F:.]+))?$/;
const RANGE_6_PORTS = /^\[([0-9a-fA-F:.]+)\](?:-\[([0-9a-fA-F:.]+)\])?(?::(\d+)(?:-(\d+))?)?$/;
const RANGE = 'ADDRESS, ADDRESS-ADDRESS, either with :PORT or :PORT-PORT behind it; [IPV6]:PORT';

function parseRange({ flow, packet, isInSet }: Context, place: Place): NatRange {
  const text = flow.slice(place);
  const four = RANGE_4.exec(text);
  const [, min, max, protoMin, protoMax] = four ?? RANGE_6_PORTS.exec(text) ?? RANGE_6.exec(text) ?? [];
  if (min === undefined) throw flow.fail(place, RANGE);
  const form = four === null ? 'ipv6' : 'ipv4';
  const ethType = four === null ? ETHERTYPE.ipv6 : ETHERTYPE.ip;
  if (packet.ethType !== ethType && !isInSet) throw flow.fail(place, 'addresses of the version that the flow matches');
  const range: NatRange = {};
  try {
    if (max !== undefined && addressBits(form, max) < addressBits(form, min)) throw new Error('downwards');
    addressBits(form, min);
  } catch {
    throw flow.fail(place, RANGE);
  }
  range[form === 'ipv4' ? 'ipv4Min' : 'ipv6Min'] = min;
  if (max !== undefined && max !== min) range[form === 'ipv4' ? 'ipv4Max' : 'ipv6Max'] = max;
  if (protoMin !== undefined) {
    const least = Number(protoMin);
    const most = Number(protoMax ?? protoMin);
    if (least < 1 || least > most || most > 0xffff) throw flow.fail(place, 'ports 1..65535, the lower one first');
    range.protoMin = least;
    if (most !== least) range.protoMax = most;
  }
  return range;
}
