// All vectors in one list.
import { CONTROL } from './control.ts';
import { FLOW } from './flow.ts';
import { HANDSHAKE } from './handshake.ts';
import { PACKET } from './packet.ts';
import { STATISTICS_10, STATISTICS_13 } from './statistics.ts';
import type { Vector } from './vector.ts';

export const VECTORS: readonly Vector[] = [
  ...HANDSHAKE,
  ...PACKET,
  ...FLOW,
  ...CONTROL,
  ...STATISTICS_10,
  ...STATISTICS_13,
];
