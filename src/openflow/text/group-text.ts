// Groups as Open vSwitch writes them: `group_id=5,type=select,bucket=weight:10,actions=output:2`. Pure.
import type { MessageOf } from '../message.ts';
import { formatActions } from './action-text.ts';
import { formatPort } from './value-text.ts';

type Bucket = MessageOf<4, 'GROUP_MOD'>['buckets'][number];

const COMMANDS: Readonly<Record<string, string>> = { ADD: 'ADD', MODIFY: 'MOD', DELETE: 'DEL' };
const ANY = 0xffffffff;
const ALL = 0xfffffffc;

/** `ADD group_id=5,type=all,bucket=actions=output:2` */
export function formatGroupMod(message: MessageOf<4, 'GROUP_MOD'>): string {
  const { command, groupId, groupType, buckets } = message;
  return `${COMMANDS[command] ?? `cmd:${command}`} ${formatGroup(groupId, groupType, buckets)}`;
}

/** `group_id=5,type=all` and its buckets */
export function formatGroup(groupId: number, groupType: string | number, buckets: readonly Bucket[]): string {
  const type = typeof groupType === 'number' ? groupType : groupType.toLowerCase();
  const own = groupType === 'SELECT' ? 1 : 0; // the weight that goes without saying
  return [
    `group_id=${formatGroupId(groupId)}`,
    `type=${type}`,
    ...buckets.map((bucket) => formatBucket(bucket, own)),
  ].join(',');
}

/** A number, `ALL` or `ANY`. */
export function formatGroupId(groupId: number): string {
  return groupId === ALL ? 'ALL' : groupId === ANY ? 'ANY' : `${groupId}`;
}

function formatBucket({ weight, watchPort, watchGroup, actions }: Bucket, ownWeight: number): string {
  const parts: string[] = [];
  if (weight !== ownWeight) parts.push(`weight:${weight}`);
  if (watchPort !== ANY) parts.push(`watch_port:${formatPort(watchPort)}`);
  if (watchGroup !== ANY) parts.push(`watch_group:${watchGroup}`);
  parts.push(`actions=${formatActions(actions, 4)}`);
  return `bucket=${parts.join(',')}`;
}
