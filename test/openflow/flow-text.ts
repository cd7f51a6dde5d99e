// Messages as one line each, so that a test can say what it expects and a difference can be read: the fields by their
// names in the specification (in lower case), in the order in which they stand in the message.
//
//   add 50000 in_port=2,eth_type=0x800,ip_proto=6,tcp_dst=80 -> dec_nw_ttl,eth_src=0a:da:01:00:00:01,output:3
//   delete cookie=0xda20000000000007/0xffffff00000fffff
//   packet_out in_port=2 64 bytes -> output:local

import type { Action10, Action13, Action15 } from '#openflow/action.ts';
import { toHex } from '#openflow/bytes.ts';
import type { Match10 } from '#openflow/match.ts';
import type { Message } from '#openflow/message.ts';
import type { OxmField, OxmName, OxmValue } from '#openflow/oxm.ts';

const PORT_NAMES = new Map([
  [0xfffffffb, 'flood'],
  [0xfffffffd, 'controller'],
  [0xfffffffe, 'local'],
  [0xfffb, 'flood'],
]);

/** One line: what the message asks for. Cookies, timeouts and flags are left to their own checks. */
export function messageText(message: Message): string {
  if (message.type === 'FLOW_MOD' && message.version === 4) {
    const command = message.command.toString().toLowerCase();
    if (message.command === 'DELETE') return `${command} cookie=${hex(message.cookie)}/${hex(message.cookieMask)}`;
    const lists = message.instructions.map((instruction) =>
      instruction.type === 'APPLY_ACTIONS' ? actionsText(instruction.actions) : String(instruction.type).toLowerCase(),
    );
    return `${command} ${message.priority} ${matchText(message.match)} -> ${lists.join(';') || 'drop'}`;
  }
  if (message.type === 'FLOW_MOD' && message.version === 1) {
    const text = match10Text(message.match);
    return `${String(message.command).toLowerCase()} ${message.priority} ${text} -> ${actionsText(message.actions)}`;
  }
  if (message.type === 'PACKET_OUT' && message.version !== 6) {
    const packet = message.bufferId === 0xffffffff ? `${message.data.length} bytes` : `buffer ${message.bufferId}`;
    return `packet_out in_port=${portText(message.inPort)} ${packet} -> ${actionsText(message.actions) || 'drop'}`;
  }
  return message.type.toLowerCase();
}

/** A match as `field=value[/mask]`, comma between them. */
export function matchText(match: readonly OxmField[]): string {
  return match.map(fieldText).join(',');
}

/** A match of OpenFlow 1.0: the fields that are not wild. */
function match10Text(match: Match10): string {
  const wild = new Set<string>(match.wildcards.map(String));
  if (match.nwSrcWild >= 32) wild.add('NW_SRC');
  if (match.nwDstWild >= 32) wild.add('NW_DST');
  const isField = (name: string) => name !== 'wildcards' && !name.endsWith('Wild');
  const isWild = (name: string) => wild.has(name.replace(/[A-Z]/g, '_$&').toUpperCase());
  return Object.entries(match)
    .filter(([name]) => isField(name) && !isWild(name))
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

/** A list of actions; set-fields as `field=value`. */
export function actionsText(actions: readonly (Action10 | Action13 | Action15)[]): string {
  return actions
    .map((action) => {
      if (action.type === 'OUTPUT') return `output:${portText(action.port)}`;
      if (action.type === 'SET_FIELD') return fieldText(action.field);
      if (action.type === 'NX_FIN_TIMEOUT') return `fin_timeout:${action.finIdleTimeout}`;
      return String(action.type).toLowerCase();
    })
    .join(',');
}

function fieldText(field: OxmField): string {
  if (!('value' in field)) return `oxm(${field.oxmClass}, ${field.field})`;
  const shown = (value: OxmValue<OxmName> | undefined) =>
    field.field === 'ETH_TYPE' ? hex(value as number) : value instanceof Uint8Array ? toHex(value) : `${value}`;
  return `${field.field.toLowerCase()}=${shown(field.value)}${field.mask === undefined ? '' : `/${shown(field.mask)}`}`;
}

function portText(port: number): string {
  return PORT_NAMES.get(port) ?? `${port}`;
}

function hex(value: string | number | bigint): string {
  return `0x${BigInt(value).toString(16)}`;
}
