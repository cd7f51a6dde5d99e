// Actions and instructions as Open vSwitch writes them (ovs-actions(7)): `set_field:10.0.0.1->ip_dst,dec_ttl,output:2`.
// Instructions are written as it does: those of apply-actions bare, the others as actions of their own. Pure.
import type { Action10, Action13 } from '../action.ts';
import { toHex } from '../bytes.ts';
import type { Instruction } from '../instruction.ts';
import { type NamedOxm, OXM_FIELDS, type OxmField } from '../oxm.ts';
import { OFPP_CONTROLLER, OFPP_MAX } from '../port-number.ts';
import { formatUnknown } from './fallback-text.ts';
import { nameOfField } from './field-name.ts';
import { formatMasked64, port13 } from './match-text.ts';
import { formatNxAction } from './nx-action-text.ts';
import { formatPort, formatValue, hex4 } from './value-text.ts';

/** `drop` for none */
export function formatActions(actions: readonly (Action10 | Action13)[], version: number): string {
  return actions.length === 0 ? 'drop' : actions.map((action) => formatAction(action, version)).join(',');
}

/** One action; an unknown one is its number and its bytes as JSON. */
export function formatAction(action: Action10 | Action13, version: number): string {
  switch (action.type) {
    case 'OUTPUT':
      return formatOutput(version === 1 ? port13(action.port) : action.port, action.maxLen);
    case 'ENQUEUE':
      return `enqueue:${formatPort(port13(action.port))}:${action.queueId}`;
    case 'SET_VLAN_VID':
      return `mod_vlan_vid:${action.vlanVid}`;
    case 'SET_VLAN_PCP':
      return `mod_vlan_pcp:${action.vlanPcp}`;
    case 'STRIP_VLAN':
      return 'strip_vlan';
    case 'SET_DL_SRC':
      return `mod_dl_src:${action.dlAddr}`;
    case 'SET_DL_DST':
      return `mod_dl_dst:${action.dlAddr}`;
    case 'SET_NW_SRC':
      return `mod_nw_src:${action.nwAddr}`;
    case 'SET_NW_DST':
      return `mod_nw_dst:${action.nwAddr}`;
    case 'SET_NW_TOS':
      return `mod_nw_tos:${action.nwTos}`;
    case 'SET_TP_SRC':
      return `mod_tp_src:${action.tpPort}`;
    case 'SET_TP_DST':
      return `mod_tp_dst:${action.tpPort}`;
    case 'COPY_TTL_OUT':
    case 'COPY_TTL_IN':
    case 'DEC_MPLS_TTL':
    case 'POP_VLAN':
    case 'POP_PBB':
      return action.type.toLowerCase();
    case 'DEC_NW_TTL':
      return 'dec_ttl';
    case 'SET_MPLS_TTL':
      return `set_mpls_ttl(${action.mplsTtl})`;
    case 'SET_NW_TTL':
      return `mod_nw_ttl:${action.nwTtl}`;
    case 'PUSH_VLAN':
    case 'PUSH_MPLS':
    case 'POP_MPLS':
    case 'PUSH_PBB':
      return `${action.type.toLowerCase()}:${hex4(action.ethertype)}`;
    case 'SET_QUEUE':
      if (!('queueId' in action)) break;
      return `set_queue:${action.queueId}`;
    case 'GROUP':
      return `group:${action.groupId}`;
    case 'SET_FIELD':
      return formatSetField(action.field);
    case 'NX_FIN_TIMEOUT':
      return formatFinTimeout(action.finIdleTimeout, action.finHardTimeout);
    case 'NX_REG_LOAD2':
      return formatSetField(action.field);
  }
  const extension = formatNxAction(action, (actions) => formatActions(actions, version));
  return extension ?? formatUnknown(action.type, action);
}

/** The instructions of a flow in Open vSwitch's order; `drop` when there is nothing in them. */
export function formatInstructions(instructions: readonly Instruction[]): string {
  const parts = [...instructions].sort((a, b) => rank(a) - rank(b)).flatMap(formatInstruction);
  return parts.length === 0 ? 'drop' : parts.join(',');
}

function formatInstruction(instruction: Instruction): string[] {
  switch (instruction.type) {
    case 'METER':
      return [`meter:${instruction.meterId}`];
    case 'APPLY_ACTIONS':
      return instruction.actions.map((action) => formatAction(action, 4));
    case 'CLEAR_ACTIONS':
      return ['clear_actions'];
    case 'WRITE_ACTIONS':
      return [`write_actions(${formatActions(instruction.actions, 4)})`];
    case 'WRITE_METADATA':
      return [`write_metadata:${formatMasked64(instruction.metadata, instruction.metadataMask)}`];
    case 'GOTO_TABLE':
      return [`goto_table:${instruction.tableId}`];
  }
  return [formatUnknown(instruction.type, instruction)];
}

/** The order of the specification (1.3 section 5.9), in which switches execute them wherever they stand. */
const ORDER: readonly unknown[] = [
  'METER',
  'APPLY_ACTIONS',
  'CLEAR_ACTIONS',
  'WRITE_ACTIONS',
  'WRITE_METADATA',
  'GOTO_TABLE',
];

function rank({ type }: Instruction): number {
  const index = ORDER.indexOf(type);
  return index < 0 ? ORDER.length : index;
}

function formatOutput(port: number, maxLen: number): string {
  if (port === OFPP_CONTROLLER) return `CONTROLLER:${maxLen}`;
  return port < OFPP_MAX ? `output:${port}` : formatPort(port);
}

function formatSetField(field: OxmField): string {
  if (typeof field.field === 'number') {
    const { oxmClass, hasMask, body } = field as Extract<OxmField, { body: unknown }>;
    return `set_field:0x${toHex(body)}->oxm_${hex4(oxmClass)}_${field.field}${hasMask ? 'm' : ''}`;
  }
  if (!Object.hasOwn(OXM_FIELDS, field.field)) return formatUnknown('set_field', field, []);
  return `set_field:${formatValue(field as NamedOxm)}->${nameOfField((field as NamedOxm).field).name}`;
}

function formatFinTimeout(idle: number, hard: number): string {
  const parts: string[] = [];
  if (idle !== 0) parts.push(`idle_timeout=${idle}`);
  if (hard !== 0) parts.push(`hard_timeout=${hard}`);
  return `fin_timeout(${parts.join(',')})`;
}
