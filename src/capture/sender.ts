// Which end of a connection sends a message of a type: some types only a controller sends, some only a switch. Pure.
import {
  messageType,
  messageVersion,
  OFP_VERSION_10,
  OFPT_FEATURES_REPLY,
  OFPT_FEATURES_REQUEST,
  OFPT_FLOW_MOD,
  OFPT_FLOW_REMOVED,
  OFPT_GET_CONFIG_REPLY,
  OFPT_GET_CONFIG_REQUEST,
  OFPT_PACKET_IN,
  OFPT_PACKET_OUT,
  OFPT_PORT_STATUS,
  OFPT_SET_CONFIG,
  OFPT10_BARRIER_REPLY,
  OFPT10_BARRIER_REQUEST,
  OFPT10_PORT_MOD,
  OFPT10_QUEUE_GET_CONFIG_REPLY,
  OFPT10_QUEUE_GET_CONFIG_REQUEST,
  OFPT10_STATS_REPLY,
  OFPT10_STATS_REQUEST,
  OFPT13_BARRIER_REPLY,
  OFPT13_BARRIER_REQUEST,
  OFPT13_GET_ASYNC_REPLY,
  OFPT13_GET_ASYNC_REQUEST,
  OFPT13_GROUP_MOD,
  OFPT13_METER_MOD,
  OFPT13_MULTIPART_REPLY,
  OFPT13_MULTIPART_REQUEST,
  OFPT13_PORT_MOD,
  OFPT13_QUEUE_GET_CONFIG_REPLY,
  OFPT13_QUEUE_GET_CONFIG_REQUEST,
  OFPT13_ROLE_REPLY,
  OFPT13_ROLE_REQUEST,
  OFPT13_SET_ASYNC,
  OFPT13_TABLE_MOD,
} from '#openflow/header.ts';

export type Sender = 'controller' | 'switch';

const CONTROLLER_ANY = [
  OFPT_FEATURES_REQUEST,
  OFPT_GET_CONFIG_REQUEST,
  OFPT_SET_CONFIG,
  OFPT_PACKET_OUT,
  OFPT_FLOW_MOD,
];
const SWITCH_ANY = [OFPT_FEATURES_REPLY, OFPT_GET_CONFIG_REPLY, OFPT_PACKET_IN, OFPT_FLOW_REMOVED, OFPT_PORT_STATUS];

const SENDERS_10 = sendersOf(
  [...CONTROLLER_ANY, OFPT10_PORT_MOD, OFPT10_STATS_REQUEST, OFPT10_BARRIER_REQUEST, OFPT10_QUEUE_GET_CONFIG_REQUEST],
  [...SWITCH_ANY, OFPT10_STATS_REPLY, OFPT10_BARRIER_REPLY, OFPT10_QUEUE_GET_CONFIG_REPLY],
);

/** Types that 1.4 added are left out: a switch may send some where a controller does, too. */
const SENDERS_13 = sendersOf(
  [
    ...CONTROLLER_ANY,
    OFPT13_GROUP_MOD,
    OFPT13_PORT_MOD,
    OFPT13_TABLE_MOD,
    OFPT13_MULTIPART_REQUEST,
    OFPT13_BARRIER_REQUEST,
    OFPT13_QUEUE_GET_CONFIG_REQUEST,
    OFPT13_ROLE_REQUEST,
    OFPT13_GET_ASYNC_REQUEST,
    OFPT13_SET_ASYNC,
    OFPT13_METER_MOD,
  ],
  [
    ...SWITCH_ANY,
    OFPT13_MULTIPART_REPLY,
    OFPT13_BARRIER_REPLY,
    OFPT13_QUEUE_GET_CONFIG_REPLY,
    OFPT13_ROLE_REPLY,
    OFPT13_GET_ASYNC_REPLY,
  ],
);

/** @returns who sends such a message; undefined when both may */
export function senderOf(message: Uint8Array): Sender | undefined {
  const senders = messageVersion(message, 0) === OFP_VERSION_10 ? SENDERS_10 : SENDERS_13;
  return senders.get(messageType(message, 0));
}

function sendersOf(controller: readonly number[], datapath: readonly number[]): ReadonlyMap<number, Sender> {
  return new Map([
    ...controller.map((type) => [type, 'controller'] as const),
    ...datapath.map((type) => [type, 'switch'] as const),
  ]);
}
