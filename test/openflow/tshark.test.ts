// The second outside oracle: tshark dissects what we encode, as captured on the OpenFlow port, and marks none of it as
// malformed. Its dissector of 1.0 knows few messages; where it stumbles over one that is right, the reason stands here.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STUMBLES_14_15, TSHARK_PRINTED_14_15 } from './oracle-14-15.ts';
import { STUMBLES_FORMS_14_15 } from './oracle-forms-14-15.ts';
import { pcap } from './pcap.ts';
import { VECTORS } from './vectors/all.ts';
import { NX_ACTION_VECTORS } from './vectors/nx-action.ts';

/** Vectors that tshark 4.0 marks as malformed though they are right. */
const STUMBLES: Record<string, string> = {
  ...STUMBLES_14_15,
  ...STUMBLES_FORMS_14_15,
  '1.3 ERROR': 'it dissects the refused message, which is cut short as the specification allows',
  '1.3 ERROR with a code that has no name': 'it dissects a refused message where there is none',
  '1.0 PACKET_OUT of a buffered packet, dropped': 'it expects an action where there is none',
  '1.0 FLOW_MOD that deletes everything': 'it expects an action where there is none',
  '1.0 FLOW_MOD MODIFY_STRICT': 'it expects an action where there is none',
  '1.0 FLOW_MOD DELETE of flows that output to a port': 'it expects an action where there is none',
  '1.0 FLOW_MOD DELETE_STRICT': 'it expects an action where there is none',
  '1.0 FLOW_MOD of an emergency flow': 'it expects an action where there is none',
  '1.0 FLOW_MOD that matches frames without a tag': 'it expects an action where there is none',
  '1.0 FLOW_MOD that matches prefixes': 'it expects an action where there is none',
  '1.0 FLOW_MOD with a command that has no name': 'it expects an action where there is none',
  '1.0 FLOW_MOD with a flag that has no name': 'it expects an action where there is none',
  '1.0 FLOW_MOD with counts of wild bits beyond 32, and a wildcard bit without a name':
    'it expects an action where there is none',
  ...Object.fromEntries(
    NX_ACTION_VECTORS.filter(({ value }) => value.version === 1).map(({ name }) => [
      name,
      'it counts the bytes of an action of a vendor wrongly',
    ]),
  ),
  ...Object.fromEntries(
    VECTORS.filter(({ name }) => name.startsWith('1.3 ONFST_FLOW_MONITOR reply')).map(({ name }) => [
      name,
      'it counts the opaque bytes wrongly',
    ]),
  ),
  '1.3 METER_MOD with a command, a flag and a band that have no name': 'it counts the opaque bytes wrongly',
  '1.3 METER_MOD with the band of an experimenter': 'it counts the opaque bytes wrongly',
  '1.3 MULTIPART_REPLY EXPERIMENTER': 'it expects opaque bytes where there are none',
  '1.3 MULTIPART_REPLY of a type that nobody knows': 'it counts the opaque bytes wrongly',
};

/** Fields that it prints; several values of one field come with commas. */
const PRINTED: Record<string, Record<string, string>> = {
  ...TSHARK_PRINTED_14_15,
  '1.3 HELLO with a bitmap': { 'openflow_v4.hello_element.version.bitmap': '00000012' },
  '1.3 FEATURES_REPLY': {
    'openflow_v4.switch_features.datapath_id': '0xffff000000000001',
    'openflow_v4.switch_features.n_tables': '254',
    'openflow_v4.switch_features.capabilities': '0x0000004f',
  },
  '1.0 PACKET_IN': { 'openflow.buffer_id': '0x00000102', 'openflow.in_port': '3', 'openflow.total_len': '42' },
  '1.3 PACKET_IN': {
    'openflow_v4.packet_in.total_len': '42',
    'openflow_v4.packet_in.reason': '1',
    'openflow_v4.packet_in.table_id': '2',
    'openflow_v4.packet_in.cookie': '0xda10000000000007',
  },
  '1.3 FLOW_REMOVED': {
    'openflow_v4.flow_removed.cookie': '0xda10000000000007',
    'openflow_v4.flow_removed.reason': '3',
    'openflow_v4.flow_removed.hard_timeout': '60',
    'openflow_v4.flow_removed.byte_count': '4294967296',
  },
  '1.3 FLOW_MOD of one direction of a session: NAT': {
    'openflow_v4.flowmod.cookie': '0xda20000000000009',
    'openflow_v4.flowmod.priority': '50000',
    'openflow_v4.flowmod.idle_timeout': '30',
    'openflow_v4.oxm.value_ipv4addr': '10.1.1.2,10.1.2.0,172.31.1.10',
    'openflow_v4.oxm.value_etheraddr': '02:00:00:00:00:02',
    'openflow_v4.oxm.ipv4_mask': '255.255.255.0',
    'openflow_v4.instruction.type': '6,4',
    'openflow_v4.action.output.port': '1',
  },
  '1.3 METER_MOD with both bands': {
    'openflow_v4.metermod.meter_id': '1',
    'openflow_v4.meter_band.rate': '1000,500',
    'openflow_v4.meter_band.dscp_remark.prec_level': '1',
  },
  '1.3 ROLE_REPLY': { 'openflow_v4.role_reply.role': '0x00000002' },
  '1.3 MULTIPART_REPLY FLOW with two flows and more to come': {
    'openflow_v4.flow_stats.length': '80,56',
    'openflow_v4.flow_stats.table_id': '0,1',
    'openflow_v4.flow_stats.packet_count': '3,0',
  },
  '1.3 MULTIPART_REPLY PORT_DESC': { 'openflow_v4.port.name': 'up1', 'openflow_v4.port.hw_addr': '02:00:00:00:00:01' },
};

const FIELDS = [...new Set(Object.values(PRINTED).flatMap((fields) => Object.keys(fields)))];
/** Where it has the xid of each version. */
const XID: Record<number, string> = {
  1: 'openflow.xid',
  4: 'openflow_v4.xid',
  5: 'openflow_v5.xid',
  6: 'openflow_v6.xid',
};
const FIRST = ['_ws.malformed', ...Object.values(XID)];

/** For each vector, what tshark says of each field. */
let rows: Map<string, string>[] = [];
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daoli-pcap-'));
  const file = join(folder, 'openflow.pcap');
  writeFileSync(file, pcap(VECTORS.map(({ bytes }) => bytes)));
  const columns = [...FIRST, ...FIELDS];
  const output = execFileSync(
    'tshark',
    ['-n', '-r', file, '-T', 'fields', '-E', 'separator=|', ...columns.flatMap((column) => ['-e', column])],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }, // it warns on stderr when it runs as root
  );
  rows = output
    .trimEnd()
    .split('\n')
    .map((line) => new Map(line.split('|').map((value, column) => [columns[column]!, value])));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('tshark', () => {
  it('sees one packet for each vector', () => {
    expect(rows.length).toBe(VECTORS.length);
  });

  it.each(VECTORS.map((vector, index) => ({ ...vector, index })))('$name', ({ name, value, index }) => {
    const row = rows[index]!;
    expect(row.get('_ws.malformed') !== '').toBe(STUMBLES[name] !== undefined);
    const xid = XID[value.version];
    if (xid !== undefined) expect(Number(row.get(xid)!.split(',')[0])).toBe(value.xid);
    for (const [field, printed] of Object.entries(PRINTED[name] ?? {}))
      expect([field, row.get(field)]).toEqual([field, printed]);
  });

  it('is asked about vectors that there are', () => {
    const names = new Set(VECTORS.map(({ name }) => name));
    expect([...Object.keys(STUMBLES), ...Object.keys(PRINTED)].filter((name) => !names.has(name))).toEqual([]);
  });
});
