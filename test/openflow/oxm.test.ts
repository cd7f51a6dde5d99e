// The 40 match fields of 1.3, each as bytes with its meaning, both ways, with and without a mask.
import { describe, expect, it } from 'vitest';
import { toHex } from '#openflow/bytes.ts';
import { decodeMessage, encodeMessage, type MessageOf } from '#openflow/message.ts';
import { OXM_FIELDS, type OxmField, type OxmName, oxm, oxmHeader } from '#openflow/oxm.ts';
import { hex } from './vectors/vector.ts';

/** A field and its bytes: class 0x8000, field number and mask bit, length, value, mask. */
const FIELDS: [OxmField, string][] = [
  [oxm('IN_PORT', 3), '8000 00 04  00000003'],
  [oxm('IN_PORT', 0xfffffffe), '8000 00 04  fffffffe'],
  [oxm('IN_PHY_PORT', 4), '8000 02 04  00000004'],
  [oxm('METADATA', 5n), '8000 04 08  0000000000000005'],
  [oxm('METADATA', 5n, 0xffn), '8000 05 10  0000000000000005 00000000000000ff'],
  [oxm('ETH_DST', '02:00:00:00:00:01'), '8000 06 06  020000000001'],
  [oxm('ETH_DST', '01:00:00:00:00:00', '01:00:00:00:00:00'), '8000 07 0c  010000000000 010000000000'],
  [oxm('ETH_SRC', '02:00:00:00:00:02'), '8000 08 06  020000000002'],
  [oxm('ETH_SRC', '02:00:00:00:00:02', 'ff:ff:ff:00:00:00'), '8000 09 0c  020000000002 ffffff000000'],
  [oxm('ETH_TYPE', 0x86dd), '8000 0a 02  86dd'],
  [oxm('VLAN_VID', 0x1064), '8000 0c 02  1064'],
  [oxm('VLAN_VID', 0x1000, 0x1000), '8000 0d 04  1000 1000'],
  [oxm('VLAN_PCP', 7), '8000 0e 01  07'],
  [oxm('IP_DSCP', 46), '8000 10 01  2e'],
  [oxm('IP_ECN', 3), '8000 12 01  03'],
  [oxm('IP_PROTO', 132), '8000 14 01  84'],
  [oxm('IPV4_SRC', '10.1.1.2'), '8000 16 04  0a010102'],
  [oxm('IPV4_SRC', '10.1.0.0', '255.255.0.0'), '8000 17 08  0a010000 ffff0000'],
  [oxm('IPV4_DST', '255.255.255.255'), '8000 18 04  ffffffff'],
  [oxm('IPV4_DST', '10.0.0.0', '255.0.0.255'), '8000 19 08  0a000000 ff0000ff'],
  [oxm('TCP_SRC', 61440), '8000 1a 02  f000'],
  [oxm('TCP_SRC', 61440, 0xf000), '8000 1b 04  f000 f000'],
  [oxm('TCP_DST', 80), '8000 1c 02  0050'],
  [oxm('UDP_SRC', 53), '8000 1e 02  0035'],
  [oxm('UDP_DST', 61440, 0xf000), '8000 21 04  f000 f000'],
  [oxm('SCTP_SRC', 36412), '8000 22 02  8e3c'],
  [oxm('SCTP_DST', 36412), '8000 24 02  8e3c'],
  [oxm('ICMPV4_TYPE', 8), '8000 26 01  08'],
  [oxm('ICMPV4_CODE', 255), '8000 28 01  ff'],
  [oxm('ARP_OP', 2), '8000 2a 02  0002'],
  [oxm('ARP_SPA', '10.1.1.2'), '8000 2c 04  0a010102'],
  [oxm('ARP_TPA', '10.1.1.0', '255.255.255.0'), '8000 2f 08  0a010100 ffffff00'],
  [oxm('ARP_SHA', '02:00:00:00:00:01'), '8000 30 06  020000000001'],
  [oxm('ARP_THA', '00:00:00:00:00:00'), '8000 32 06  000000000000'],
  [oxm('IPV6_SRC', '2001:db8::1'), '8000 34 10  20010db8000000000000000000000001'],
  [
    oxm('IPV6_DST', 'fe80::', 'ffc0::'),
    '8000 37 20  fe800000000000000000000000000000 ffc00000000000000000000000000000',
  ],
  [oxm('IPV6_FLABEL', 0xfffff), '8000 38 04  000fffff'],
  [oxm('IPV6_FLABEL', 1, 0xff), '8000 39 08  00000001 000000ff'],
  [oxm('ICMPV6_TYPE', 135), '8000 3a 01  87'],
  [oxm('ICMPV6_CODE', 0), '8000 3c 01  00'],
  [oxm('IPV6_ND_TARGET', '::ffff:0:0'), '8000 3e 10  00000000000000000000ffff00000000'],
  [oxm('IPV6_ND_SLL', '02:00:00:00:00:01'), '8000 40 06  020000000001'],
  [oxm('IPV6_ND_TLL', '02:00:00:00:00:02'), '8000 42 06  020000000002'],
  [oxm('MPLS_LABEL', 16), '8000 44 04  00000010'],
  [oxm('MPLS_TC', 7), '8000 46 01  07'],
  [oxm('MPLS_BOS', 1), '8000 48 01  01'],
  [oxm('PBB_ISID', 0x123456), '8000 4a 03  123456'],
  [oxm('PBB_ISID', 0x123400, 0xffff00), '8000 4b 06  123400 ffff00'],
  [oxm('TUNNEL_ID', 0xffffffffffffffffn), '8000 4c 08  ffffffffffffffff'],
  [oxm('TUNNEL_ID', 0n, 1n), '8000 4d 10  0000000000000000 0000000000000001'],
  [oxm('IPV6_EXTHDR', 0x1ff), '8000 4e 02  01ff'],
  [oxm('IPV6_EXTHDR', 1, 0x1ff), '8000 4f 04  0001 01ff'],
  [{ field: 42, oxmClass: 0xffff, hasMask: false, body: hex('4f4e4601 0002') }, 'ffff 54 06  4f4e4601 0002'],
  [{ field: 42, oxmClass: 0xffff, hasMask: false, body: hex('4f4e') }, 'ffff 54 02  4f4e'],
  [oxm('PBB_UCA', 1), '8000 52 01  01'],
  [oxm('TCP_FLAGS', 0x012), '8000 54 02  0012'],
  [oxm('TCP_FLAGS', 0x002, 0xfff), '8000 55 04  0002 0fff'],
  [oxm('ACTSET_OUTPUT', 0xfffffff7), '8000 56 04  fffffff7'],
  [oxm('PACKET_TYPE', 0x00010800), '8000 58 04  00010800'],
  [{ field: 45, oxmClass: 0x8000, hasMask: false, body: hex('01') }, '8000 5a 01  01'],
  [{ field: 126, oxmClass: 1, hasMask: true, body: hex('') }, '0001 fd 00'],
];

/** The names of the basic class; nxm.test.ts has the others. */
const BASIC = (Object.keys(OXM_FIELDS) as OxmName[]).filter((name) => !('oxmClass' in OXM_FIELDS[name]));

/** The field as the only one of a flow's match. */
function flow(field: OxmField): Uint8Array {
  return encodeMessage({ version: 4, type: 'FLOW_MOD', command: 'ADD', match: [field] });
}

describe('a match field', () => {
  it.each(FIELDS.map(([field, bytes]) => ({ field, bytes, name: bytes })))(
    '$field.field: $name',
    ({ field, bytes }) => {
      const wire = hex(bytes);
      const message = flow(field);
      expect(toHex(message.subarray(52, 52 + wire.length))).toBe(toHex(wire));
      expect(message.length).toBe(48 + Math.ceil((4 + wire.length) / 8) * 8);
      const decoded = decodeMessage(message);
      expect(decoded.ok && (decoded.message as MessageOf<4, 'FLOW_MOD'>).match).toEqual([field]);
    },
  );

  it('has a vector for each name of the table', () => {
    const names = new Set(FIELDS.map(([field]) => field.field));
    expect(BASIC.filter((name) => !names.has(name))).toEqual([]);
  });

  it('stands in the table under its number of the specification, 0 to 44 without 40', () => {
    const numbers = Array.from({ length: 45 }, (_, i) => i).filter((number) => number !== 40);
    expect(BASIC.map((name) => OXM_FIELDS[name].field)).toEqual(numbers);
  });

  it('has the header that encoding writes', () => {
    for (const name of BASIC) {
      const vector = FIELDS.find(([field]) => field.field === name && (field as { mask?: unknown }).mask === undefined);
      if (vector === undefined) continue;
      expect(oxmHeader(name).toString(16)).toBe(toHex(hex(vector[1]).subarray(0, 4)));
    }
    expect(oxmHeader('TCP_DST', true)).toBe(0x80001d04);
  });
});

describe('a bad match field names its path', () => {
  const cases: [unknown, string][] = [
    [{ field: 'IN_PORT', value: -1 }, 'FLOW_MOD match[0].value: found -1'],
    [{ field: 'IN_PORT', value: 1, mask: 1 }, 'FLOW_MOD match[0].mask: found 1, expected no mask on IN_PORT'],
    [{ field: 'INPORT', value: 1 }, 'FLOW_MOD match[0].field: found "INPORT"'],
    [{ field: 'METADATA', value: 1 }, 'FLOW_MOD match[0].value: found 1, expected a bigint'],
    [{ field: 'IP_DSCP', value: 64 }, 'FLOW_MOD match[0].value: found 64, expected an integer 0..63'],
    [{ field: 'IPV4_SRC', value: '10.0.0.256' }, 'FLOW_MOD match[0].value: found "10.0.0.256", expected an IPv4'],
    [{ field: 'IPV4_SRC', value: '10.0.0.1', mask: '/8' }, 'FLOW_MOD match[0].mask: found "/8"'],
    [{ field: 'ETH_SRC', value: '02:00:00:00:00' }, 'FLOW_MOD match[0].value: found "02:00:00:00:00", expected a MAC'],
    [{ field: 'IPV6_SRC', value: 'fe80::1%eth0' }, 'FLOW_MOD match[0].value: found "fe80::1%eth0", expected an IPv6'],
    [{ field: 'IN_PORT', value: 1, msk: 1 }, 'FLOW_MOD match[0].msk'],
    [{ field: 128, oxmClass: 1, hasMask: false, body: hex('') }, 'FLOW_MOD match[0].field: found 128'],
    [{ field: 1, oxmClass: 1, hasMask: false, body: new Uint8Array(256) }, 'FLOW_MOD match[0].body: found 256 bytes'],
    [null, 'FLOW_MOD match[0]: found null, expected an object'],
  ];
  it.each(cases)('%j', (field, message) => {
    expect(() => flow(field as OxmField)).toThrow(message);
  });
});
