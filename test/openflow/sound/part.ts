// What random sound messages are made of, in every version: what two outside readers must show of each (the words that `ovs-ofctl`
// prints and the values that tshark gives to its fields), and numbers in the range that Open vSwitch has.
import fc, { type Arbitrary } from 'fast-check';
import type { MessageIn } from '#openflow/message.ts';

export interface Sound {
  readonly message: MessageIn;
  /** Each must be in the text of ovs-ofctl, with no digit or letter beside it. */
  readonly ovs: readonly string[];
  /** By field of tshark: all the values that it shows, in order. */
  readonly tshark: Readonly<Record<string, readonly Shown[]>>;
  /** Why tshark 4.0 may mark this message as malformed though it is right. */
  readonly stumble?: string;
}
export type Shown = number | bigint | string;
/** A part of a message, with what is shown of it. */
export interface Part<T> {
  readonly value: T;
  readonly ovs: readonly string[];
  readonly tshark?: Readonly<Record<string, readonly Shown[]>>;
}
export type Made = Arbitrary<Sound>;

export const u8 = fc.integer({ min: 0, max: 0xff });
/** Of queues; all ones are all of them. */
export const queue = fc.integer({ min: 0, max: 0xffff_fffe });
export const positive = fc.integer({ min: 1, max: 0xffff_ffff });
export const u16 = fc.integer({ min: 0, max: 0xffff });
export const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
/** Counters and cookies: all ones means `none` to Open vSwitch, and zero is not always printed. */
export const u64 = fc.bigInt({ min: 1n, max: 0xffff_ffff_ffff_fffen });
export const some16 = fc.integer({ min: 1, max: 0xfffe });
export const priority = some16.filter((value) => value !== 0x8000); // which it does not print
/** Open vSwitch has ports of 16 bits in all versions. */
export const port = fc.integer({ min: 1, max: 0xfeff });
export const group = fc.integer({ min: 0, max: 0xffff_ff00 });
export const table = fc.integer({ min: 1, max: 0xfd });
export const nsec = fc.integer({ min: 1, max: 999_999 }).map((value) => value * 1000 + 1); // else it prints fewer digits
export const packet = fc
  .uint8Array({ minLength: 0, maxLength: 40 })
  .map((tail) => Uint8Array.from([...FRAME, ...tail]));
export const mac = fc
  .uint8Array({ minLength: 5, maxLength: 5 })
  .map((all) => ['02', ...Array.from(all, hex2)].join(':'));
export const ip = fc.ipV4();
export const name = fc.constantFrom('eth0', 'veth12', 'uplink', 'a.b');
/** An Ethernet frame of a type that no dissector looks into. */
export const FRAME = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5];

export const x = (value: number | bigint) => `0x${value.toString(16)}`;
export const hex2 = (value: number) => value.toString(16).padStart(2, '0');
export const duration = (sec: number, nanos: number) => `${sec}.${String(nanos).padStart(9, '0')}s`;

export function sound<T>(values: { [K in keyof T]: Arbitrary<T[K]> }, make: (given: T) => Sound): Made {
  return fc.record(values).map((given) => make(given as T));
}

/** A message that is nothing but its header and a type. */
export function plain(version: 1 | 4 | 5 | 6, type: string, printed: string): Made {
  return fc.constant({ message: { version, type } as MessageIn, ovs: [printed], tshark: {} });
}

/** All values that several parts show, field by field, in order. */
export function joined(parts: readonly Part<unknown>[]): Record<string, Shown[]> {
  const all: Record<string, Shown[]> = {};
  for (const { tshark = {} } of parts) {
    for (const [field, shown] of Object.entries(tshark)) all[field] = [...(all[field] ?? []), ...shown];
  }
  return all;
}

export const v = <T extends readonly Part<unknown>[]>(parts: T) => parts.map(({ value }) => value) as never;
export const words = (parts: readonly Part<unknown>[]) => parts.flatMap(({ ovs }) => ovs);

export const counts = fc.record({ packetCount: u64, byteCount: u64 });
export const age = fc.record({ durationSec: fc.integer({ min: 0, max: 0xffff_fffe }), durationNsec: nsec });

/** The message that an error refuses. */
export const BARRIER = (version: number) => Uint8Array.of(version, version === 1 ? 18 : 20, 0, 8, 0, 0, 0, 1);
