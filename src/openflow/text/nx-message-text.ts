// Nicira's settings (NXT_*) in the words of Open vSwitch. Those about flows and packets have no form of their own yet. Pure.
import type { Message } from '../message.ts';
import { formatUnknown } from './fallback-text.ts';

/** Whether the message is one of Nicira's, or of ONF's that are alike: its type is its whole name. */
export function isNxMessage({ type }: Message): boolean {
  return type.startsWith('NXT_') || type.startsWith('ONFT_');
}

/** What follows the colon of one that `isNxMessage`. */
export function formatNxMessage(message: Message): string {
  switch (message.type) {
    case 'NXT_ROLE_REQUEST':
    case 'NXT_ROLE_REPLY':
      return ` role=${message.role === 'OTHER' ? 'equal' : lower(message.role)}`;
    case 'NXT_SET_FLOW_FORMAT':
      return ` format=${typeof message.format === 'number' ? '(unknown)' : lower(message.format)}`;
    case 'NXT_SET_PACKET_IN_FORMAT':
      return ` format=${lower(message.format)}`;
    case 'NXT_FLOW_MOD_TABLE_ID':
      return ` ${message.set === 0 ? 'disable' : 'enable'}`;
    case 'NXT_SET_CONTROLLER_ID':
      return ` id=${message.controllerId}`;
    case 'NXT_CT_FLUSH_ZONE':
      return ` zone_id=${message.zoneId}`;
    case 'NXT_FLOW_MONITOR_CANCEL':
    case 'ONFT_FLOW_MONITOR_CANCEL':
      return ` id=${message.id}`;
    case 'NXT_FLOW_AGE':
    case 'NXT_TLV_TABLE_REQUEST':
    case 'NXT_FLOW_MONITOR_PAUSED':
    case 'NXT_FLOW_MONITOR_RESUMED':
    case 'ONFT_FLOW_MONITOR_PAUSED':
    case 'ONFT_FLOW_MONITOR_RESUMED':
      return '';
  }
  return ` ${formatUnknown('', message, ['version', 'type', 'xid'])}`;
}

function lower(name: string | number): string {
  return `${name}`.toLowerCase();
}
