// Messages of 1.4 and 1.5 as those of 1.3 that say the same: what the later versions put in properties, statistics or a match
// goes back to where it was, and is then written by the same words, as Open vSwitch does. What 1.3 has no place for
// stays behind, as JSON. Pure.
import type { Message, MessageOf } from '../message.ts';
import { OFPP_CONTROLLER } from '../port-number.ts';
import { formatUnknown } from './fallback-text.ts';

/** What 1.3 has for a count that a switch does not keep. */
const ALL_ONES_64 = 0xffff_ffff_ffff_ffffn;

type Later = Extract<Message, { version: 5 | 6 }>;
type LaterPort = Extract<Later, { type: 'PORT_STATUS' }>['desc'];

/** What 1.3 says of a message. */
export interface Like13 {
  readonly message: Extract<Message, { version: 4 }>;
  /** What it cannot say, as text; '' = it says everything. */
  readonly more: string;
}

/** @returns undefined for a message that 1.3 has nothing like */
export function like13(message: Later): Like13 | undefined {
  switch (message.type) {
    case 'PACKET_IN':
    case 'FEATURES_REPLY':
    case 'FLOW_MOD':
    case 'METER_MOD':
      return as13(message);
    case 'ROLE_REQUEST':
    case 'ROLE_REPLY': {
      const { shortId, ...rest } = message as typeof message & { shortId?: number };
      return as13(rest, shortId === undefined || shortId === 0xffff ? '' : `short_id=${shortId}`);
    }
    case 'PACKET_OUT':
      return message.version === 5 ? as13(message) : packetOut(message);
    case 'FLOW_REMOVED':
      return message.version === 5 ? as13(message) : flowRemoved(message);
    case 'PORT_STATUS': {
      const { desc, more } = portLike13(message.desc);
      return as13({ ...message, desc }, more);
    }
    case 'BUNDLE_CONTROL':
    case 'BUNDLE_ADD_MESSAGE':
      return as13(message, listed('properties', message.properties));
    case 'GROUP_MOD':
      return message.version === 5 ? as13(message) : undefined;
    case 'MULTIPART_REQUEST':
    case 'MULTIPART_REPLY':
      return message.version === 5 ? multipart(message) : undefined;
  }
  return undefined;
}

/** Parts that 1.4 has as they were, flows with an importance beside. */
const MULTIPARTS: readonly (string | number)[] = [
  ...['DESC', 'FLOW', 'AGGREGATE', 'TABLE', 'GROUP', 'GROUP_DESC', 'GROUP_FEATURES'],
  ...['METER', 'METER_CONFIG', 'METER_FEATURES'],
];

function multipart(
  message: Extract<Later, { version: 5; type: 'MULTIPART_REQUEST' | 'MULTIPART_REPLY' }>,
): Like13 | undefined {
  const { multipartType } = message;
  if (MULTIPARTS.includes(multipartType)) return as13(message);
  if (multipartType === 'PORT_DESC' && message.type === 'MULTIPART_REQUEST') return as13(message);
  if (!('ports' in message) || multipartType !== 'PORT_DESC') return undefined;
  const ports = (message.ports as readonly LaterPort[]).map(portLike13);
  const more = ports.map((port) => port.more).filter((text) => text !== '');
  return as13({ ...message, ports: ports.map(({ desc }) => desc) }, more.join('\n '));
}

/** Speeds and features of Ethernet where 1.3 has them. */
function portLike13({ properties, ...head }: LaterPort): { desc: object; more: string } {
  const all = properties as readonly { readonly type: string | number }[];
  const ethernet = all.find(({ type }) => type === 'ETHERNET') ?? {
    ...{ curr: [], advertised: [], supported: [], peer: [] },
    ...{ currSpeed: 0, maxSpeed: 0 },
  };
  const others = all.filter((property) => property !== ethernet);
  return { desc: { ...head, ...ethernet }, more: listed('properties', others) };
}

function packetOut(message: MessageOf<6, 'PACKET_OUT'>): Like13 {
  const { match, ...rest } = message;
  const inPort = match.find((field) => field.field === 'IN_PORT') as { value: number } | undefined;
  const others = match.filter((field) => field !== inPort);
  return as13({ ...rest, inPort: inPort?.value ?? OFPP_CONTROLLER }, listed('match', others));
}

function flowRemoved(message: MessageOf<6, 'FLOW_REMOVED'>): Like13 {
  const { stats, ...rest } = message;
  const counts = { durationSec: 0, durationNsec: 0, packetCount: ALL_ONES_64, byteCount: ALL_ONES_64 };
  const others = stats.filter((stat) => {
    if ('sec' in stat && stat.field === 'DURATION') {
      counts.durationSec = stat.sec;
      counts.durationNsec = stat.nsec;
    } else if (stat.field === 'PACKET_COUNT') counts.packetCount = stat.value;
    else if (stat.field === 'BYTE_COUNT') counts.byteCount = stat.value;
    else return true;
    return false;
  });
  return as13({ ...rest, ...counts }, listed('stats', others));
}

function listed(name: string, items: readonly unknown[]): string {
  return items.length === 0 ? '' : formatUnknown(name, { [name]: items });
}

/** The names of later reasons and flags are printed as they are: those who write 1.3 know what to do with any name. */
function as13(message: object, more = ''): Like13 {
  return { message: { ...message, version: 4 } as unknown as Like13['message'], more };
}
