// The actions of Open vSwitch with arguments, as it writes them (ovs-actions(7)): `resubmit(,3)`, `load:0x5->NXM_NX_REG0[]`.
// What says nothing in its syntax (a header that no field has, the specs of learn) has no text here. Pure.
import type { Action10, Action13 } from '../action.ts';
import type { FieldHeaderValue } from '../field-header.ts';
import { formatCt, formatNat } from './ct-text.ts';
import { nameOfField } from './field-name.ts';
import { formatMasked64, port13 } from './match-text.ts';
import { formatSubfield } from './subfield.ts';
import { formatPort, hex4, hexOrZero } from './value-text.ts';

type AnyAction = Action10 | Action13;
type NxAction<T extends AnyAction['type']> = Extract<AnyAction, { type: T }>;
/** Writes a list of actions, `drop` for none. */
export type FormatActions = (actions: readonly AnyAction[]) => string;

const TABLE_ALL = 0xff;
const IN_PORT_10 = 0xfff8;
const NONE_10 = 0xffff;
const MAX_LEN = 0xffff;
/** The packet types of encap and decap: namespace 16, type 16. */
export const ENCAP_TYPES: Readonly<Record<string, number>> = {
  ethernet: 0,
  nsh: 0x0001_894f,
  mpls: 0x0001_8847,
  mpls_mc: 0x0001_8848,
};
/** (0,0xfffe): what the next protocol says. */
export const PT_USE_NEXT_PROTO = 0xfffe;

/** @returns the action; undefined when it is none of these or has no text */
export function formatNxAction(action: AnyAction, formatActions: FormatActions): string | undefined {
  switch (action.type) {
    case 'NX_RESUBMIT':
      return formatResubmit(action.inPort, TABLE_ALL, false);
    case 'NX_RESUBMIT_TABLE':
    case 'NX_RESUBMIT_TABLE_CT':
      return formatResubmit(action.inPort, action.tableId, action.type === 'NX_RESUBMIT_TABLE_CT');
    case 'NX_SET_TUNNEL':
      return `set_tunnel:${hexOrZero(action.tunId)}`;
    case 'NX_SET_TUNNEL64':
      return `set_tunnel64:${hexOrZero(action.tunId)}`;
    case 'NX_REG_MOVE':
      return arrow(
        'move:',
        formatSubfield(action.src, action.srcOfs, action.nBits),
        formatSubfield(action.dst, action.dstOfs, action.nBits),
      );
    case 'ONF_COPY_FIELD':
      return arrow(
        'move:',
        formatSubfield(action.src, action.srcOffset, action.nBits),
        formatSubfield(action.dst, action.dstOffset, action.nBits),
      );
    case 'NX_REG_LOAD':
      return arrow('load:', hexOrZero(action.value), subfield(action));
    case 'NX_STACK_PUSH':
      return led('push:', formatSubfield(action.field, action.offset, action.nBits));
    case 'NX_STACK_POP':
      return led('pop:', formatSubfield(action.field, action.offset, action.nBits));
    case 'NX_OUTPUT_REG':
    case 'NX_OUTPUT_REG2':
      return led('output:', formatSubfield(action.src, action.ofsNbits.ofs, action.ofsNbits.nBits));
    case 'NX_OUTPUT_TRUNC':
      return `output(port=${formatPort(port13(action.port))},max_len=${action.maxLen})`;
    case 'NX_NOTE':
      return `note:${formatBytes(action.note)}`;
    case 'NX_CONJUNCTION':
      return `conjunction(${action.id},${action.clause + 1}/${action.nClauses})`;
    case 'NX_CONTROLLER':
      return formatController({ ...action, userdata: undefined, hasPause: false, meterId: undefined });
    case 'NX_CONTROLLER2':
      return formatController2(action);
    case 'NX_MULTIPATH':
      return led(
        `multipath(${hashFields(action.fields)},${action.basis},${lower(action.algorithm)},${action.maxLink + 1},${action.arg},`,
        subfield(action),
        ')',
      );
    case 'NX_BUNDLE':
    case 'NX_BUNDLE_LOAD':
      return formatBundle(action);
    case 'NX_SAMPLE':
    case 'NX_SAMPLE2':
    case 'NX_SAMPLE3':
      return formatSample(action);
    case 'NX_DEC_TTL_CNT_IDS':
      return `dec_ttl(${action.cntIds.join(',')})`;
    case 'NX_CT':
      return formatCt(action, formatActions);
    case 'NX_NAT':
      return formatNat(action);
    case 'NX_CLONE':
      return `clone(${formatActions(action.actions as AnyAction[])})`;
    case 'NX_CHECK_PKT_LARGER':
      return led(`check_pkt_larger(${action.pktLen})->`, formatSubfield(action.dst, action.offset, 1));
    case 'NX_DELETE_FIELD':
      return typeof action.field === 'string' ? `delete_field:${nameOfField(action.field).name}` : undefined;
    case 'NX_ENCAP':
      return action.properties.length > 0 || action.hdrSize !== 0 ? undefined : formatEncap(action.newPktType);
    case 'NX_DECAP':
      return formatDecap(action.newPktType);
    case 'NX_SET_QUEUE':
      return `set_queue:${action.queueId}`;
    case 'NX_PUSH_MPLS':
    case 'NX_POP_MPLS':
      return `${bareName(action)}:${hex4(action.ethertype)}`;
    case 'NX_SET_MPLS_TTL':
      return `set_mpls_ttl(${action.mplsTtl})`;
    case 'NX_SET_MPLS_LABEL':
      return `set_mpls_label(${action.mplsLabel})`;
    case 'NX_SET_MPLS_TC':
      return `set_mpls_tc(${action.mplsTc})`;
    case 'NX_GROUP':
      return `group:${action.groupId}`;
    case 'NX_WRITE_METADATA':
      return `write_metadata:${formatMasked64(action.metadata, action.metadataMask)}`;
    case 'NX_POP_QUEUE':
    case 'NX_EXIT':
    case 'NX_DEC_TTL':
    case 'NX_DEC_MPLS_TTL':
    case 'NX_CT_CLEAR':
    case 'NX_DEC_NSH_TTL':
      return bareName(action);
  }
  return undefined;
}

function bareName(action: AnyAction): string {
  return `${action.type}`.slice('NX_'.length).toLowerCase();
}

function formatResubmit(inPort: number, tableId: number, withCt: boolean): string {
  const port = inPort === IN_PORT_10 ? '' : formatPort(port13(inPort));
  if (port !== '' && tableId === TABLE_ALL && !withCt) return `resubmit:${port}`;
  return `resubmit(${port},${tableId === TABLE_ALL ? '' : tableId}${withCt ? ',ct' : ''})`;
}

/** Bytes in hex with a dot between them. */
export function formatBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('.');
}

interface ControllerText {
  readonly maxLen: number;
  readonly controllerId: number;
  readonly reason: string | number;
  readonly userdata: Uint8Array | undefined;
  readonly hasPause: boolean;
  readonly meterId: number | undefined;
}

function formatController({ maxLen, controllerId, reason, userdata, hasPause, meterId }: ControllerText): string {
  const isPlain = reason === 'ACTION' && controllerId === 0 && userdata === undefined && !hasPause;
  if (isPlain && meterId === undefined) return `CONTROLLER:${maxLen}`;
  const parts: string[] = [];
  if (reason !== 'ACTION') parts.push(`reason=${lower(reason)}`);
  if (maxLen !== MAX_LEN) parts.push(`max_len=${maxLen}`);
  if (controllerId !== 0) parts.push(`id=${controllerId}`);
  if (userdata !== undefined) parts.push(`userdata=${formatBytes(userdata)}`);
  if (hasPause) parts.push('pause');
  if (meterId !== undefined) parts.push(`meter_id=${meterId}`);
  return `controller(${parts.join(',')})`;
}

/** Undefined when a property is none that is known. */
function formatController2({ properties }: NxAction<'NX_CONTROLLER2'>): string | undefined {
  const text: { -readonly [K in keyof ControllerText]: ControllerText[K] } = {
    maxLen: MAX_LEN,
    controllerId: 0,
    reason: 'ACTION',
    userdata: undefined,
    hasPause: false,
    meterId: undefined,
  };
  for (const property of properties) {
    switch (property.type) {
      case 'MAX_LEN':
        text.maxLen = property.maxLen;
        break;
      case 'CONTROLLER_ID':
        text.controllerId = property.controllerId;
        break;
      case 'REASON':
        text.reason = property.reason;
        break;
      case 'USERDATA':
        text.userdata = property.userdata;
        break;
      case 'PAUSE':
        text.hasPause = true;
        break;
      case 'METER_ID':
        text.meterId = property.meterId;
        break;
      default:
        return undefined;
    }
  }
  return formatController(text);
}

function formatBundle(action: NxAction<'NX_BUNDLE' | 'NX_BUNDLE_LOAD'>): string | undefined {
  if (action.memberType !== 'NXM_OF_IN_PORT') return undefined;
  const head = `${hashFields(action.fields)},${action.basis},${lower(action.algorithm)},ofport`;
  const members = `members:${action.members.map((port) => formatPort(port13(port))).join(',')})`;
  if (action.type === 'NX_BUNDLE') return `bundle(${head},${members}`;
  return led(`bundle_load(${head},`, subfield(action), `,${members}`);
}

function formatSample(action: NxAction<'NX_SAMPLE' | 'NX_SAMPLE2' | 'NX_SAMPLE3'>): string {
  const { probability, collectorSetId, obsDomainId, obsPointId } = action;
  const port =
    action.type === 'NX_SAMPLE' || action.samplingPort === NONE_10
      ? ''
      : `,sampling_port=${formatPort(port13(action.samplingPort))}`;
  const direction = action.type === 'NX_SAMPLE3' && action.direction !== 'DEFAULT' ? `,${lower(action.direction)}` : '';
  return `sample(probability=${probability},collector_set_id=${collectorSetId},obs_domain_id=${obsDomainId},obs_point_id=${obsPointId}${port}${direction})`;
}

function formatEncap(type: number): string | undefined {
  const name = Object.keys(ENCAP_TYPES).find((each) => ENCAP_TYPES[each] === type);
  return name === undefined ? undefined : `encap(${name})`;
}

function formatDecap(type: number): string {
  if (type === PT_USE_NEXT_PROTO) return 'decap()';
  return `decap(packet_type(ns=${type >>> 16},type=${hexOrZero(type & 0xffff)}))`;
}

/** The words of Open vSwitch for what is hashed. */
function hashFields(fields: string | number): string {
  return fields === 'SYMMETRIC_L3L4_UDP' ? 'symmetric_l3l4+udp' : lower(fields);
}

function lower(name: string | number): string {
  return `${name}`.toLowerCase();
}

function subfield(action: { dst: FieldHeaderValue; ofsNbits: { ofs: number; nBits: number } }): string | undefined {
  return formatSubfield(action.dst, action.ofsNbits.ofs, action.ofsNbits.nBits);
}

function led(lead: string, text: string | undefined, tail = ''): string | undefined {
  return text === undefined ? undefined : `${lead}${text}${tail}`;
}

function arrow(lead: string, from: string | undefined, to: string | undefined): string | undefined {
  return from === undefined || to === undefined ? undefined : `${lead}${from}->${to}`;
}
