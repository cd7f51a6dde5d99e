// The actions of Open vSwitch that have arguments, from its syntax (ovs-actions(7)), for both versions. ct is in ct-parse.ts,
// controller in controller-parse.ts. Pure.
import { OXM_FIELDS, type OxmName } from '../oxm.ts';
import { type ActionParser, type Context, checkField, only13, parsePort10, valuePlace } from './action-context.ts';
import type { Item, Place } from './flow-syntax.ts';
import { ENCAP_TYPES, PT_USE_NEXT_PROTO } from './nx-action-text.ts';
import { bitsOfField, parseSubfield, type Subfield } from './subfield.ts';
import { parseBig, parseNumber } from './value-parse.ts';

const IN_PORT_10 = 0xfff8;
const NONE_10 = 0xffff;
const TABLE_ALL = 0xff;
const CLAUSES_MAX = 64;
const BUNDLE_MEMBERS_MAX = 2048;
/** The least that an Ethernet header needs. */
const TRUNC_MIN = 14;
/** A note fills its action to a multiple of 8 bytes: 6, 14, 22... */
const NOTE_FIRST_BYTES = 6;
const NOTE_MAX = 0xff00;

const HASH_FIELDS: Readonly<Record<string, string>> = {
  eth_src: 'ETH_SRC',
  symmetric_l4: 'SYMMETRIC_L4',
  symmetric_l3l4: 'SYMMETRIC_L3L4',
  'symmetric_l3l4+udp': 'SYMMETRIC_L3L4_UDP',
  nw_src: 'NW_SRC',
  nw_dst: 'NW_DST',
  symmetric_l3: 'SYMMETRIC_L3',
};
const MULTIPATH_ALGORITHMS = words('MODULO_N', 'HASH_THRESHOLD', 'HRW', 'ITER_HASH');
const BUNDLE_ALGORITHMS = words('ACTIVE_BACKUP', 'HRW');

export const NX_ACTION_PARSERS: Readonly<Record<string, ActionParser>> = {
  resubmit: (context, item) => {
    const { flow } = context;
    const [port, table, ct, ...more] = commaParts(context, valuePlace(context, item));
    const inPort = isEmpty(port!) ? IN_PORT_10 : parsePort10(flow, port!);
    const tableId = table === undefined || isEmpty(table) ? TABLE_ALL : parseNumber(flow, table, 8);
    if (ct !== undefined && flow.slice(ct) !== 'ct') throw flow.fail(ct, 'ct, or nothing');
    if (more.length > 0) throw flow.fail(more[0]!, 'resubmit(PORT,TABLE,ct)');
    if (inPort === IN_PORT_10 && tableId === TABLE_ALL) throw flow.fail(item, 'a port or a table 0..254 in resubmit');
    if (ct !== undefined) return [{ type: 'NX_RESUBMIT_TABLE_CT', inPort, tableId }];
    return tableId === TABLE_ALL ? [{ type: 'NX_RESUBMIT', inPort }] : [{ type: 'NX_RESUBMIT_TABLE', inPort, tableId }];
  },
  move: (context, item) => {
    const { flow } = context;
    const [from, to] = arrowParts(context, item, 'move:FIELD->FIELD');
    const source = readSubfield(context, from);
    const target = readSubfield(context, to);
    checkCt(context, target.field, to);
    if (source.nBits !== target.nBits) {
      throw flow.fail(to, `${source.nBits} bits, as many as the source has; these are ${target.nBits}`);
    }
    const { ofs: srcOfs, field: src, nBits } = source;
    return [{ type: 'NX_REG_MOVE', nBits, srcOfs, dstOfs: target.ofs, src, dst: target.field }];
  },
  load: (context, item) => {
    const { flow } = context;
    const [number, to] = arrowParts(context, item, 'load:VALUE->FIELD');
    const { field: dst, ofs, nBits } = readSubfield32(context, to);
    checkCt(context, dst, to);
    const value = parseBig(flow, number, 2n ** BigInt(nBits) - 1n);
    return loadSegments(value, ofs, nBits).map((segment) => ({ type: 'NX_REG_LOAD', dst, ...segment }));
  },
  push: (context, item) => {
    const { field, ofs: offset, nBits } = readSubfield(context, valuePlace(context, item));
    return [{ type: 'NX_STACK_PUSH', offset, field, nBits }];
  },
  pop: (context, item) => {
    const { field, ofs: offset, nBits } = readSubfield(context, valuePlace(context, item));
    return [{ type: 'NX_STACK_POP', offset, field, nBits }];
  },
  note: (context, item) => {
    const bytes = parseBytes(context, valuePlace(context, item), NOTE_MAX);
    const missing = (8 - ((bytes.length + 8 - NOTE_FIRST_BYTES) % 8)) % 8;
    return [{ type: 'NX_NOTE', note: Uint8Array.from([...bytes, ...new Uint8Array(missing)]) }];
  },
  conjunction: (context, item) => {
    const { flow } = context;
    const [id, share, ...more] = commaParts(context, valuePlace(context, item));
    const [clause, clauses] = share === undefined ? [] : flow.parts(share, '/');
    if (clauses === undefined || more.length > 0) throw flow.fail(item, 'conjunction(ID,CLAUSE/CLAUSES)');
    const nClauses = parseNumber(flow, clauses, 8);
    if (nClauses < 2 || nClauses > CLAUSES_MAX) throw flow.fail(clauses, `2..${CLAUSES_MAX} clauses`);
    const index = parseNumber(flow, clause!, 8);
    if (index < 1 || index > nClauses) throw flow.fail(clause!, `a clause 1..${nClauses}`);
    return [{ type: 'NX_CONJUNCTION', clause: index - 1, nClauses, id: parseNumber(flow, id!, 32) }];
  },
  multipath: (context, item) => {
    const { flow } = context;
    const parts = commaParts(context, valuePlace(context, item));
    if (parts.length !== 6) throw flow.fail(item, 'multipath(FIELDS,BASIS,ALGORITHM,LINKS,ARGUMENT,FIELD)');
    const [fields, basis, algorithm, links, argument, to] = parts as [Place, Place, Place, Place, Place, Place];
    const { field: dst, ofs, nBits } = readSubfield32(context, to);
    const number = parseNumber(flow, links, 17);
    const most = Math.min(65536, 2 ** nBits);
    if (number < 1 || number > most) throw flow.fail(links, `links 1..${most}: the field has ${nBits} bits`);
    return [
      {
        type: 'NX_MULTIPATH',
        fields: parseWord(context, fields, HASH_FIELDS) as 'ETH_SRC',
        basis: parseNumber(flow, basis, 16),
        algorithm: parseWord(context, algorithm, MULTIPATH_ALGORITHMS) as 'HRW',
        maxLink: number - 1,
        arg: parseNumber(flow, argument, 32),
        ofsNbits: { ofs, nBits },
        dst,
      },
    ];
  },
  bundle: (context, item) => [{ type: 'NX_BUNDLE', ...parseBundle(context, item, 4) }],
  bundle_load: (context, item) => [{ type: 'NX_BUNDLE_LOAD', ...parseBundle(context, item, 5) }],
  check_pkt_larger: (context, item) => {
    const { flow } = context;
    if (item.after === undefined) throw flow.fail(item, 'check_pkt_larger(LENGTH)->FIELD[BIT]');
    const { field: dst, ofs: offset, nBits } = readSubfield(context, item.after);
    if (nBits !== 1) throw flow.fail(item.after, 'one bit of a field, such as reg0[0]');
    const pktLen = parseNumber(flow, valuePlace(context, item), 16);
    return [{ type: 'NX_CHECK_PKT_LARGER', pktLen, offset, dst }];
  },
  delete_field: (context, item) => {
    const place = valuePlace(context, item);
    const { field } = parseSubfield(context.flow, place);
    if (!field.startsWith('NXM_NX_TUN_METADATA')) throw context.flow.fail(place, 'tun_metadata0..tun_metadata63');
    return [{ type: 'NX_DELETE_FIELD', field }];
  },
  clone: (context, item) => {
    const inside: Context = { ...context, packet: { ...context.packet } };
    return [{ type: 'NX_CLONE', actions: context.parseActions(inside, valuePlace(context, item)) as [] }];
  },
  encap: (context, item) => {
    only13(context, item);
    const place = valuePlace(context, item);
    const text = context.flow.slice(place);
    if (text.startsWith('nsh(')) throw context.flow.fail(place, 'nsh without properties, which have no form here');
    return [{ type: 'NX_ENCAP', newPktType: parseWord(context, place, ENCAP_TYPES), properties: new Uint8Array(0) }];
  },
  decap: (context, item) => {
    only13(context, item);
    const { flow } = context;
    const text = item.value === undefined ? '' : flow.slice(item.value);
    if (text === '') return [{ type: 'NX_DECAP', newPktType: PT_USE_NEXT_PROTO }];
    const [, ns, type] = /^packet_type\(ns=(\d+|0x[0-9a-f]+),type=(\d+|0x[0-9a-f]+)\)$/.exec(text) ?? [];
    const isIn16 = Number(ns) <= 0xffff && Number(type) <= 0xffff;
    if (!isIn16) throw flow.fail(item.value!, 'packet_type(ns=NUMBER,type=NUMBER), 16 bits each, or nothing');
    return [{ type: 'NX_DECAP', newPktType: ((Number(ns) << 16) | Number(type)) >>> 0 }];
  },
  sample: parseSample,
};

/** Bits to load, 64 at most in one action; the low ones first. */
export function loadSegments(
  value: bigint,
  ofs: number,
  nBits: number,
): { value: bigint; ofsNbits: { ofs: number; nBits: number } }[] {
  const segments = [];
  for (let at = 0; at < nBits; at += 64) {
    const bits = Math.min(64, nBits - at);
    const part = BigInt.asUintN(bits, value >> BigInt(at));
    segments.push({ value: part, ofsNbits: { ofs: ofs + at, nBits: bits } });
  }
  return segments;
}

/** Sends packets to this field's port. */
export function parseOutputField(context: Context, place: Place): ReturnType<ActionParser> {
  const { field: src, ofs, nBits } = readSubfield(context, place);
  const ofsNbits = { ofs, nBits };
  if (nBits > 64) throw context.flow.fail(place, 'at most 64 bits');
  return 'experimenter' in OXM_FIELDS[src]
    ? [{ type: 'NX_OUTPUT_REG2', ofsNbits, src }]
    : [{ type: 'NX_OUTPUT_REG', ofsNbits, src }];
}

/** `output(port=5,max_len=100)` */
export function parseOutputTrunc(context: Context, given: ReadonlyMap<string, Place>, item: Item) {
  const { flow } = context;
  const port = given.get('port');
  const length = given.get('max_len');
  if (port === undefined || length === undefined) throw flow.fail(item, 'output(port=PORT,max_len=LENGTH)');
  const maxLen = parseNumber(flow, length, 32);
  if (maxLen < TRUNC_MIN) throw flow.fail(length, `at least ${TRUNC_MIN}, an Ethernet header`);
  return [{ type: 'NX_OUTPUT_TRUNC' as const, port: parsePort10(flow, port), maxLen }];
}

/** Bytes in hex, perhaps with dots between them. */
export function parseBytes({ flow }: Context, place: Place, most: number): Uint8Array {
  const digits = flow.slice(place).replaceAll('.', '');
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits) || digits.length > 2 * most) {
    throw flow.fail(place, `at most ${most} bytes of two hex digits, with or without dots between them`);
  }
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

function parseBundle(context: Context, item: Item, words: 4 | 5) {
  const { flow } = context;
  const whole = valuePlace(context, item);
  const parts = commaParts(context, whole, words + 1);
  const list = parts[words];
  const members = list === undefined ? null : /^(?:members|slaves):/.exec(flow.slice(list));
  if (members === null) {
    throw flow.fail(whole, `FIELDS,BASIS,ALGORITHM,ofport${words === 5 ? ',FIELD' : ''},members:PORT,PORT...`);
  }
  const [fields, basis, algorithm, type, to] = parts as [Place, Place, Place, Place, Place];
  if (flow.slice(type).toLowerCase() !== 'ofport') throw flow.fail(type, 'ofport');
  const ports = commaParts(context, { at: list!.at + members[0].length, end: list!.end }, BUNDLE_MEMBERS_MAX + 1);
  const given = ports.filter((port) => !isEmpty(port));
  if (given.length > BUNDLE_MEMBERS_MAX) throw flow.fail(list!, `at most ${BUNDLE_MEMBERS_MAX} members`);
  const target = words === 5 ? readSubfield32(context, to) : undefined;
  return {
    fields: parseWord(context, fields, HASH_FIELDS) as 'ETH_SRC',
    basis: parseNumber(flow, basis, 16),
    algorithm: parseWord(context, algorithm, BUNDLE_ALGORITHMS) as 'HRW',
    ...(target === undefined ? {} : { dst: target.field, ofsNbits: { ofs: target.ofs, nBits: target.nBits } }),
    members: given.map((port) => parsePort10(flow, port)),
  };
}

function parseSample(context: Context, item: Item): ReturnType<ActionParser> {
  const { flow } = context;
  const given = new Map<string, Place>();
  const names = ['probability', 'collector_set_id', 'obs_domain_id', 'obs_point_id', 'sampling_port'];
  let direction: 'DEFAULT' | 'INGRESS' | 'EGRESS' = 'DEFAULT';
  for (const argument of flow.items(valuePlace(context, item))) {
    const isDirection = argument.value === undefined && ['ingress', 'egress'].includes(argument.key);
    if (isDirection && direction === 'DEFAULT') direction = argument.key === 'ingress' ? 'INGRESS' : 'EGRESS';
    else if (argument.value !== undefined && names.includes(argument.key) && !given.has(argument.key)) {
      given.set(argument.key, argument.value);
    } else throw flow.fail(argument, `${names.map((name) => `${name}=`).join(', ')}, ingress, egress once each`);
  }
  const number = (name: string, bits: number) => (given.has(name) ? parseNumber(flow, given.get(name)!, bits) : 0);
  const probability = number('probability', 16);
  if (probability === 0) throw flow.fail(given.get('probability') ?? item, 'a probability= of 1..65535');
  const sample = {
    probability,
    collectorSetId: number('collector_set_id', 32),
    obsDomainId: number('obs_domain_id', 32),
    obsPointId: number('obs_point_id', 32),
  };
  const port = given.get('sampling_port');
  const samplingPort = port === undefined ? NONE_10 : parsePort10(flow, port);
  if (direction !== 'DEFAULT') return [{ type: 'NX_SAMPLE3', ...sample, samplingPort, direction }];
  return samplingPort === NONE_10
    ? [{ type: 'NX_SAMPLE', ...sample }]
    : [{ type: 'NX_SAMPLE2', ...sample, samplingPort }];
}

/** Bits of a field that packets of this flow have. */
function readSubfield(context: Context, place: Place): Subfield {
  const subfield = parseSubfield(context.flow, place);
  if (bitsOfField(subfield.field) > 128) throw context.flow.fail(place, 'a field of at most 128 bits');
  checkField(context, subfield.field, place);
  return subfield;
}

/** The same for actions that have no room for an experimenter. */
function readSubfield32(context: Context, place: Place): Subfield {
  const subfield = readSubfield(context, place);
  if ('experimenter' in OXM_FIELDS[subfield.field]) {
    throw context.flow.fail(place, 'a field without an experimenter, for which this action has no room');
  }
  return subfield;
}

/** Inside ct only its own fields are set, outside of it only others. */
export function checkCt({ flow, isInCt }: Context, field: OxmName, place: Place): void {
  const isOfCt = field === 'NXM_NX_CT_MARK' || field === 'NXM_NX_CT_LABEL';
  if (isOfCt && !isInCt) throw flow.fail(place, 'a field other than ct_mark and ct_label, outside ct(exec(...))');
  if (!isOfCt && isInCt) throw flow.fail(place, 'ct_mark or ct_label, in ct(exec(...))');
}

function arrowParts({ flow }: Context, item: Item, form: string): [Place, Place] {
  const [from, to] = item.value === undefined ? [] : flow.parts(item.value, '->');
  if (from === undefined || to === undefined) throw flow.fail(item, form);
  return [from, to];
}

/** The parts between commas; none of them has parentheses. */
function commaParts({ flow }: Context, place: Place, most = 8): Place[] {
  return flow.parts(place, ',', most).map((part) => trimmed(flow.text, part));
}

function trimmed(text: string, { at, end }: Place): Place {
  let from = at;
  let to = end;
  while (from < to && ' \t\r\n'.includes(text[from]!)) from++;
  while (to > from && ' \t\r\n'.includes(text[to - 1]!)) to--;
  return { at: from, end: to };
}

function isEmpty({ at, end }: Place): boolean {
  return at === end;
}

function parseWord<T>({ flow }: Context, place: Place, table: Readonly<Record<string, T>>): T {
  const word = flow.slice(place).toLowerCase();
  if (Object.hasOwn(table, word)) return table[word]!;
  throw flow.fail(place, Object.keys(table).join(', '));
}

function words(...names: string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), name]));
}
