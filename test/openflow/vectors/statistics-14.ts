// MULTIPART of 1.4, requests and replies of every type.
import { hex, type Vector, vector } from './vector.ts';

/** The body of a flow request: table 255, any port and group, cookie 1 of mask all ones, in_port=3. */
const FLOW_REQUEST = `ff                       # table_id: all
     00 00 00                 # padding
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00 00 00              # padding
     00 00 00 00 00 00 00 01  # cookie
     ff ff ff ff ff ff ff ff  # cookie_mask
     00 01 00 0c              # match OXM, 12 bytes
     80 00 00 04 00 00 00 03  # in_port=3
     00 00 00 00              # padding`;
const FLOW_REQUEST_VALUE = {
  tableId: 0xff,
  outPort: 0xffffffff,
  outGroup: 0xffffffff,
  cookie: 1n,
  cookieMask: 0xffffffffffffffffn,
  match: [{ field: 'IN_PORT' as const, value: 3 }],
};

/** A request without a body. */
function empty<
  T extends 'DESC' | 'TABLE' | 'GROUP_DESC' | 'GROUP_FEATURES' | 'METER_FEATURES' | 'PORT_DESC' | 'TABLE_DESC',
>(multipartType: T, number: string): Vector {
  return vector(
    `1.4 MULTIPART_REQUEST ${multipartType}`,
    `05 12 00 10 00 00 00 1e  # header
     00 ${number}                    # type
     00 00                    # flags
     00 00 00 00              # padding`,
    { version: 5, type: 'MULTIPART_REQUEST', xid: 30, multipartType, flags: [] },
  );
}

const COUNTERS = `00 00 00 00 00 00 00 01  # rx_packets
     00 00 00 00 00 00 00 02  # tx_packets
     00 00 00 00 00 00 00 03  # rx_bytes
     00 00 00 00 00 00 00 04  # tx_bytes
     00 00 00 00 00 00 00 05  # rx_dropped
     00 00 00 00 00 00 00 06  # tx_dropped
     00 00 00 00 00 00 00 07  # rx_errors
     ff ff ff ff ff ff ff ff  # tx_errors: not counted`;
const COUNTERS_VALUE = {
  rxPackets: 1n,
  txPackets: 2n,
  rxBytes: 3n,
  txBytes: 4n,
  rxDropped: 5n,
  txDropped: 6n,
  rxErrors: 7n,
  txErrors: 0xffffffffffffffffn,
};

export const STATISTICS_14: readonly Vector[] = [
  empty('DESC', '00'),
  vector(
    '1.4 MULTIPART_REPLY DESC',
    `05 13 04 30 00 00 00 1e  # header
     00 00 00 00 00 00 00 00  # type OFPMP_DESC, flags, padding
     6d${'00'.repeat(255)}  # mfr_desc "m"
     68${'00'.repeat(255)}  # hw_desc "h"
     73${'00'.repeat(255)}  # sw_desc "s"
     6e${'00'.repeat(31)}  # serial_num "n"
     64${'00'.repeat(255)}  # dp_desc "d"`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 30,
      multipartType: 'DESC',
      flags: [],
      mfrDesc: 'm',
      hwDesc: 'h',
      swDesc: 's',
      serialNum: 'n',
      dpDesc: 'd',
    },
  ),
  vector(
    '1.4 MULTIPART_REQUEST FLOW',
    `05 12 00 40 00 00 00 1f  # header
     00 01 00 00 00 00 00 00  # type OFPMP_FLOW, flags, padding
     ${FLOW_REQUEST}`,
    { version: 5, type: 'MULTIPART_REQUEST', xid: 31, multipartType: 'FLOW', flags: [], ...FLOW_REQUEST_VALUE },
  ),
  vector(
    '1.4 MULTIPART_REPLY FLOW with an importance',
    `05 13 00 50 00 00 00 1f  # header
     00 01 00 01 00 00 00 00  # type OFPMP_FLOW, flags: REPLY_MORE, padding
     00 40                    # length 64
     01                       # table_id
     00                       # padding
     00 00 00 0a 00 00 00 0b  # duration_sec, duration_nsec
     01 00                    # priority
     00 1e 00 3c              # idle_timeout, hard_timeout
     00 01                    # flags: SEND_FLOW_REM
     00 4d                    # importance 77
     00 00                    # padding
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count
     00 01 00 04 00 00 00 00  # match OXM, empty
     00 01 00 08 02 00 00 00  # instruction GOTO_TABLE 2`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 31,
      multipartType: 'FLOW',
      flags: ['REPLY_MORE'],
      flows: [
        {
          tableId: 1,
          durationSec: 10,
          durationNsec: 11,
          priority: 256,
          idleTimeout: 30,
          hardTimeout: 60,
          flags: ['SEND_FLOW_REM'],
          importance: 77,
          cookie: 42n,
          packetCount: 3n,
          byteCount: 294n,
          match: [],
          instructions: [{ type: 'GOTO_TABLE', tableId: 2 }],
        },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REQUEST AGGREGATE',
    `05 12 00 40 00 00 00 20  # header
     00 02 00 00 00 00 00 00  # type OFPMP_AGGREGATE, flags, padding
     ${FLOW_REQUEST}`,
    { version: 5, type: 'MULTIPART_REQUEST', xid: 32, multipartType: 'AGGREGATE', flags: [], ...FLOW_REQUEST_VALUE },
  ),
  vector(
    '1.4 MULTIPART_REPLY AGGREGATE',
    `05 13 00 28 00 00 00 20  # header
     00 02 00 00 00 00 00 00  # type OFPMP_AGGREGATE, flags, padding
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count
     00 00 00 02              # flow_count
     00 00 00 00              # padding`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 32,
      multipartType: 'AGGREGATE',
      flags: [],
      packetCount: 3n,
      byteCount: 294n,
      flowCount: 2,
    },
  ),
  empty('TABLE', '03'),
  vector(
    '1.4 MULTIPART_REPLY TABLE',
    `05 13 00 28 00 00 00 21  # header
     00 03 00 00 00 00 00 00  # type OFPMP_TABLE, flags, padding
     01                       # table_id
     00 00 00                 # padding
     00 00 00 05              # active_count
     00 00 00 00 00 00 00 64  # lookup_count
     00 00 00 00 00 00 00 32  # matched_count`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 33,
      multipartType: 'TABLE',
      flags: [],
      tables: [{ tableId: 1, activeCount: 5, lookupCount: 100n, matchedCount: 50n }],
    },
  ),
  vector(
    '1.4 MULTIPART_REQUEST PORT_STATS',
    `05 12 00 18 00 00 00 22  # header
     00 04 00 00 00 00 00 00  # type OFPMP_PORT_STATS, flags, padding
     ff ff ff ff 00 00 00 00  # port_no OFPP_ANY, padding`,
    {
      version: 5,
      type: 'MULTIPART_REQUEST',
      xid: 34,
      multipartType: 'PORT_STATS',
      flags: [],
      portNo: 0xffffffff,
    },
  ),
  vector(
    '1.4 MULTIPART_REPLY PORT_STATS of an Ethernet port and a port without properties',
    `05 13 00 d8 00 00 00 22  # header
     00 04 00 00 00 00 00 00  # type OFPMP_PORT_STATS, flags, padding
     00 78                    # length 120
     00 00                    # padding
     00 00 00 02              # port_no
     00 00 00 0a 00 00 00 0b  # duration_sec, duration_nsec
     ${COUNTERS}
     00 00 00 28 00 00 00 00  # property ETHERNET, 40 bytes, padding
     00 00 00 00 00 00 00 09  # rx_frame_err
     00 00 00 00 00 00 00 0a  # rx_over_err
     00 00 00 00 00 00 00 0b  # rx_crc_err
     00 00 00 00 00 00 00 0c  # collisions
     00 50                    # length 80
     00 00                    # padding
     ff ff ff fe              # port_no OFPP_LOCAL
     00 00 00 01 00 00 00 00  # duration_sec, duration_nsec
     ${COUNTERS}`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 34,
      multipartType: 'PORT_STATS',
      flags: [],
      ports: [
        {
          portNo: 2,
          durationSec: 10,
          durationNsec: 11,
          ...COUNTERS_VALUE,
          properties: [{ type: 'ETHERNET', rxFrameErr: 9n, rxOverErr: 10n, rxCrcErr: 11n, collisions: 12n }],
        },
        { portNo: 0xfffffffe, durationSec: 1, durationNsec: 0, ...COUNTERS_VALUE, properties: [] },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REPLY PORT_STATS of an optical port, with the property of an experimenter',
    `05 13 00 a8 00 00 00 22  # header
     00 04 00 00 00 00 00 00  # type OFPMP_PORT_STATS, flags, padding
     00 98                    # length 152
     00 00                    # padding
     00 00 00 08              # port_no
     00 00 00 0a 00 00 00 0b  # duration_sec, duration_nsec
     ${COUNTERS}
     00 01 00 2c 00 00 00 00  # property OPTICAL, 44 bytes, padding
     00 00 00 77              # flags: all
     00 00 00 01              # tx_freq_lmda
     00 00 00 02              # tx_offset
     00 00 00 03              # tx_grid_span
     00 00 00 04              # rx_freq_lmda
     00 00 00 05              # rx_offset
     00 00 00 06              # rx_grid_span
     00 07 00 08              # tx_pwr, rx_pwr
     00 09 00 0a              # bias_current, temperature
     00 00 00 00              # padding to a multiple of 8
     ff ff 00 10              # property EXPERIMENTER, 16 bytes
     00 00 04 d2              # experimenter 1234
     00 00 00 01              # exp_type
     00 00 00 07              # opaque
     00 02 00 04 00 00 00 00  # property 2, 4 bytes, padding`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 34,
      multipartType: 'PORT_STATS',
      flags: [],
      ports: [
        {
          portNo: 8,
          durationSec: 10,
          durationNsec: 11,
          ...COUNTERS_VALUE,
          properties: [
            {
              type: 'OPTICAL',
              flags: ['RX_TUNE', 'TX_TUNE', 'TX_PWR', 'RX_PWR', 'TX_BIAS', 'TX_TEMP'],
              txFreqLmda: 1,
              txOffset: 2,
              txGridSpan: 3,
              rxFreqLmda: 4,
              rxOffset: 5,
              rxGridSpan: 6,
              txPwr: 7,
              rxPwr: 8,
              biasCurrent: 9,
              temperature: 10,
            },
            { type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('00000007') },
            { type: 2, body: hex('') },
          ],
        },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REQUEST QUEUE_STATS',
    `05 12 00 18 00 00 00 23  # header
     00 05 00 00 00 00 00 00  # type OFPMP_QUEUE_STATS, flags, padding
     00 00 00 02 ff ff ff ff  # port_no, queue_id OFPQ_ALL`,
    {
      version: 5,
      type: 'MULTIPART_REQUEST',
      xid: 35,
      multipartType: 'QUEUE_STATS',
      flags: [],
      portNo: 2,
      queueId: 0xffffffff,
    },
  ),
  vector(
    '1.4 MULTIPART_REPLY QUEUE_STATS',
    `05 13 00 40 00 00 00 23  # header
     00 05 00 00 00 00 00 00  # type OFPMP_QUEUE_STATS, flags, padding
     00 30                    # length 48
     00 00 00 00 00 00        # padding
     00 00 00 02 00 00 00 07  # port_no, queue_id
     00 00 00 00 00 00 04 00  # tx_bytes
     00 00 00 00 00 00 00 10  # tx_packets
     00 00 00 00 00 00 00 01  # tx_errors
     00 00 00 0a 00 00 00 0b  # duration_sec, duration_nsec`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 35,
      multipartType: 'QUEUE_STATS',
      flags: [],
      queues: [
        {
          portNo: 2,
          queueId: 7,
          txBytes: 1024n,
          txPackets: 16n,
          txErrors: 1n,
          durationSec: 10,
          durationNsec: 11,
          properties: [],
        },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REPLY QUEUE_STATS with the property of an experimenter',
    `05 13 00 50 00 00 00 23  # header
     00 05 00 00 00 00 00 00  # type OFPMP_QUEUE_STATS, flags, padding
     00 40                    # length 64
     00 00 00 00 00 00        # padding
     00 00 00 02 00 00 00 07  # port_no, queue_id
     00 00 00 00 00 00 00 00  # tx_bytes
     00 00 00 00 00 00 00 00  # tx_packets
     00 00 00 00 00 00 00 00  # tx_errors
     00 00 00 00 00 00 00 00  # duration_sec, duration_nsec
     ff ff 00 0c              # property EXPERIMENTER, 12 bytes
     00 00 04 d2              # experimenter 1234
     00 00 00 01              # exp_type
     00 00 00 00              # padding`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 35,
      multipartType: 'QUEUE_STATS',
      flags: [],
      queues: [
        {
          portNo: 2,
          queueId: 7,
          txBytes: 0n,
          txPackets: 0n,
          txErrors: 0n,
          durationSec: 0,
          durationNsec: 0,
          properties: [{ type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('') }],
        },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REQUEST GROUP',
    `05 12 00 18 00 00 00 24  # header
     00 06 00 00 00 00 00 00  # type OFPMP_GROUP, flags, padding
     00 00 00 05 00 00 00 00  # group_id, padding`,
    { version: 5, type: 'MULTIPART_REQUEST', xid: 36, multipartType: 'GROUP', flags: [], groupId: 5 },
  ),
  vector(
    '1.4 MULTIPART_REPLY GROUP',
    `05 13 00 48 00 00 00 24  # header
     00 06 00 00 00 00 00 00  # type OFPMP_GROUP, flags, padding
     00 38 00 00              # length 56, padding
     00 00 00 05 00 00 00 01  # group_id, ref_count
     00 00 00 00              # padding
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count
     00 00 00 0a 00 00 00 0b  # duration_sec, duration_nsec
     00 00 00 00 00 00 00 01  # bucket: packet_count
     00 00 00 00 00 00 00 62  # ... byte_count`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 36,
      multipartType: 'GROUP',
      flags: [],
      groups: [
        {
          groupId: 5,
          refCount: 1,
          packetCount: 3n,
          byteCount: 294n,
          durationSec: 10,
          durationNsec: 11,
          bucketStats: [{ packetCount: 1n, byteCount: 98n }],
        },
      ],
    },
  ),
  empty('GROUP_DESC', '07'),
  vector(
    '1.4 MULTIPART_REPLY GROUP_DESC',
    `05 13 00 28 00 00 00 25  # header
     00 07 00 00 00 00 00 00  # type OFPMP_GROUP_DESC, flags, padding
     00 18                    # length 24
     02 00                    # type OFPGT_INDIRECT, padding
     00 00 00 05              # group_id
     00 10 00 00              # bucket: len 16, weight
     ff ff ff ff ff ff ff ff  # watch_port, watch_group
     00 00 00 00              # padding`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 37,
      multipartType: 'GROUP_DESC',
      flags: [],
      groups: [
        {
          groupType: 'INDIRECT',
          groupId: 5,
          buckets: [{ weight: 0, watchPort: 0xffffffff, watchGroup: 0xffffffff, actions: [] }],
        },
      ],
    },
  ),
  empty('GROUP_FEATURES', '08'),
  vector(
    '1.4 MULTIPART_REPLY GROUP_FEATURES',
    `05 13 00 38 00 00 00 26  # header
     00 08 00 00 00 00 00 00  # type OFPMP_GROUP_FEATURES, flags, padding
     00 00 00 0f 00 00 00 07  # types: all; capabilities: weight, liveness, chaining
     00 00 00 01 00 00 00 02  # max_groups of ALL, SELECT
     00 00 00 03 00 00 00 04  # ... INDIRECT, FF
     00 00 00 01 00 00 00 01  # actions of ALL, SELECT: output
     00 00 00 01 00 00 00 01  # ... INDIRECT, FF: output`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 38,
      multipartType: 'GROUP_FEATURES',
      flags: [],
      types: ['ALL', 'SELECT', 'INDIRECT', 'FF'],
      capabilities: ['SELECT_WEIGHT', 'SELECT_LIVENESS', 'CHAINING'],
      maxGroups: [1, 2, 3, 4],
      actions: [1, 1, 1, 1],
    },
  ),
  vector(
    '1.4 MULTIPART_REQUEST METER',
    `05 12 00 18 00 00 00 27  # header
     00 09 00 00 00 00 00 00  # type OFPMP_METER, flags, padding
     ff ff ff ff 00 00 00 00  # meter_id OFPM_ALL, padding`,
    { version: 5, type: 'MULTIPART_REQUEST', xid: 39, multipartType: 'METER', flags: [], meterId: 0xffffffff },
  ),
  vector(
    '1.4 MULTIPART_REPLY METER',
    `05 13 00 48 00 00 00 27  # header
     00 09 00 00 00 00 00 00  # type OFPMP_METER, flags, padding
     00 00 00 01              # meter_id
     00 38                    # len 56
     00 00 00 00 00 00        # padding
     00 00 00 02              # flow_count
     00 00 00 00 00 00 00 03  # packet_in_count
     00 00 00 00 00 00 01 26  # byte_in_count
     00 00 00 0a 00 00 00 0b  # duration_sec, duration_nsec
     00 00 00 00 00 00 00 01  # band: packet_band_count
     00 00 00 00 00 00 00 62  # ... byte_band_count`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 39,
      multipartType: 'METER',
      flags: [],
      meters: [
        {
          meterId: 1,
          flowCount: 2,
          packetInCount: 3n,
          byteInCount: 294n,
          durationSec: 10,
          durationNsec: 11,
          bandStats: [{ packetBandCount: 1n, byteBandCount: 98n }],
        },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REQUEST METER_CONFIG',
    `05 12 00 18 00 00 00 28  # header
     00 0a 00 00 00 00 00 00  # type OFPMP_METER_CONFIG, flags, padding
     00 00 00 01 00 00 00 00  # meter_id, padding`,
    { version: 5, type: 'MULTIPART_REQUEST', xid: 40, multipartType: 'METER_CONFIG', flags: [], meterId: 1 },
  ),
  vector(
    '1.4 MULTIPART_REPLY METER_CONFIG',
    `05 13 00 28 00 00 00 28  # header
     00 0a 00 00 00 00 00 00  # type OFPMP_METER_CONFIG, flags, padding
     00 18 00 01              # length 24, flags: KBPS
     00 00 00 01              # meter_id
     00 01 00 10              # band DROP, 16 bytes
     00 00 03 e8 00 00 00 00  # rate, burst_size
     00 00 00 00              # padding`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 40,
      multipartType: 'METER_CONFIG',
      flags: [],
      meters: [{ flags: ['KBPS'], meterId: 1, bands: [{ type: 'DROP', rate: 1000, burstSize: 0 }] }],
    },
  ),
  empty('METER_FEATURES', '0b'),
  vector(
    '1.4 MULTIPART_REPLY METER_FEATURES',
    `05 13 00 20 00 00 00 29  # header
     00 0b 00 00 00 00 00 00  # type OFPMP_METER_FEATURES, flags, padding
     00 03 0d 40              # max_meter 200000
     00 00 00 02              # band_types: DROP
     00 00 00 0f              # capabilities: all
     08 00 00 00              # max_bands, max_color, padding`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 41,
      multipartType: 'METER_FEATURES',
      flags: [],
      maxMeter: 200000,
      bandTypes: ['DROP'],
      capabilities: ['KBPS', 'PKTPS', 'BURST', 'STATS'],
      maxBands: 8,
      maxColor: 0,
    },
  ),
  vector(
    '1.4 MULTIPART_REQUEST TABLE_FEATURES, the first of several',
    `05 12 00 10 00 00 00 2a  # header
     00 0c 00 01 00 00 00 00  # type OFPMP_TABLE_FEATURES, flags: REQ_MORE, padding`,
    {
      version: 5,
      type: 'MULTIPART_REQUEST',
      xid: 42,
      multipartType: 'TABLE_FEATURES',
      flags: ['REQ_MORE'],
      tables: [],
    },
  ),
  vector(
    '1.4 MULTIPART_REPLY TABLE_FEATURES',
    `05 13 00 60 00 00 00 2a  # header
     00 0c 00 00 00 00 00 00  # type OFPMP_TABLE_FEATURES, flags, padding
     00 50                    # length 80
     01                       # table_id
     00 00 00 00 00           # padding
     74 31${'00'.repeat(30)}  # name "t1"
     ff ff ff ff ff ff ff ff  # metadata_match
     00 00 00 00 00 00 00 00  # metadata_write
     00 00 00 0c              # capabilities: EVICTION, VACANCY_EVENTS
     00 0f 42 40              # max_entries 1000000
     00 02 00 05 02 00 00 00  # property NEXT_TABLES, 5 bytes: table 2; padding
     00 10 00 06 03 04 00 00  # property TABLE_SYNC_FROM, 6 bytes: tables 3, 4; padding`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 42,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 't1',
          metadataMatch: 0xffffffffffffffffn,
          metadataWrite: 0n,
          capabilities: ['EVICTION', 'VACANCY_EVENTS'],
          maxEntries: 1_000_000,
          properties: [
            { type: 'NEXT_TABLES', nextTableIds: [2] },
            { type: 'TABLE_SYNC_FROM', tableIds: [3, 4] },
          ],
        },
      ],
    },
  ),
  empty('PORT_DESC', '0d'),
  vector(
    '1.4 MULTIPART_REPLY PORT_DESC',
    `05 13 00 80 00 00 00 2b                          # header
     00 0d 00 00 00 00 00 00                          # type OFPMP_PORT_DESC, flags, padding
     00 00 00 01                                      # port_no
     00 48 00 00                                      # length 72, padding
     02 00 00 00 00 01 00 00                          # hw_addr, padding
     75 70 31 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "up1"
     00 00 00 00 00 00 00 00                          # config, state
     00 00 00 20 00 00 00 00                          # property ETHERNET, 32 bytes, padding
     00 00 00 40 00 00 00 00                          # curr: 10GB_FD; advertised
     00 00 00 00 00 00 00 00                          # supported, peer
     00 98 96 80 00 00 00 00                          # curr_speed, max_speed
     ff ff ff fe                                      # port_no OFPP_LOCAL
     00 28 00 00                                      # length 40, padding
     02 00 00 00 00 fe 00 00                          # hw_addr, padding
     62 72 30 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "br0"
     00 00 00 01 00 00 00 01                          # config: PORT_DOWN; state: LINK_DOWN`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 43,
      multipartType: 'PORT_DESC',
      flags: [],
      ports: [
        {
          portNo: 1,
          hwAddr: '02:00:00:00:00:01',
          name: 'up1',
          config: [],
          state: [],
          properties: [
            {
              type: 'ETHERNET',
              curr: ['10GB_FD'],
              advertised: [],
              supported: [],
              peer: [],
              currSpeed: 10_000_000,
              maxSpeed: 0,
            },
          ],
        },
        {
          portNo: 0xfffffffe,
          hwAddr: '02:00:00:00:00:fe',
          name: 'br0',
          config: ['PORT_DOWN'],
          state: ['LINK_DOWN'],
          properties: [],
        },
      ],
    },
  ),
  empty('TABLE_DESC', '0e'),
  vector(
    '1.4 MULTIPART_REPLY TABLE_DESC',
    `05 13 00 30 00 00 00 2c  # header
     00 0e 00 00 00 00 00 00  # type OFPMP_TABLE_DESC, flags, padding
     00 18                    # length 24
     00 00                    # table_id, padding
     00 00 00 0c              # config: EVICTION, VACANCY_EVENTS
     00 02 00 08 00 00 00 07  # property EVICTION: OTHER, IMPORTANCE, LIFETIME
     00 03 00 08 14 50 32 00  # property VACANCY: 20 %, 80 %, now 50 %
     00 08 01 00 00 00 00 00  # length 8, table_id 1, padding, config`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 44,
      multipartType: 'TABLE_DESC',
      flags: [],
      tables: [
        {
          tableId: 0,
          config: ['EVICTION', 'VACANCY_EVENTS'],
          properties: [
            { type: 'EVICTION', flags: ['OTHER', 'IMPORTANCE', 'LIFETIME'] },
            { type: 'VACANCY', vacancyDown: 20, vacancyUp: 80, vacancy: 50 },
          ],
        },
        { tableId: 1, config: [], properties: [] },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REQUEST QUEUE_DESC',
    `05 12 00 18 00 00 00 2d  # header
     00 0f 00 00 00 00 00 00  # type OFPMP_QUEUE_DESC, flags, padding
     00 00 00 01 00 00 00 02  # port_no, queue_id`,
    {
      version: 5,
      type: 'MULTIPART_REQUEST',
      xid: 45,
      multipartType: 'QUEUE_DESC',
      flags: [],
      portNo: 1,
      queueId: 2,
    },
  ),
  vector(
    '1.4 MULTIPART_REPLY QUEUE_DESC',
    `05 13 00 30 00 00 00 2d  # header
     00 0f 00 00 00 00 00 00  # type OFPMP_QUEUE_DESC, flags, padding
     00 00 00 01 00 00 00 02  # port_no, queue_id
     00 20                    # len 32
     00 00 00 00 00 00        # padding
     00 01 00 08 00 64 00 00  # property MIN_RATE 100, 8 bytes
     00 02 00 08 03 e8 00 00  # property MAX_RATE 1000, 8 bytes`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 45,
      multipartType: 'QUEUE_DESC',
      flags: [],
      queues: [
        {
          portNo: 1,
          queueId: 2,
          properties: [
            { type: 'MIN_RATE', rate: 100 },
            { type: 'MAX_RATE', rate: 1000 },
          ],
        },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REPLY QUEUE_DESC with the property of an experimenter',
    `05 13 00 30 00 00 00 2d  # header
     00 0f 00 00 00 00 00 00  # type OFPMP_QUEUE_DESC, flags, padding
     00 00 00 01 00 00 00 02  # port_no, queue_id
     00 20                    # len 32
     00 00 00 00 00 00        # padding
     ff ff 00 0d              # property EXPERIMENTER, 13 bytes
     00 00 04 d2              # experimenter 1234
     00 00 00 01              # exp_type
     ee 00 00 00              # opaque, padding`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 45,
      multipartType: 'QUEUE_DESC',
      flags: [],
      queues: [
        {
          portNo: 1,
          queueId: 2,
          properties: [{ type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('ee') }],
        },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REQUEST FLOW_MONITOR',
    `05 12 00 48 00 00 00 2e  # header
     00 10 00 00 00 00 00 00  # type OFPMP_FLOW_MONITOR, flags, padding
     00 00 00 07              # monitor_id
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 5f                    # flags: all but NO_ABBREV
     ff                       # table_id: all
     00                       # command OFPFMC_ADD
     00 01 00 0c              # match OXM, 12 bytes
     80 00 00 04 00 00 00 01  # in_port=1
     00 00 00 00              # padding
     00 00 00 08              # monitor_id
     00 00 00 02              # out_port
     ff ff ff ff              # out_group
     00 00                    # flags
     00                       # table_id
     02                       # command OFPFMC_DELETE
     00 01 00 04 00 00 00 00  # match OXM, empty`,
    {
      version: 5,
      type: 'MULTIPART_REQUEST',
      xid: 46,
      multipartType: 'FLOW_MONITOR',
      flags: [],
      monitors: [
        {
          monitorId: 7,
          outPort: 0xffffffff,
          outGroup: 0xffffffff,
          flags: ['INITIAL', 'ADD', 'REMOVED', 'MODIFY', 'INSTRUCTIONS', 'ONLY_OWN'],
          tableId: 0xff,
          command: 'ADD',
          match: [{ field: 'IN_PORT', value: 1 }],
        },
        {
          monitorId: 8,
          outPort: 2,
          outGroup: 0xffffffff,
          flags: [],
          tableId: 0,
          command: 'DELETE',
          match: [],
        },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REQUEST FLOW_MONITOR that changes one',
    `05 12 00 28 00 00 00 2e  # header
     00 10 00 00 00 00 00 00  # type OFPMP_FLOW_MONITOR, flags, padding
     00 00 00 07              # monitor_id
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 42                    # flags: ADD, ONLY_OWN
     ff                       # table_id: all
     01                       # command OFPFMC_MODIFY
     00 01 00 04 00 00 00 00  # match OXM, empty`,
    {
      version: 5,
      type: 'MULTIPART_REQUEST',
      xid: 46,
      multipartType: 'FLOW_MONITOR',
      flags: [],
      monitors: [
        {
          monitorId: 7,
          outPort: 0xffffffff,
          outGroup: 0xffffffff,
          flags: ['ADD', 'ONLY_OWN'],
          tableId: 0xff,
          command: 'MODIFY',
          match: [],
        },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REPLY FLOW_MONITOR with every event',
    `05 13 00 b8 00 00 00 2e  # header
     00 10 00 00 00 00 00 00  # type OFPMP_FLOW_MONITOR, flags, padding
     00 28 00 00              # length 40, event OFPFME_INITIAL
     01 00                    # table_id, reason
     00 1e 00 3c 80 00        # idle_timeout, hard_timeout, priority
     00 00 00 00              # zeros
     00 00 00 00 00 00 00 2a  # cookie
     00 01 00 04 00 00 00 00  # match OXM, empty
     00 01 00 08 02 00 00 00  # instruction GOTO_TABLE 2
     00 20 00 01              # length 32, event OFPFME_ADDED
     00 00 00 00 00 00 00 01  # table_id, reason, timeouts, priority 1
     00 00 00 00              # zeros
     00 00 00 00 00 00 00 2b  # cookie
     00 01 00 04 00 00 00 00  # match OXM, empty
     00 20 00 02              # length 32, event OFPFME_REMOVED
     00 02 00 00 00 00 00 01  # table_id, reason OFPRR_DELETE, timeouts, priority
     00 00 00 00              # zeros
     00 00 00 00 00 00 00 2c  # cookie
     00 01 00 04 00 00 00 00  # match OXM, empty
     00 20 00 03              # length 32, event OFPFME_MODIFIED
     00 00 00 00 00 00 00 01  # table_id, reason, timeouts, priority
     00 00 00 00              # zeros
     00 00 00 00 00 00 00 2d  # cookie
     00 01 00 04 00 00 00 00  # match OXM, empty
     00 08 00 04 12 34 56 78  # length 8, event OFPFME_ABBREV, xid
     00 08 00 05 00 00 00 00  # length 8, event OFPFME_PAUSED, zeros
     00 08 00 06 00 00 00 00  # length 8, event OFPFME_RESUMED, zeros
     00 08 00 63 ab cd ef 01  # length 8, an event that nobody knows`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 46,
      multipartType: 'FLOW_MONITOR',
      flags: [],
      updates: [
        {
          event: 'INITIAL',
          tableId: 1,
          reason: 'IDLE_TIMEOUT',
          idleTimeout: 30,
          hardTimeout: 60,
          priority: 0x8000,
          cookie: 42n,
          match: [],
          instructions: [{ type: 'GOTO_TABLE', tableId: 2 }],
        },
        {
          event: 'ADDED',
          tableId: 0,
          reason: 'IDLE_TIMEOUT',
          idleTimeout: 0,
          hardTimeout: 0,
          priority: 1,
          cookie: 43n,
          match: [],
          instructions: [],
        },
        {
          event: 'REMOVED',
          tableId: 0,
          reason: 'DELETE',
          idleTimeout: 0,
          hardTimeout: 0,
          priority: 1,
          cookie: 44n,
          match: [],
          instructions: [],
        },
        {
          event: 'MODIFIED',
          tableId: 0,
          reason: 'IDLE_TIMEOUT',
          idleTimeout: 0,
          hardTimeout: 0,
          priority: 1,
          cookie: 45n,
          match: [],
          instructions: [],
        },
        { event: 'ABBREV', xid: 0x12345678 },
        { event: 'PAUSED' },
        { event: 'RESUMED' },
        { event: 99, body: hex('abcdef01') },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REPLY FLOW_MONITOR',
    `05 13 00 40 00 00 00 2e  # header
     00 10 00 00 00 00 00 00  # type OFPMP_FLOW_MONITOR, flags, padding
     00 28 00 01              # length 40, event OFPFME_ADDED
     01 00                    # table_id, reason
     00 1e 00 3c 80 00        # idle_timeout, hard_timeout, priority
     00 00 00 00              # zeros
     00 00 00 00 00 00 00 2a  # cookie
     00 01 00 04 00 00 00 00  # match OXM, empty
     00 01 00 08 02 00 00 00  # instruction GOTO_TABLE 2
     00 08 00 04 12 34 56 78  # length 8, event OFPFME_ABBREV, xid`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 46,
      multipartType: 'FLOW_MONITOR',
      flags: [],
      updates: [
        {
          event: 'ADDED',
          tableId: 1,
          reason: 'IDLE_TIMEOUT',
          idleTimeout: 30,
          hardTimeout: 60,
          priority: 0x8000,
          cookie: 42n,
          match: [],
          instructions: [{ type: 'GOTO_TABLE', tableId: 2 }],
        },
        { event: 'ABBREV', xid: 0x12345678 },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REQUEST EXPERIMENTER',
    `05 12 00 1a 00 00 00 2f  # header
     ff ff 00 00 00 00 00 00  # type OFPMP_EXPERIMENTER, flags, padding
     00 00 04 d2              # experimenter 1234
     00 00 00 01              # exp_type
     ab cd                    # data`,
    {
      version: 5,
      type: 'MULTIPART_REQUEST',
      xid: 47,
      multipartType: 'EXPERIMENTER',
      flags: [],
      experimenter: 1234,
      expType: 1,
      data: hex('abcd'),
    },
  ),
  vector(
    '1.4 MULTIPART_REPLY EXPERIMENTER',
    `05 13 00 18 00 00 00 2f  # header
     ff ff 00 00 00 00 00 00  # type OFPMP_EXPERIMENTER, flags, padding
     00 00 04 d2              # experimenter 1234
     00 00 00 01              # exp_type`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 47,
      multipartType: 'EXPERIMENTER',
      flags: [],
      experimenter: 1234,
      expType: 1,
      data: hex(''),
    },
  ),
  vector(
    '1.4 MULTIPART_REPLY of a type that came with 1.5',
    `05 13 00 14 00 00 00 30  # header
     00 11 00 00 00 00 00 00  # type 17, flags, padding
     01 02 03 04              # opaque`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 48,
      multipartType: 17,
      flags: [],
      body: hex('01020304'),
    },
  ),
];
