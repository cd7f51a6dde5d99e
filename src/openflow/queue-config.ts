// QUEUE_GET_CONFIG_REQUEST and QUEUE_GET_CONFIG_REPLY (1.0 section 5.3.4, 1.3 section 7.3.6): the queues of a port. Rates are
// tenths of a percent; above 1000 there is no limit. From 1.4 a multipart message describes queues (1.4 section 7.3.5.15).
//
//   1.0  | header | port 16 | pad 6 | queues ...       queue: | queue_id 32 | len 16 | pad 2 | properties ... |
//   1.3  | header | port 32 | pad 4 | queues ...       queue: | queue_id 32 | port 32 | len 16 | pad 6 | properties ... |
//   property: | type 16 | len 16 | pad 4 | by type ... |
//   1.4  description: | port_no 32 | queue_id 32 | len 16 | pad 6 | properties ... |
import { rest } from './bytes.ts';
import { Choice, type ChoiceIn, type ChoiceOut, kind, type Opaque } from './choice.ts';
import type { Codec } from './codec.ts';
import { LENGTH, list, record } from './list.ts';
import { PORT_NO_10, PORT_NO_13 } from './port-number.ts';
import { properties } from './property.ts';
import { defaulted, pad } from './struct.ts';
import { Tlv } from './tlv.ts';
import { Uint, u16, u32 } from './uint.ts';

export const OFPQ_ALL = 0xffffffff;
export const QUEUE_ID = new Uint(4, { ALL: OFPQ_ALL });

const PROPERTIES_10 = {
  NONE: kind(0, { pad: pad(4) }),
  MIN_RATE: kind(1, { pad1: pad(4), rate: u16, pad2: pad(6) }),
} as const;

const PROPERTIES_13 = {
  MIN_RATE: kind(1, { pad1: pad(4), rate: u16, pad2: pad(6) }),
  MAX_RATE: kind(2, { pad1: pad(4), rate: u16, pad2: pad(6) }),
  EXPERIMENTER: kind(0xffff, { pad1: pad(4), experimenter: u32, pad2: pad(4), body: rest }),
} as const;

export type QueueProperty10 = ChoiceOut<'type', typeof PROPERTIES_10> | Opaque<'type'>;
export type QueueProperty10In = ChoiceIn<'type', typeof PROPERTIES_10> | Opaque<'type'>;
export type QueueProperty13 = ChoiceOut<'type', typeof PROPERTIES_13> | Opaque<'type'>;
export type QueueProperty13In = ChoiceIn<'type', typeof PROPERTIES_13> | Opaque<'type'>;

const PROPERTY_LIST_10: Codec<QueueProperty10[], readonly QueueProperty10In[]> = list(
  new Tlv(new Choice('type', PROPERTIES_10), 'inside'),
);
const PROPERTY_LIST_13: Codec<QueueProperty13[], readonly QueueProperty13In[]> = list(
  new Tlv(new Choice('type', PROPERTIES_13), 'inside'),
);

export const QUEUE_GET_CONFIG_REQUEST_10 = { port: PORT_NO_10, pad: pad(2) } as const;
export const QUEUE_GET_CONFIG_REQUEST_13 = { port: PORT_NO_13, pad: pad(4) } as const;

export const QUEUE_GET_CONFIG_REPLY_10 = {
  port: PORT_NO_10,
  pad: pad(6),
  queues: list(record(4, { queueId: u32, length: LENGTH, pad: pad(2), properties: defaulted(PROPERTY_LIST_10, []) })),
} as const;

export const QUEUE_GET_CONFIG_REPLY_13 = {
  port: PORT_NO_13,
  pad: pad(4),
  queues: list(
    record(8, {
      queueId: u32,
      port: PORT_NO_13,
      length: LENGTH,
      pad: pad(6),
      properties: defaulted(PROPERTY_LIST_13, []),
    }),
  ),
} as const;

export const QUEUE_DESC = record(8, {
  portNo: PORT_NO_13,
  queueId: u32,
  length: LENGTH,
  pad: pad(6),
  properties: properties({
    MIN_RATE: kind(1, { rate: u16, pad: pad(2) }),
    MAX_RATE: kind(2, { rate: u16, pad: pad(2) }),
  }),
});
