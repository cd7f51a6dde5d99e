// The config table: every number that an operator may turn, with its unit and bounds. Pure; read once by the
// composition root, which hands each thread the values that it needs.

import { DaoliError } from '#base/error.ts';

interface Setting {
  readonly value: number;
  /** Empty for a plain count. */
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly help: string;
  readonly powerOfTwo?: true;
}

const MINUTE_MS = 60_000;
const MIB = 1024 * 1024;

export const SETTINGS = {
  // connections
  connectionsMax: { value: 4096, unit: '', min: 1, max: 65_536, help: 'TCP connections of switches at once' },
  handshakeTimeoutMs: { value: 5000, unit: 'ms', min: 100, max: MINUTE_MS, help: 'from accept to FEATURES_REPLY' },
  echoIntervalMs: {
    value: 5000,
    unit: 'ms',
    min: 100,
    max: 10 * MINUTE_MS,
    help: 'silence before a switch is asked for an echo; three times this and it is dead',
  },
  backlogPauseBytes: {
    value: MIB,
    unit: 'bytes',
    min: 65_536,
    max: 1024 * MIB,
    help: 'unread answers of a switch at which reading from it pauses',
  },
  backlogCloseBytes: {
    value: 64 * MIB,
    unit: 'bytes',
    min: 65_536,
    max: 4096 * MIB,
    help: 'unread answers of a switch at which it is cut off',
  },
  channelIdleRounds: {
    value: 20,
    unit: 'rounds',
    min: 0,
    max: 100_000,
    help: 'event loop rounds without work before the channel thread sleeps',
  },
  // flows
  learnIdleTimeoutSec: { value: 60, unit: 's', min: 1, max: 65_535, help: 'idle timeout of a learning switch flow' },
  tcpIdleTimeoutSec: { value: 300, unit: 's', min: 1, max: 65_535, help: 'idle timeout of TCP and SCTP sessions' },
  udpIdleTimeoutSec: { value: 60, unit: 's', min: 1, max: 65_535, help: 'idle timeout of UDP sessions' },
  icmpIdleTimeoutSec: { value: 20, unit: 's', min: 1, max: 65_535, help: 'idle timeout of ICMP echo sessions' },
  coarseIdleTimeoutSec: {
    value: 300,
    unit: 's',
    min: 1,
    max: 65_535,
    help: 'idle timeout of a pair of flows that serves two endpoints',
  },
  finTimeoutSec: { value: 10, unit: 's', min: 1, max: 65_535, help: 'idle timeout of a TCP flow that saw FIN or RST' },
  denyHardTimeoutSec: { value: 5, unit: 's', min: 1, max: 65_535, help: 'life of a drop flow' },
  natPoolFirst: {
    value: 61_440,
    unit: '',
    min: 1024,
    max: 65_520,
    help: 'first port of the NAT pool: a multiple of its size',
  },
  natPoolSize: {
    value: 4096,
    unit: 'ports',
    min: 16,
    max: 32_768,
    powerOfTwo: true,
    help: 'ports of the NAT pool, shared by the workers',
  },
  missPacketsPerSec: {
    value: 20_000,
    unit: '/s',
    min: 1,
    max: 100_000_000,
    help: 'PacketIns a host may send for packets without a flow',
  },
  watchPacketsPerSec: {
    value: 20_000,
    unit: '/s',
    min: 1,
    max: 100_000_000,
    help: 'PacketIns a host may send for pool packets without a flow',
  },
  // next hop
  arpRetryMs: {
    value: 1000,
    unit: 'ms',
    min: 100,
    max: MINUTE_MS,
    help: 'between ARP requests for a gateway that has not answered',
  },
  arpRefreshMs: {
    value: 30_000,
    unit: 'ms',
    min: 1000,
    max: 60 * MINUTE_MS,
    help: 'between ARP requests for a gateway that has',
  },
  // control plane
  portsMax: {
    value: 16_384,
    unit: 'ports',
    min: 16,
    max: 1_048_576,
    help: 'ports kept of one switch',
  },
  hostSetupTimeoutMs: {
    value: 10_000,
    unit: 'ms',
    min: 100,
    max: 10 * MINUTE_MS,
    help: 'for a host to tell its ports and take its standing flows, then it is asked again',
  },
  reconcileTimeoutMs: {
    value: 5000,
    unit: 'ms',
    min: 100,
    max: 10 * MINUTE_MS,
    help: 'for one part of a flow reading, then it is asked again',
  },
  reconcilePartSessions: {
    value: 8192,
    unit: 'sessions',
    min: 64,
    max: 1_048_576,
    powerOfTwo: true,
    help: 'sessions that one part of a flow reading should hold',
  },
  outboundQueueBytes: {
    value: 16 * MIB,
    unit: 'bytes',
    min: 65_536,
    max: 1024 * MIB,
    help: 'messages of the control plane kept for a full ring',
  },
  workerRestartsMax: {
    value: 5,
    unit: '',
    min: 0,
    max: 1000,
    help: 'restarts of one worker before the process gives up',
  },
  sessionScanRows: {
    value: 1_048_576,
    unit: 'rows',
    min: 1024,
    max: 16_777_216,
    help: 'session rows that one request of the API looks at',
  },
  // Of 10 ms in which a change is to be in force this leaves most to those who act on it (ARCHITECTURE.md).
  publishGapMs: {
    value: 1,
    unit: 'ms',
    min: 0,
    max: 1000,
    help: 'changes are put in force no closer together than this, and than 16 ns for each session: each time workers look at them all',
  },
  // waiting
  spinUs: { value: 50, unit: 'us', min: 0, max: 1_000_000, help: 'how long an idle worker polls before it sleeps' },
  channelSpinUs: {
    value: 20,
    unit: 'us',
    min: 0,
    max: 1_000_000,
    help: 'how long an idle channel thread looks at its sockets before it sleeps (epoll)',
  },
  inline: {
    value: 1,
    unit: '',
    min: 0,
    max: 2,
    help: "whether the channel thread does a sleeping worker's work: 0 never, 1 while it has time, 2 always",
  },
  parkMs: { value: 100, unit: 'ms', min: 1, max: 10_000, help: 'longest sleep of a worker' },
  // sizes
  endpointRows: {
    value: 262_144,
    unit: 'rows',
    min: 16,
    max: 262_144,
    help: 'endpoints, those being replaced included',
  },
  networkRows: { value: 16_384, unit: 'rows', min: 4, max: 1_048_576, help: 'networks' },
  classRows: {
    value: 262_144,
    unit: 'rows',
    min: 16,
    max: 1_048_576,
    help: 'different sets of groups that endpoints are in',
  },
  pairRows: { value: 65_536, unit: 'rows', min: 16, max: 4_194_304, help: 'pair policies' },
  heapWords: { value: 33_554_432, unit: 'words', min: 4096, max: 268_435_456, help: 'compiled group rules' },
  sessionRows: {
    value: 1_048_576,
    unit: 'rows',
    min: 64,
    max: 1_048_576,
    powerOfTwo: true,
    help: 'live sessions of one worker',
  },
  hugePages: {
    value: 1,
    unit: '',
    min: 0,
    max: 1,
    help: 'ask for huge pages behind the large tables (native bindings): faster, at the price of some memory',
  },
  rehearsalMs: {
    value: 400,
    unit: 'ms',
    min: 0,
    max: 60_000,
    help: 'before they serve, threads play on a small network of their own, so that first packets meet compiled code; 0 = not',
  },
  macSets: {
    value: 262_144,
    unit: 'sets',
    min: 16,
    max: 16_777_216,
    powerOfTwo: true,
    help: "sets of four addresses of one worker's learning switches",
  },
  // Rings that stay in a core's own cache are faster than long ones (ARCHITECTURE.md).
  ingressBytes: {
    value: MIB,
    unit: 'bytes',
    min: 262_144,
    max: 1024 * MIB,
    powerOfTwo: true,
    help: "a worker's ingress ring",
  },
  egressBytes: {
    value: MIB,
    unit: 'bytes',
    min: 262_144,
    max: 1024 * MIB,
    powerOfTwo: true,
    help: "a worker's egress ring",
  },
  controlBytes: {
    value: 4 * MIB,
    unit: 'bytes',
    min: 262_144,
    max: 1024 * MIB,
    powerOfTwo: true,
    help: 'a ring to or from the control plane',
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof SETTINGS;
export type Config = { readonly [N in SettingName]: number };

/**
 * The table's values with some replaced.
 * @param texts `name=value`, as the command line gives them; the last of a name wins
 * @throws DaoliError `bad_config` with one line for each fault
 */
export function parseConfig(texts: readonly string[]): Config {
  const config = defaultConfig() as Record<SettingName, number>;
  const faults: string[] = [];
  for (const text of texts) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [];
    if (!Object.hasOwn(SETTINGS, name)) {
      faults.push(`${JSON.stringify(text)}: expected NAME=VALUE with a name of ${Object.keys(SETTINGS).join(', ')}`);
      continue;
    }
    const fault = checkValue(name as SettingName, value);
    if (fault === undefined) config[name as SettingName] = Number(value);
    else faults.push(fault);
  }
  if (faults.length === 0) faults.push(...checkTogether(config));
  if (faults.length > 0) {
    throw new DaoliError('bad_config', `configuration: ${faults.length} wrong`, { details: faults });
  }
  return config;
}

/** The table's values. */
export function defaultConfig(): Config {
  return Object.fromEntries(Object.entries(SETTINGS).map(([name, { value }]) => [name, value])) as Config;
}

/** The table for people, one line for each setting. */
export function describeSettings(): string {
  return Object.entries(SETTINGS as Record<string, Setting>)
    .map(
      ([name, { value, unit, min, max, help }]) => `  ${name}=${value}${unit && ` ${unit}`} (${min}..${max}): ${help}`,
    )
    .join('\n');
}

function checkValue(name: SettingName, text: string): string | undefined {
  const { min, max, unit, powerOfTwo }: Setting = SETTINGS[name];
  const value = Number(text);
  const expected = `expected ${powerOfTwo ? 'a power of two' : 'a whole number'} ${min}..${max}${unit && ` ${unit}`}`;
  const whole = /^\d+$/.test(text) && value >= min && value <= max;
  const fits = whole && (powerOfTwo !== true || Number.isInteger(Math.log2(value)));
  return fits ? undefined : `${name}: found ${JSON.stringify(text)}, ${expected}`;
}

function checkTogether(config: Config): string[] {
  const faults: string[] = [];
  const { natPoolFirst, natPoolSize, backlogPauseBytes, backlogCloseBytes } = config;
  // One masked match watches the pool: it is one aligned block.
  if (natPoolFirst % natPoolSize !== 0 || natPoolFirst + natPoolSize > 65_536) {
    faults.push(
      `natPoolFirst: found ${natPoolFirst}, expected a multiple of natPoolSize (${natPoolSize}), at most ${65_536 - natPoolSize}`,
    );
  }
  if (backlogCloseBytes <= backlogPauseBytes) {
    faults.push(
      `backlogCloseBytes: found ${backlogCloseBytes}, expected more than backlogPauseBytes (${backlogPauseBytes})`,
    );
  }
  return faults;
}
