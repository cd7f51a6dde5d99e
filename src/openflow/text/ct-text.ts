// Connection tracking in text, as Open vSwitch writes it: `ct(commit,table=3,zone=5,nat(src=10.0.0.1),exec(...),alg=ftp)`. The
// first action in ct stands by itself where it is nat; the others are in exec. Pure.
import type { Action10, Action13 } from '../action.ts';
import type { FormatActions } from './nx-action-text.ts';
import { formatSubfield } from './subfield.ts';

type AnyAction = Action10 | Action13;
type Nat = Extract<AnyAction, { type: 'NX_NAT' }>;

const RECIRC_NONE = 0xff;
const ALG_NONE = 0;
const ALG_NAMES: Readonly<Record<number, string>> = { 21: 'ftp', 69: 'tftp' };

/** Undefined when the zone comes from a field that has no name. */
export function formatCt(
  action: Extract<AnyAction, { type: 'NX_CT' }>,
  formatActions: FormatActions,
): string | undefined {
  const parts = action.flags.map((flag) => (typeof flag === 'number' ? `flags=${flag}` : flag.toLowerCase()));
  if (action.recircTable !== RECIRC_NONE) parts.push(`table=${action.recircTable}`);
  if (action.zoneSrc !== 0) {
    const zone = formatSubfield(action.zoneSrc, action.zone >>> 6, (action.zone & 0x3f) + 1);
    if (zone === undefined) return undefined;
    parts.push(`zone=${zone}`);
  } else if (action.zone !== 0) parts.push(`zone=${action.zone}`);
  const [first, ...others] = action.actions as AnyAction[];
  const isNat = first?.type === 'NX_NAT';
  if (isNat) parts.push(formatNat(first as Nat));
  const rest = isNat ? others : (action.actions as AnyAction[]);
  if (rest.length > 0) parts.push(`exec(${formatActions(rest)})`);
  if (action.alg !== ALG_NONE) parts.push(`alg=${ALG_NAMES[action.alg] ?? action.alg}`);
  return `ct(${parts.join(',')})`;
}

/** `nat`, `nat(src=10.0.0.1-10.0.0.9:80-90,random)` */
export function formatNat({ flags, range }: Nat): string {
  const to = flags.includes('SRC') ? 'src' : flags.includes('DST') ? 'dst' : undefined;
  if (to === undefined) return 'nat';
  const { ipv4Min, ipv4Max, ipv6Min, ipv6Max, protoMin, protoMax } = range;
  let text = '';
  if (ipv4Min !== undefined) text = spread(ipv4Min, ipv4Max);
  else if (ipv6Min !== undefined) {
    const isBracketed = protoMin !== undefined && protoMin !== 0;
    text = isBracketed ? spread(`[${ipv6Min}]`, ipv6Max && `[${ipv6Max}]`) : spread(ipv6Min, ipv6Max);
  }
  if (protoMin !== undefined && protoMin !== 0) text += `:${spread(`${protoMin}`, protoMax && `${protoMax}`)}`;
  const more = [
    flags.includes('PERSISTENT') && 'persistent',
    flags.includes('PROTO_HASH') && 'hash',
    flags.includes('PROTO_RANDOM') && 'random',
  ];
  return `nat(${[text === '' ? to : `${to}=${text}`, ...more.filter((word) => word !== false)].join(',')})`;
}

function spread(least: string, most: string | number | undefined): string {
  return most === undefined || most === 0 || most === least ? least : `${least}-${most}`;
}
