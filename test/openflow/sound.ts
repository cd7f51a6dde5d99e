// Random messages that any switch would take, each with what two outside readers must show of it. Unlike arbitrary.ts, which makes
// whatever the tables allow, these keep to the rules between fields: matches have what they need, numbers are in the range that
// Open vSwitch has, nothing is unknown.
import fc, { type Arbitrary } from 'fast-check';
import { SOUND_10 } from './sound/message-10.ts';
import { SOUND_13_ONLY, SOUND_13_TO_14, SOUND_13_TO_15 } from './sound/message-13.ts';
import { SOUND_14 } from './sound/message-14.ts';
import { SOUND_15 } from './sound/message-15.ts';
import { NICIRA_10, NICIRA_13, NICIRA_14, NICIRA_15 } from './sound/nicira.ts';
import type { Made, Sound } from './sound/part.ts';

export type { Sound } from './sound/part.ts';
export type Version = 1 | 4 | 5 | 6;

const SOUND: Record<Version, readonly Made[]> = {
  1: [...SOUND_10, ...NICIRA_10],
  4: [...SOUND_13_TO_15, ...SOUND_13_TO_14, ...SOUND_13_ONLY, ...NICIRA_13],
  5: [...SOUND_14, ...NICIRA_14],
  6: [...SOUND_15, ...NICIRA_15],
};

/** Messages of one version, all types in equal shares. */
export function soundMessage(version: Version): Arbitrary<Sound> {
  return fc.oneof(...SOUND[version]);
}
