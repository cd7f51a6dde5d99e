// How the lab reads other programs' words. A capture that is misread would let a test pass that should fail.

import { describe, expect, test } from 'vitest';
import { parseIpv4 } from '../../tools/lab/capture.ts';
import { parsePing } from '../../tools/lab/ping.ts';
import { formatTable } from '../../tools/lab/table.ts';
import { strangersOnUnderlay } from '../../tools/lab/underlay.ts';

const ETHERNET = '02:aa:00:00:00:01 > 02:bb:00:00:00:01, ethertype IPv4 (0x0800), length 74:';
const TCP =
  `${ETHERNET} (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 60) ` +
  '172.31.1.10.61441 > 172.31.2.11.7000: Flags [S], cksum 0x1234 (correct), seq 1, win 64240, length 0';
const ICMP =
  `${ETHERNET} (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto ICMP (1), length 84) ` +
  '172.31.1.10 > 172.31.2.11: ICMP echo request, id 1, seq 1, length 64';
const HOSTS = ['172.31.1.10', '172.31.2.11'];

describe('a captured line', () => {
  test('of TCP gives both ends with their ports', () => {
    expect(parseIpv4([TCP])).toMatchObject([
      { protocol: 'tcp', source: '172.31.1.10:61441', target: '172.31.2.11:7000' },
    ]);
  });

  test('of ICMP gives both ends without ports', () => {
    expect(parseIpv4([ICMP])).toMatchObject([{ protocol: 'icmp', source: '172.31.1.10', target: '172.31.2.11' }]);
  });

  test('of ARP, or of nothing, is no IPv4 packet', () => {
    expect(parseIpv4([`${ETHERNET} Request who-has 172.31.1.1 tell 172.31.1.10, length 28`, ''])).toEqual([]);
  });
});

describe('the judge of the underlay', () => {
  const judge = (line: string) => strangersOnUnderlay(parseIpv4([line]), HOSTS);

  test('passes host to host with a pool port at either end, and ICMP', () => {
    expect(judge(TCP)).toEqual([]);
    expect(judge(TCP.replace('61441', '40000').replace('7000', '61441'))).toEqual([]);
    expect(judge(ICMP)).toEqual([]);
  });

  test('names a packet with an inner address', () => {
    expect(judge(TCP.replace('172.31.2.11', '10.1.1.3'))).toEqual([expect.stringContaining('10.1.1.3')]);
    expect(judge(ICMP.replace('172.31.1.10', '10.1.1.2'))).toEqual([expect.stringContaining('10.1.1.2')]);
  });

  test('names a packet without a pool port, on both edges of the pool', () => {
    expect(judge(TCP.replace('61441', '61439'))).toEqual([expect.stringContaining('61439')]);
    expect(judge(TCP.replace('61441', '61440'))).toEqual([]);
    expect(judge(TCP.replace('61441', '65535'))).toEqual([]);
  });
});

describe("ping's report", () => {
  test('gives replies, their times and errors', () => {
    const stdout = [
      '64 bytes from 10.1.1.3: icmp_seq=1 ttl=64 time=4.21 ms',
      'From 10.1.2.1 icmp_seq=2 Time to live exceeded',
      '',
      '--- 10.1.1.3 ping statistics ---',
      '2 packets transmitted, 1 received, +1 errors, 50% packet loss, time 201ms',
    ].join('\n');
    expect(parsePing({ stdout, stderr: '' })).toEqual({
      sent: 2,
      received: 1,
      timesMs: [4.21],
      errors: ['From 10.1.2.1 icmp_seq=2 Time to live exceeded'],
    });
  });

  test('that never came counts as nothing received', () => {
    expect(parsePing({ stdout: '', stderr: 'ping: connect: Network is unreachable\n' })).toEqual({
      sent: 0,
      received: 0,
      timesMs: [],
      errors: ['ping: connect: Network is unreachable'],
    });
  });
});

describe('a table', () => {
  test('has columns as wide as their widest cell, sections with titles, and numbers at the right', () => {
    const sections = [
      {
        title: 'one',
        rows: [
          ['a', '1.5'],
          ['longer', '12.5'],
        ],
      },
    ];
    expect(formatTable(['name', 'ms'], sections, [1]).split('\n')).toEqual([
      'name      ms',
      '------  ----',
      '[one]',
      'a        1.5',
      'longer  12.5',
    ]);
  });
});
