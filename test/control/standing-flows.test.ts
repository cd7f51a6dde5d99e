// The standing flows as Open vSwitch reads them, and what it does with packets under them: ofproto/trace is in the lab.

import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import {
  deletePassingFlows,
  encodeAll,
  installMeters,
  installStandingFlows,
  type StandingOptions,
  standingFlows,
} from '#control/standing-flows.ts';
import type { MessageIn } from '#openflow/message.ts';

const OPTIONS: StandingOptions = {
  uplinkPort: 3,
  gatewayIp: '172.31.1.1',
  natPoolFirst: 61440,
  natPoolSize: 4096,
  metered: true,
};

/** What Open vSwitch makes of each message, one line each, without the header's xid. */
function print(messages: readonly MessageIn[]): string[] {
  return messages.map((message) => {
    const hex = Buffer.from(encodeAll([message], 1)).toString('hex');
    const { stdout, stderr, status } = spawnSync('ovs-ofctl', ['ofp-print', hex], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    return stdout.trim().replace(' (OF1.3) (xid=0x1)', '').replaceAll('\n', ' ');
  });
}

describe('standing flows', () => {
  test('are what DESIGN 3.4 says, as Open vSwitch prints them', () => {
    const cookie = 'cookie:0xda10000000000000';
    expect(print(standingFlows(OPTIONS, 0n))).toEqual([
      `OFPT_FLOW_MOD: ADD priority=35000,in_port=LOCAL ${cookie} actions=output:3`,
      `OFPT_FLOW_MOD: ADD priority=35000,arp,in_port=3 ${cookie} actions=LOCAL`,
      `OFPT_FLOW_MOD: ADD priority=30000,in_port=3 ${cookie} actions=LOCAL`,
      `OFPT_FLOW_MOD: ADD priority=35001,arp,in_port=3,arp_spa=172.31.1.1,arp_op=2 ${cookie} actions=LOCAL,CONTROLLER:65535`,
      `OFPT_FLOW_MOD: ADD priority=40001,icmp,in_port=3,icmp_type=8,icmp_code=0 ${cookie} actions=LOCAL`,
      `OFPT_FLOW_MOD: ADD priority=40000,icmp,in_port=3,icmp_type=8 ${cookie} actions=meter:2,CONTROLLER:65535`,
      `OFPT_FLOW_MOD: ADD priority=40001,icmp,in_port=3,icmp_type=0,icmp_code=0 ${cookie} actions=LOCAL`,
      `OFPT_FLOW_MOD: ADD priority=40000,icmp,in_port=3,icmp_type=0 ${cookie} actions=meter:2,CONTROLLER:65535`,
      ...['tcp', 'udp', 'sctp'].flatMap((protocol) =>
        ['tp_src', 'tp_dst'].map(
          (field) =>
            `OFPT_FLOW_MOD: ADD priority=40000,${protocol},in_port=3,${field}=0xf000/0xf000 ${cookie} actions=meter:2,CONTROLLER:65535`,
        ),
      ),
      `OFPT_FLOW_MOD: ADD priority=0 ${cookie} actions=meter:1,CONTROLLER:65535`,
    ]);
  });

  test('name no meter on a switch without meters, and no gateway where its MAC is known', () => {
    const lines = print(standingFlows({ ...OPTIONS, metered: false, gatewayIp: undefined }, 0n));
    expect(lines.filter((line) => /meter|arp_spa/.test(line))).toEqual([]);
    expect(lines.at(-1)).toContain('actions=CONTROLLER:65535');
  });

  test('watch a pool of another size by one masked match', () => {
    const lines = print(standingFlows({ ...OPTIONS, natPoolFirst: 32768, natPoolSize: 16384 }, 0n));
    expect(lines.filter((line) => line.includes('tcp'))[0]).toContain('tp_src=0x8000/0xc000');
  });

  test('replace any earlier set without a gap: each set is written before what it replaces is deleted', () => {
    const lines = print(installStandingFlows(OPTIONS));
    const count = standingFlows(OPTIONS, 0n).length;
    expect(lines).toHaveLength(2 * count + 2);
    expect(lines.slice(0, count).every((line) => line.includes('cookie:0xda10000000000001'))).toBe(true);
    expect(lines[count]).toBe('OFPT_FLOW_MOD: DEL table:255 cookie:0xda10000000000000/0xfff0000000000001 actions=drop');
    expect(lines.slice(count + 1, -1).every((line) => line.includes('cookie:0xda10000000000000'))).toBe(true);
    expect(lines.at(-1)).toBe('OFPT_FLOW_MOD: DEL table:255 cookie:0xda10000000000001/0xfff0000000000001 actions=drop');
  });

  test('meters drop packets above the rate', () => {
    const lines = print(installMeters({ missPacketsPerSec: 1000, watchPacketsPerSec: 2000 }));
    expect(lines).toEqual([
      'OFPT_METER_MOD: ADD meter=1 pktps burst bands= type=drop rate=1000 burst_size=1000',
      'OFPT_METER_MOD: MOD meter=1 pktps burst bands= type=drop rate=1000 burst_size=1000',
      'OFPT_METER_MOD: ADD meter=2 pktps burst bands= type=drop rate=2000 burst_size=2000',
      'OFPT_METER_MOD: MOD meter=2 pktps burst bands= type=drop rate=2000 burst_size=2000',
    ]);
  });

  test('deleting what passes leaves standing and foreign flows alone', () => {
    const masks = print(deletePassingFlows()).map((line) => /cookie:(\S+)/.exec(line)?.[1]);
    expect(masks).toEqual([2, 3, 4, 5].map((kind) => `0xda${kind}0000000000000/0xfff0000000000000`));
  });
});
