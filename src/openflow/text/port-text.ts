// A port as a switch describes it, over several lines, as Open vSwitch writes it. Pure.
import type { Port10, Port13 } from '../port.ts';
import { port13 } from './match-text.ts';
import { formatPort } from './value-text.ts';

const INDENT = '     ';

/** Features by the names of Open vSwitch, where they are not the specification's. */
const FEATURE_NAMES: Readonly<Record<string, string>> = {
  AUTONEG: 'AUTO_NEG',
  PAUSE: 'AUTO_PAUSE',
  PAUSE_ASYM: 'AUTO_PAUSE_ASYM',
};

/** Megabits a second of the features that say so, the fastest last. */
const SPEEDS: readonly (readonly [string, number])[] = [
  ['10MB', 10],
  ['100MB', 100],
  ['1GB', 1000],
  ['10GB', 10_000],
  ['40GB', 40_000],
  ['100GB', 100_000],
  ['1TB', 1_000_000],
];

/** ` 1(eth0): addr:02:00:00:00:00:01` and what it is set to, one line each. */
export function formatPortDesc(port: Port10 | Port13, version: number): string {
  const number = formatPort(version === 1 ? port13(port.portNo) : port.portNo);
  const lines = [
    ` ${number}(${port.name}): addr:${port.hwAddr}`,
    `${INDENT}config:     ${formatFlags(port.config)}`,
    `${INDENT}state:      ${formatFlags(port.state)}`,
  ];
  const features = { current: port.curr, advertised: port.advertised, supported: port.supported, peer: port.peer };
  for (const [name, flags] of Object.entries(features)) {
    if (flags.length > 0) lines.push(`${INDENT}${`${name}:`.padEnd(12)}${formatFeatures(flags)}`);
  }
  const now = 'currSpeed' in port ? Math.floor(port.currSpeed / 1000) : speedOf(port.curr);
  const most = 'maxSpeed' in port ? Math.floor(port.maxSpeed / 1000) : speedOf(port.supported);
  lines.push(`${INDENT}speed: ${now} Mbps now, ${most} Mbps max`);
  return lines.join('\n');
}

/** Names, then the bits without a name in hex; `0` for none. */
export function formatFlags(flags: readonly (string | number)[], none = '0'): string {
  return flags.length === 0 ? none : flags.map(flagText).join(' ');
}

/** `10GB-FD COPPER AUTO_NEG` */
export function formatFeatures(features: readonly (string | number)[]): string {
  return features.map((feature) => FEATURE_NAMES[feature] ?? flagText(feature).replace(/_(HD|FD)$/, '-$1')).join(' ');
}

function flagText(flag: string | number): string {
  return typeof flag === 'number' ? `0x${flag.toString(16)}` : flag;
}

function speedOf(features: readonly (string | number)[]): number {
  const found = SPEEDS.findLast(([name]) => features.some((feature) => `${feature}`.startsWith(`${name}_`)));
  return found?.[1] ?? 0;
}
