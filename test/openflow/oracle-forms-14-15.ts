// What the outside oracles say of the vectors of forms-14.ts and forms-15.ts: what Open vSwitch 3.1 refuses and prints, what tshark
// 4.0 stumbles over. Read by ovs.test.ts and tshark.test.ts.

const NO_NAME = 'it is unknown to it too';
const SHORT_ERROR = 'it wants more bytes of the refused message';
const NO_CONTROLLER_STATUS = 'it has no such message';
const NO_STATISTICS = 'it has no such statistics';

/** What Open vSwitch does not take, with its error and the reason. */
export const REFUSED_FORMS_14_15: Record<string, [string, string]> = {
  '1.4 ERROR of a type that has no name': ['OFPBRC_BAD_LEN', SHORT_ERROR],
  '1.4 ERROR with a code that has no name': ['OFPBRC_BAD_LEN', SHORT_ERROR],
  '1.4 TABLE_MOD with a property that nobody knows and an eviction flag that has no name': ['OFPBRC_BAD_TYPE', NO_NAME],
  '1.4 TABLE_STATUS with a reason that has no name': ['OFPBPC_BAD_VALUE', NO_NAME],
  '1.4 MULTIPART_REQUEST of a type and with a flag that have no name': ['OFPBRC_BAD_STAT', NO_NAME],
  '1.4 MULTIPART_REQUEST TABLE_FEATURES with a property that nobody knows': [
    'OFPTFFC_BAD_FEATURES',
    'it wants all properties',
  ],
  '1.4 MULTIPART_REQUEST FLOW_MONITOR with every flag, one that has no name, and such a command': [
    'OFPMOFC_BAD_FLAGS',
    'it does not know NO_ABBREV here',
  ],
  '1.5 ERROR of a type that has no name': ['OFPBRC_BAD_LEN', SHORT_ERROR],
  '1.5 ERROR with a code that has no name': ['OFPBRC_BAD_LEN', SHORT_ERROR],
  '1.5 ERROR of an experimenter': ['OFPBRC_BAD_LEN', SHORT_ERROR],
  '1.5 PACKET_OUT with an action that nobody knows': ['OFPBAC_BAD_TYPE', NO_NAME],
  '1.5 FLOW_MOD with a trigger flag that has no name': ['OFPBIC_UNKNOWN_INST', 'it has no STAT_TRIGGER'],
  '1.5 GROUP_MOD with a command that has no name, a bucket of several actions, and properties that nobody knows': [
    'OFPBPC_BAD_TYPE',
    NO_NAME,
  ],
  '1.5 CONTROLLER_STATUS ROLE': ['OFPBRC_BAD_TYPE', NO_CONTROLLER_STATUS],
  '1.5 CONTROLLER_STATUS CONTROLLER_ADDED': ['OFPBRC_BAD_TYPE', NO_CONTROLLER_STATUS],
  '1.5 CONTROLLER_STATUS CONTROLLER_REMOVED': ['OFPBRC_BAD_TYPE', NO_CONTROLLER_STATUS],
  '1.5 CONTROLLER_STATUS EXPERIMENTER': ['OFPBRC_BAD_TYPE', NO_CONTROLLER_STATUS],
  '1.5 CONTROLLER_STATUS with numbers that have no name': ['OFPBRC_BAD_TYPE', NO_CONTROLLER_STATUS],
  '1.5 MULTIPART_REQUEST of a type and with a flag that have no name, more to come': ['OFPBRC_BAD_STAT', NO_NAME],
  '1.5 MULTIPART_REPLY of a type that nobody knows': ['OFPBRC_BAD_STAT', NO_NAME],
  '1.5 MULTIPART_REQUEST TABLE_FEATURES that changes two tables and does something unknown to a third': [
    'OFPTFFC_BAD_FEATURES',
    'it wants all properties',
  ],
  '1.5 MULTIPART_REQUEST BUNDLE_FEATURES with a flag that has no name and a property that nobody knows': [
    'OFPBRC_BAD_STAT',
    NO_STATISTICS,
  ],
  '1.5 MULTIPART_REPLY BUNDLE_FEATURES with a capability that has no name': ['OFPBRC_BAD_STAT', NO_STATISTICS],
  '1.5 MULTIPART_REPLY GROUP_DESC with a property that nobody knows': ['OFPBPC_BAD_TYPE', NO_NAME],
  '1.5 MULTIPART_REPLY FLOW_MONITOR with every event': ['NXBRC_FM_BAD_EVENT', 'the last event is unknown to it too'],
  '1.5 MULTIPART_REPLY FLOW_STATS with a reason that has no name': ['OFPBRC_BAD_STAT', NO_STATISTICS],
};

/** What ofp-print prints: each string must be in the output. */
export const PRINTED_FORMS_14_15: Record<string, string[]> = {
  '1.4 HELLO without elements': ['version bitmap: 0x01, 0x02, 0x03, 0x04, 0x05'],
  '1.4 HELLO with an unknown element': ['unknown data in hello:'],
  '1.4 FEATURES_REPLY with every capability and a bit that has no name': [
    'FLOW_STATS TABLE_STATS PORT_STATS GROUP_STATS IP_REASM QUEUE_STATS PORT_BLOCKED BUNDLES FLOW_MONITORING',
  ],
  '1.4 PACKET_IN with a reason that has no name': ['table_id=1 cookie=0x2a total_len=0  (via 9) data_len=0'],
  '1.4 PORT_MOD with a property that nobody knows': ['config: PORT_DOWN', 'advertise: 1GB-FD'],
  '1.4 ROLE_STATUS with a reason that has no name and a property that nobody knows': [
    'role=secondary generation_id=16 reason=(unknown)',
  ],
  '1.4 REQUESTFORWARD of a meter-mod': ['reason=meter_mod DEL meter=all'],
  '1.4 BUNDLE_ADD_MESSAGE with a property that nobody knows': [
    'bundle_id=0x1 flags=ordered',
    'DEL group_id=4294967292',
  ],
  '1.4 MULTIPART_REPLY PORT_STATS of an optical port with a flag that has no name': [
    'port  8: rx pkts=1, bytes=3, drop=5, errs=7',
    'tx pkts=2, bytes=4, drop=6, errs=8',
  ],
  '1.4 MULTIPART_REPLY QUEUE_STATS with a property that nobody knows': [
    'port 2 queue 7: bytes=1024, pkts=16, errors=1, duration=10.000000011s',
  ],
  '1.4 MULTIPART_REPLY QUEUE_DESC with a property that nobody knows': ['port=2', 'queue 7:'],
  '1.5 HELLO without elements': ['version bitmap: 0x01, 0x02, 0x03, 0x04, 0x05, 0x06'],
  '1.5 PACKET_OUT with actions of Nicira that hold actions of 1.5': [
    'ct(commit,zone=5,exec(set_field:0x7->ct_mark))',
    'clone(move:OXM_OF_IN_PORT[0..7]->OXM_OF_METADATA[0..7])',
  ],
  '1.5 BUNDLE_CONTROL with every flag, one that has no name, and a property that nobody knows': [
    'bundle_id=0x1 type=OPEN_REQUEST flags=atomic ordered 0x8004',
  ],
  '1.5 MULTIPART_REPLY FLOW_MONITOR with every event': [
    'event=ADDED table=0 cookie=0x2b',
    'event=DELETED reason=delete table=0 cookie=0x2c',
    'event=MODIFIED table=1 idle_timeout=30 hard_timeout=60 cookie=0x2d actions=meter:7',
    'event=ABBREV xid=0x12345678',
    'event=PAUSED',
    'event=RESUMED',
  ],
  '1.5 BUNDLE_ADD_MESSAGE with a property that nobody knows': [
    'bundle_id=0x1 flags=ordered',
    'DEL group_id=4294967292',
  ],
  '1.5 REQUESTFORWARD of a group-mod': ['reason=group_mod', 'DEL group_id=4294967292,type=all'],
};

const OPAQUE = 'it counts the opaque bytes wrongly';
const NO_END = 'it does not end the properties of an entry at the length of the entry';
const NO_OXM = 'it cannot read a match field in 1.5';
const READS_ON = 'it reads on behind the last property';

/** Vectors that tshark marks as malformed though they are right. */
export const STUMBLES_FORMS_14_15: Record<string, string> = {
  '1.4 PORT_MOD with a property that nobody knows': OPAQUE,
  '1.4 BUNDLE_ADD_MESSAGE with a property that nobody knows': OPAQUE,
  '1.4 MULTIPART_REPLY PORT_STATS of an optical port with a flag that has no name': NO_END,
  '1.4 MULTIPART_REPLY QUEUE_STATS with a property that nobody knows': 'it reads 2 bytes of padding where there are 6',
  '1.4 MULTIPART_REPLY QUEUE_DESC with a property that nobody knows':
    'it reads the queues of QUEUE_GET_CONFIG_REPLY of 1.3',
  '1.5 ERROR with a code that has no name': 'it dissects a refused message where there is none',
  '1.5 PACKET_OUT with actions of Nicira that hold actions of 1.5': NO_OXM,
  '1.5 PACKET_OUT with an action that nobody knows': NO_OXM,
  '1.5 GROUP_MOD with a command that has no name, a bucket of several actions, and properties that nobody knows':
    'it reads buckets as 1.3 has them',
  '1.5 CONTROLLER_STATUS ROLE': READS_ON,
  '1.5 CONTROLLER_STATUS CONTROLLER_ADDED': READS_ON,
  '1.5 CONTROLLER_STATUS CONTROLLER_REMOVED': READS_ON,
  '1.5 CONTROLLER_STATUS EXPERIMENTER': READS_ON,
  '1.5 MULTIPART_REPLY of a type that nobody knows': OPAQUE,
  '1.5 MULTIPART_REPLY BUNDLE_FEATURES with a capability that has no name': OPAQUE,
  '1.5 MULTIPART_REPLY FLOW_STATS with a reason that has no name': 'it reads a match where the statistics are',
};
