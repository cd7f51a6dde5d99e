// Every match field of 1.3 (section 7.2.3.7) in a FLOW_MOD, without a mask and, where it takes one, with a mask; the fields
// that it needs stand before it (section 7.2.3.6). Those that later versions added and that travel in 1.3 too are at the end.
import type { MessageOf } from '#openflow/message.ts';
import { type OxmField, oxm } from '#openflow/oxm.ts';
import { type Vector, vector } from './vector.ts';

/**
 * @param length of the whole message
 * @param annotated the match with its padding
 */
function matching(what: string, length: string, annotated: string, match: OxmField[]): Vector {
  return vector(
    `1.3 FLOW_MOD matching ${what}`,
    `04 0e ${length} 00 00 00 65  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     ${annotated}`,
    { ...FLOW_MOD, match },
  );
}

const FLOW_MOD: MessageOf<4, 'FLOW_MOD'> = {
  version: 4,
  type: 'FLOW_MOD',
  xid: 101,
  cookie: 0n,
  cookieMask: 0n,
  tableId: 0,
  command: 'ADD',
  idleTimeout: 0,
  hardTimeout: 0,
  priority: 100,
  bufferId: 0xffffffff,
  outPort: 0xffffffff,
  outGroup: 0xffffffff,
  flags: [],
  match: [],
  instructions: [],
};

export const MATCH_FIELDS: readonly Vector[] = [
  matching(
    'IN_PORT',
    '00 40',
    `00 01 00 0c              # match: OFPMT_OXM, 12 bytes
     80 00 00 04              # IN_PORT, 4 bytes
     00 00 00 07              # 7
     00 00 00 00              # padding`,
    [oxm('IN_PORT', 7)],
  ),
  matching(
    'IN_PHY_PORT',
    '00 48',
    `00 01 00 14              # match: OFPMT_OXM, 20 bytes
     80 00 00 04 00 00 00 07  # IN_PORT 7
     80 00 02 04              # IN_PHY_PORT, 4 bytes
     00 00 00 08              # 8
     00 00 00 00              # padding`,
    [oxm('IN_PORT', 7), oxm('IN_PHY_PORT', 8)],
  ),
  matching(
    'METADATA',
    '00 40',
    `00 01 00 10              # match: OFPMT_OXM, 16 bytes
     80 00 04 08              # METADATA, 8 bytes
     00 00 00 00 00 00 00 05  # 5`,
    [oxm('METADATA', 5n)],
  ),
  matching(
    'METADATA with a mask',
    '00 48',
    `00 01 00 18              # match: OFPMT_OXM, 24 bytes
     80 00 05 10              # METADATA, with a mask, 16 bytes
     00 00 00 00 00 00 00 05  # value
     00 00 00 00 00 00 00 ff  # mask`,
    [oxm('METADATA', 5n, 0xffn)],
  ),
  matching(
    'ETH_DST',
    '00 40',
    `00 01 00 0e              # match: OFPMT_OXM, 14 bytes
     80 00 06 06              # ETH_DST, 6 bytes
     01 80 c2 00 00 0e        # value
     00 00                    # padding`,
    [oxm('ETH_DST', '01:80:c2:00:00:0e')],
  ),
  matching(
    'ETH_DST with a mask',
    '00 48',
    `00 01 00 14              # match: OFPMT_OXM, 20 bytes
     80 00 07 0c              # ETH_DST, with a mask, 12 bytes
     01 00 00 00 00 00        # value
     01 00 00 00 00 00        # mask
     00 00 00 00              # padding`,
    [oxm('ETH_DST', '01:00:00:00:00:00', '01:00:00:00:00:00')],
  ),
  matching(
    'ETH_SRC',
    '00 40',
    `00 01 00 0e              # match: OFPMT_OXM, 14 bytes
     80 00 08 06              # ETH_SRC, 6 bytes
     02 00 00 00 00 02        # value
     00 00                    # padding`,
    [oxm('ETH_SRC', '02:00:00:00:00:02')],
  ),
  matching(
    'ETH_SRC with a mask',
    '00 48',
    `00 01 00 14              # match: OFPMT_OXM, 20 bytes
     80 00 09 0c              # ETH_SRC, with a mask, 12 bytes
     02 00 00 00 00 00        # value
     ff ff ff 00 00 00        # mask
     00 00 00 00              # padding`,
    [oxm('ETH_SRC', '02:00:00:00:00:00', 'ff:ff:ff:00:00:00')],
  ),
  matching(
    'ETH_TYPE',
    '00 40',
    `00 01 00 0a              # match: OFPMT_OXM, 10 bytes
     80 00 0a 02              # ETH_TYPE, 2 bytes
     88 cc                    # LLDP
     00 00 00 00 00 00        # padding`,
    [oxm('ETH_TYPE', 0x88cc)],
  ),
  matching(
    'VLAN_VID',
    '00 40',
    `00 01 00 0a              # match: OFPMT_OXM, 10 bytes
     80 00 0c 02              # VLAN_VID, 2 bytes
     10 64                    # OFPVID_PRESENT, 100
     00 00 00 00 00 00        # padding`,
    [oxm('VLAN_VID', 0x1064)],
  ),
  matching(
    'VLAN_VID with a mask',
    '00 40',
    `00 01 00 0c              # match: OFPMT_OXM, 12 bytes
     80 00 0d 04              # VLAN_VID, with a mask, 4 bytes
     10 04                    # value
     10 0f                    # mask
     00 00 00 00              # padding`,
    [oxm('VLAN_VID', 0x1004, 0x100f)],
  ),
  matching(
    'VLAN_PCP',
    '00 40',
    `00 01 00 0f              # match: OFPMT_OXM, 15 bytes
     80 00 0c 02 10 64        # VLAN_VID 100
     80 00 0e 01              # VLAN_PCP, 1 byte
     05                       # 5
     00                       # padding`,
    [oxm('VLAN_VID', 0x1064), oxm('VLAN_PCP', 5)],
  ),
  matching(
    'IP_DSCP',
    '00 40',
    `00 01 00 0f              # match: OFPMT_OXM, 15 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 10 01              # IP_DSCP, 1 byte
     2e                       # 46
     00                       # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_DSCP', 46)],
  ),
  matching(
    'IP_ECN',
    '00 40',
    `00 01 00 0f              # match: OFPMT_OXM, 15 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 12 01              # IP_ECN, 1 byte
     01                       # 1
     00                       # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_ECN', 1)],
  ),
  matching(
    'IP_PROTO',
    '00 40',
    `00 01 00 0f              # match: OFPMT_OXM, 15 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01              # IP_PROTO, 1 byte
     2f                       # GRE
     00                       # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 47)],
  ),
  matching(
    'IPV4_SRC',
    '00 48',
    `00 01 00 12              # match: OFPMT_OXM, 18 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 16 04              # IPV4_SRC, 4 bytes
     0a 01 00 02              # 10.1.0.2
     00 00 00 00 00 00        # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IPV4_SRC', '10.1.0.2')],
  ),
  matching(
    'IPV4_SRC with a mask',
    '00 48',
    `00 01 00 16              # match: OFPMT_OXM, 22 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 17 08              # IPV4_SRC, with a mask, 8 bytes
     0a 01 00 00              # value
     ff ff 00 00              # mask
     00 00                    # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IPV4_SRC', '10.1.0.0', '255.255.0.0')],
  ),
  matching(
    'IPV4_DST',
    '00 48',
    `00 01 00 12              # match: OFPMT_OXM, 18 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 18 04              # IPV4_DST, 4 bytes
     0a 02 00 03              # 10.2.0.3
     00 00 00 00 00 00        # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IPV4_DST', '10.2.0.3')],
  ),
  matching(
    'IPV4_DST with a mask',
    '00 48',
    `00 01 00 16              # match: OFPMT_OXM, 22 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 19 08              # IPV4_DST, with a mask, 8 bytes
     0a 02 00 00              # value
     ff ff ff 00              # mask
     00 00                    # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IPV4_DST', '10.2.0.0', '255.255.255.0')],
  ),
  matching(
    'TCP_SRC',
    '00 48',
    `00 01 00 15              # match: OFPMT_OXM, 21 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 06           # IP_PROTO TCP
     80 00 1a 02              # TCP_SRC, 2 bytes
     f0 01                    # 61441
     00 00 00                 # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 6), oxm('TCP_SRC', 61441)],
  ),
  matching(
    'TCP_SRC with a mask',
    '00 48',
    `00 01 00 17              # match: OFPMT_OXM, 23 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 06           # IP_PROTO TCP
     80 00 1b 04              # TCP_SRC, with a mask, 4 bytes
     f0 00                    # value
     f0 00                    # mask
     00                       # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 6), oxm('TCP_SRC', 0xf000, 0xf000)],
  ),
  matching(
    'TCP_DST',
    '00 48',
    `00 01 00 15              # match: OFPMT_OXM, 21 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 06           # IP_PROTO TCP
     80 00 1c 02              # TCP_DST, 2 bytes
     00 50                    # 80
     00 00 00                 # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 6), oxm('TCP_DST', 80)],
  ),
  matching(
    'TCP_DST with a mask',
    '00 48',
    `00 01 00 17              # match: OFPMT_OXM, 23 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 06           # IP_PROTO TCP
     80 00 1d 04              # TCP_DST, with a mask, 4 bytes
     00 50                    # value
     ff fe                    # mask
     00                       # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 6), oxm('TCP_DST', 0x0050, 0xfffe)],
  ),
  matching(
    'UDP_SRC',
    '00 48',
    `00 01 00 15              # match: OFPMT_OXM, 21 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 11           # IP_PROTO UDP
     80 00 1e 02              # UDP_SRC, 2 bytes
     f0 01                    # 61441
     00 00 00                 # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 17), oxm('UDP_SRC', 61441)],
  ),
  matching(
    'UDP_SRC with a mask',
    '00 48',
    `00 01 00 17              # match: OFPMT_OXM, 23 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 11           # IP_PROTO UDP
     80 00 1f 04              # UDP_SRC, with a mask, 4 bytes
     f0 00                    # value
     f0 00                    # mask
     00                       # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 17), oxm('UDP_SRC', 0xf000, 0xf000)],
  ),
  matching(
    'UDP_DST',
    '00 48',
    `00 01 00 15              # match: OFPMT_OXM, 21 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 11           # IP_PROTO UDP
     80 00 20 02              # UDP_DST, 2 bytes
     00 35                    # 53
     00 00 00                 # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 17), oxm('UDP_DST', 53)],
  ),
  matching(
    'UDP_DST with a mask',
    '00 48',
    `00 01 00 17              # match: OFPMT_OXM, 23 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 11           # IP_PROTO UDP
     80 00 21 04              # UDP_DST, with a mask, 4 bytes
     00 34                    # value
     ff fe                    # mask
     00                       # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 17), oxm('UDP_DST', 0x0034, 0xfffe)],
  ),
  matching(
    'SCTP_SRC',
    '00 48',
    `00 01 00 15              # match: OFPMT_OXM, 21 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 84           # IP_PROTO SCTP
     80 00 22 02              # SCTP_SRC, 2 bytes
     f0 01                    # 61441
     00 00 00                 # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 132), oxm('SCTP_SRC', 61441)],
  ),
  matching(
    'SCTP_SRC with a mask',
    '00 48',
    `00 01 00 17              # match: OFPMT_OXM, 23 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 84           # IP_PROTO SCTP
     80 00 23 04              # SCTP_SRC, with a mask, 4 bytes
     f0 00                    # value
     f0 00                    # mask
     00                       # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 132), oxm('SCTP_SRC', 0xf000, 0xf000)],
  ),
  matching(
    'SCTP_DST',
    '00 48',
    `00 01 00 15              # match: OFPMT_OXM, 21 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 84           # IP_PROTO SCTP
     80 00 24 02              # SCTP_DST, 2 bytes
     0b 58                    # 2904
     00 00 00                 # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 132), oxm('SCTP_DST', 2904)],
  ),
  matching(
    'SCTP_DST with a mask',
    '00 48',
    `00 01 00 17              # match: OFPMT_OXM, 23 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 84           # IP_PROTO SCTP
     80 00 25 04              # SCTP_DST, with a mask, 4 bytes
     0b 58                    # value
     ff fe                    # mask
     00                       # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 132), oxm('SCTP_DST', 0x0b58, 0xfffe)],
  ),
  matching(
    'ICMPV4_TYPE',
    '00 48',
    `00 01 00 14              # match: OFPMT_OXM, 20 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 01           # IP_PROTO ICMP
     80 00 26 01              # ICMPV4_TYPE, 1 byte
     08                       # echo request
     00 00 00 00              # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 1), oxm('ICMPV4_TYPE', 8)],
  ),
  matching(
    'ICMPV4_CODE',
    '00 50',
    `00 01 00 19              # match: OFPMT_OXM, 25 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 01           # IP_PROTO ICMP
     80 00 26 01 08           # ICMPV4_TYPE echo request
     80 00 28 01              # ICMPV4_CODE, 1 byte
     07                       # 7
     00 00 00 00 00 00 00     # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 1), oxm('ICMPV4_TYPE', 8), oxm('ICMPV4_CODE', 7)],
  ),
  matching(
    'ARP_OP',
    '00 40',
    `00 01 00 10              # match: OFPMT_OXM, 16 bytes
     80 00 0a 02 08 06        # ETH_TYPE ARP
     80 00 2a 02              # ARP_OP, 2 bytes
     00 02                    # reply`,
    [oxm('ETH_TYPE', 0x0806), oxm('ARP_OP', 2)],
  ),
  matching(
    'ARP_SPA',
    '00 48',
    `00 01 00 12              # match: OFPMT_OXM, 18 bytes
     80 00 0a 02 08 06        # ETH_TYPE ARP
     80 00 2c 04              # ARP_SPA, 4 bytes
     0a 01 00 02              # 10.1.0.2
     00 00 00 00 00 00        # padding`,
    [oxm('ETH_TYPE', 0x0806), oxm('ARP_SPA', '10.1.0.2')],
  ),
  matching(
    'ARP_SPA with a mask',
    '00 48',
    `00 01 00 16              # match: OFPMT_OXM, 22 bytes
     80 00 0a 02 08 06        # ETH_TYPE ARP
     80 00 2d 08              # ARP_SPA, with a mask, 8 bytes
     0a 00 00 00              # value
     ff 00 00 00              # mask
     00 00                    # padding`,
    [oxm('ETH_TYPE', 0x0806), oxm('ARP_SPA', '10.0.0.0', '255.0.0.0')],
  ),
  matching(
    'ARP_TPA',
    '00 48',
    `00 01 00 12              # match: OFPMT_OXM, 18 bytes
     80 00 0a 02 08 06        # ETH_TYPE ARP
     80 00 2e 04              # ARP_TPA, 4 bytes
     0a 01 00 03              # 10.1.0.3
     00 00 00 00 00 00        # padding`,
    [oxm('ETH_TYPE', 0x0806), oxm('ARP_TPA', '10.1.0.3')],
  ),
  matching(
    'ARP_TPA with a mask',
    '00 48',
    `00 01 00 16              # match: OFPMT_OXM, 22 bytes
     80 00 0a 02 08 06        # ETH_TYPE ARP
     80 00 2f 08              # ARP_TPA, with a mask, 8 bytes
     0a 01 00 02              # value
     ff ff ff fe              # mask
     00 00                    # padding`,
    [oxm('ETH_TYPE', 0x0806), oxm('ARP_TPA', '10.1.0.2', '255.255.255.254')],
  ),
  matching(
    'ARP_SHA',
    '00 48',
    `00 01 00 14              # match: OFPMT_OXM, 20 bytes
     80 00 0a 02 08 06        # ETH_TYPE ARP
     80 00 30 06              # ARP_SHA, 6 bytes
     02 00 00 00 00 03        # value
     00 00 00 00              # padding`,
    [oxm('ETH_TYPE', 0x0806), oxm('ARP_SHA', '02:00:00:00:00:03')],
  ),
  matching(
    'ARP_SHA with a mask',
    '00 50',
    `00 01 00 1a              # match: OFPMT_OXM, 26 bytes
     80 00 0a 02 08 06        # ETH_TYPE ARP
     80 00 31 0c              # ARP_SHA, with a mask, 12 bytes
     02 00 00 00 00 00        # value
     ff ff ff 00 00 00        # mask
     00 00 00 00 00 00        # padding`,
    [oxm('ETH_TYPE', 0x0806), oxm('ARP_SHA', '02:00:00:00:00:00', 'ff:ff:ff:00:00:00')],
  ),
  matching(
    'ARP_THA',
    '00 48',
    `00 01 00 14              # match: OFPMT_OXM, 20 bytes
     80 00 0a 02 08 06        # ETH_TYPE ARP
     80 00 32 06              # ARP_THA, 6 bytes
     02 00 00 00 00 04        # value
     00 00 00 00              # padding`,
    [oxm('ETH_TYPE', 0x0806), oxm('ARP_THA', '02:00:00:00:00:04')],
  ),
  matching(
    'ARP_THA with a mask',
    '00 50',
    `00 01 00 1a              # match: OFPMT_OXM, 26 bytes
     80 00 0a 02 08 06        # ETH_TYPE ARP
     80 00 33 0c              # ARP_THA, with a mask, 12 bytes
     02 00 00 00 00 00        # value
     ff ff ff 00 00 00        # mask
     00 00 00 00 00 00        # padding`,
    [oxm('ETH_TYPE', 0x0806), oxm('ARP_THA', '02:00:00:00:00:00', 'ff:ff:ff:00:00:00')],
  ),
  matching(
    'IPV6_SRC',
    '00 50',
    `00 01 00 1e                                      # match: OFPMT_OXM, 30 bytes
     80 00 0a 02 86 dd                                # ETH_TYPE IPv6
     80 00 34 10                                      # IPV6_SRC, 16 bytes
     20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01  # 2001:db8::1
     00 00                                            # padding`,
    [oxm('ETH_TYPE', 0x86dd), oxm('IPV6_SRC', '2001:db8::1')],
  ),
  matching(
    'IPV6_SRC with a mask',
    '00 60',
    `00 01 00 2e                                      # match: OFPMT_OXM, 46 bytes
     80 00 0a 02 86 dd                                # ETH_TYPE IPv6
     80 00 35 20                                      # IPV6_SRC, with a mask, 32 bytes
     20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 00  # value
     ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00  # mask
     00 00                                            # padding`,
    [oxm('ETH_TYPE', 0x86dd), oxm('IPV6_SRC', '2001:db8::', 'ffff:ffff::')],
  ),
  matching(
    'IPV6_DST',
    '00 50',
    `00 01 00 1e                                      # match: OFPMT_OXM, 30 bytes
     80 00 0a 02 86 dd                                # ETH_TYPE IPv6
     80 00 36 10                                      # IPV6_DST, 16 bytes
     fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 02  # fe80::2
     00 00                                            # padding`,
    [oxm('ETH_TYPE', 0x86dd), oxm('IPV6_DST', 'fe80::2')],
  ),
  matching(
    'IPV6_DST with a mask',
    '00 60',
    `00 01 00 2e                                      # match: OFPMT_OXM, 46 bytes
     80 00 0a 02 86 dd                                # ETH_TYPE IPv6
     80 00 37 20                                      # IPV6_DST, with a mask, 32 bytes
     fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # value
     ff c0 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # mask
     00 00                                            # padding`,
    [oxm('ETH_TYPE', 0x86dd), oxm('IPV6_DST', 'fe80::', 'ffc0::')],
  ),
  matching(
    'IPV6_FLABEL',
    '00 48',
    `00 01 00 12              # match: OFPMT_OXM, 18 bytes
     80 00 0a 02 86 dd        # ETH_TYPE IPv6
     80 00 38 04              # IPV6_FLABEL, 4 bytes
     00 01 23 45              # 20 bits in 4 bytes
     00 00 00 00 00 00        # padding`,
    [oxm('ETH_TYPE', 0x86dd), oxm('IPV6_FLABEL', 0x12345)],
  ),
  matching(
    'IPV6_FLABEL with a mask',
    '00 48',
    `00 01 00 16              # match: OFPMT_OXM, 22 bytes
     80 00 0a 02 86 dd        # ETH_TYPE IPv6
     80 00 39 08              # IPV6_FLABEL, with a mask, 8 bytes
     00 01 23 00              # value
     00 0f ff 00              # mask
     00 00                    # padding`,
    [oxm('ETH_TYPE', 0x86dd), oxm('IPV6_FLABEL', 0x12300, 0xfff00)],
  ),
  matching(
    'ICMPV6_TYPE',
    '00 48',
    `00 01 00 14              # match: OFPMT_OXM, 20 bytes
     80 00 0a 02 86 dd        # ETH_TYPE IPv6
     80 00 14 01 3a           # IP_PROTO ICMP6
     80 00 3a 01              # ICMPV6_TYPE, 1 byte
     87                       # neighbour solicitation
     00 00 00 00              # padding`,
    [oxm('ETH_TYPE', 0x86dd), oxm('IP_PROTO', 58), oxm('ICMPV6_TYPE', 135)],
  ),
  matching(
    'ICMPV6_CODE',
    '00 50',
    `00 01 00 19              # match: OFPMT_OXM, 25 bytes
     80 00 0a 02 86 dd        # ETH_TYPE IPv6
     80 00 14 01 3a           # IP_PROTO ICMP6
     80 00 3a 01 87           # ICMPV6_TYPE neighbour solicitation
     80 00 3c 01              # ICMPV6_CODE, 1 byte
     00                       # 0
     00 00 00 00 00 00 00     # padding`,
    [oxm('ETH_TYPE', 0x86dd), oxm('IP_PROTO', 58), oxm('ICMPV6_TYPE', 135), oxm('ICMPV6_CODE', 0)],
  ),
  matching(
    'IPV6_ND_TARGET',
    '00 60',
    `00 01 00 2d                                      # match: OFPMT_OXM, 45 bytes
     80 00 0a 02 86 dd                                # ETH_TYPE IPv6
     80 00 14 01 3a                                   # IP_PROTO ICMP6
     80 00 3a 01 87                                   # ICMPV6_TYPE neighbour solicitation
     80 00 3c 01 00                                   # ICMPV6_CODE 0
     80 00 3e 10                                      # IPV6_ND_TARGET, 16 bytes
     fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 09  # fe80::9
     00 00 00                                         # padding`,
    [
      oxm('ETH_TYPE', 0x86dd),
      oxm('IP_PROTO', 58),
      oxm('ICMPV6_TYPE', 135),
      oxm('ICMPV6_CODE', 0),
      oxm('IPV6_ND_TARGET', 'fe80::9'),
    ],
  ),
  matching(
    'IPV6_ND_TARGET with a mask',
    '00 70',
    `00 01 00 3d                                      # match: OFPMT_OXM, 61 bytes
     80 00 0a 02 86 dd                                # ETH_TYPE IPv6
     80 00 14 01 3a                                   # IP_PROTO ICMP6
     80 00 3a 01 87                                   # ICMPV6_TYPE neighbour solicitation
     80 00 3c 01 00                                   # ICMPV6_CODE 0
     80 00 3f 20                                      # IPV6_ND_TARGET, with a mask, 32 bytes
     fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # value
     ff ff 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # mask
     00 00 00                                         # padding`,
    [
      oxm('ETH_TYPE', 0x86dd),
      oxm('IP_PROTO', 58),
      oxm('ICMPV6_TYPE', 135),
      oxm('ICMPV6_CODE', 0),
      oxm('IPV6_ND_TARGET', 'fe80::', 'ffff::'),
    ],
  ),
  matching(
    'IPV6_ND_SLL',
    '00 58',
    `00 01 00 23              # match: OFPMT_OXM, 35 bytes
     80 00 0a 02 86 dd        # ETH_TYPE IPv6
     80 00 14 01 3a           # IP_PROTO ICMP6
     80 00 3a 01 87           # ICMPV6_TYPE neighbour solicitation
     80 00 3c 01 00           # ICMPV6_CODE 0
     80 00 40 06              # IPV6_ND_SLL, 6 bytes
     02 00 00 00 00 05        # value
     00 00 00 00 00           # padding`,
    [
      oxm('ETH_TYPE', 0x86dd),
      oxm('IP_PROTO', 58),
      oxm('ICMPV6_TYPE', 135),
      oxm('ICMPV6_CODE', 0),
      oxm('IPV6_ND_SLL', '02:00:00:00:00:05'),
    ],
  ),
  matching(
    'IPV6_ND_SLL with a mask',
    '00 60',
    `00 01 00 29              # match: OFPMT_OXM, 41 bytes
     80 00 0a 02 86 dd        # ETH_TYPE IPv6
     80 00 14 01 3a           # IP_PROTO ICMP6
     80 00 3a 01 87           # ICMPV6_TYPE neighbour solicitation
     80 00 3c 01 00           # ICMPV6_CODE 0
     80 00 41 0c              # IPV6_ND_SLL, with a mask, 12 bytes
     02 00 00 00 00 00        # value
     ff ff ff 00 00 00        # mask
     00 00 00 00 00 00 00     # padding`,
    [
      oxm('ETH_TYPE', 0x86dd),
      oxm('IP_PROTO', 58),
      oxm('ICMPV6_TYPE', 135),
      oxm('ICMPV6_CODE', 0),
      oxm('IPV6_ND_SLL', '02:00:00:00:00:00', 'ff:ff:ff:00:00:00'),
    ],
  ),
  matching(
    'IPV6_ND_TLL',
    '00 58',
    `00 01 00 23              # match: OFPMT_OXM, 35 bytes
     80 00 0a 02 86 dd        # ETH_TYPE IPv6
     80 00 14 01 3a           # IP_PROTO ICMP6
     80 00 3a 01 88           # ICMPV6_TYPE neighbour advertisement
     80 00 3c 01 00           # ICMPV6_CODE 0
     80 00 42 06              # IPV6_ND_TLL, 6 bytes
     02 00 00 00 00 06        # value
     00 00 00 00 00           # padding`,
    [
      oxm('ETH_TYPE', 0x86dd),
      oxm('IP_PROTO', 58),
      oxm('ICMPV6_TYPE', 136),
      oxm('ICMPV6_CODE', 0),
      oxm('IPV6_ND_TLL', '02:00:00:00:00:06'),
    ],
  ),
  matching(
    'IPV6_ND_TLL with a mask',
    '00 60',
    `00 01 00 29              # match: OFPMT_OXM, 41 bytes
     80 00 0a 02 86 dd        # ETH_TYPE IPv6
     80 00 14 01 3a           # IP_PROTO ICMP6
     80 00 3a 01 88           # ICMPV6_TYPE neighbour advertisement
     80 00 3c 01 00           # ICMPV6_CODE 0
     80 00 43 0c              # IPV6_ND_TLL, with a mask, 12 bytes
     02 00 00 00 00 00        # value
     ff ff ff 00 00 00        # mask
     00 00 00 00 00 00 00     # padding`,
    [
      oxm('ETH_TYPE', 0x86dd),
      oxm('IP_PROTO', 58),
      oxm('ICMPV6_TYPE', 136),
      oxm('ICMPV6_CODE', 0),
      oxm('IPV6_ND_TLL', '02:00:00:00:00:00', 'ff:ff:ff:00:00:00'),
    ],
  ),
  matching(
    'MPLS_LABEL',
    '00 48',
    `00 01 00 12              # match: OFPMT_OXM, 18 bytes
     80 00 0a 02 88 47        # ETH_TYPE MPLS
     80 00 44 04              # MPLS_LABEL, 4 bytes
     00 0f 42 40              # 20 bits in 4 bytes
     00 00 00 00 00 00        # padding`,
    [oxm('ETH_TYPE', 0x8847), oxm('MPLS_LABEL', 1_000_000)],
  ),
  matching(
    'MPLS_TC',
    '00 40',
    `00 01 00 0f              # match: OFPMT_OXM, 15 bytes
     80 00 0a 02 88 47        # ETH_TYPE MPLS
     80 00 46 01              # MPLS_TC, 1 byte
     07                       # 7
     00                       # padding`,
    [oxm('ETH_TYPE', 0x8847), oxm('MPLS_TC', 7)],
  ),
  matching(
    'MPLS_BOS',
    '00 40',
    `00 01 00 0f              # match: OFPMT_OXM, 15 bytes
     80 00 0a 02 88 47        # ETH_TYPE MPLS
     80 00 48 01              # MPLS_BOS, 1 byte
     01                       # 1
     00                       # padding`,
    [oxm('ETH_TYPE', 0x8847), oxm('MPLS_BOS', 1)],
  ),
  matching(
    'PBB_ISID',
    '00 48',
    `00 01 00 11              # match: OFPMT_OXM, 17 bytes
     80 00 0a 02 88 e7        # ETH_TYPE PBB
     80 00 4a 03              # PBB_ISID, 3 bytes
     01 02 03                 # 24 bits
     00 00 00 00 00 00 00     # padding`,
    [oxm('ETH_TYPE', 0x88e7), oxm('PBB_ISID', 0x010203)],
  ),
  matching(
    'PBB_ISID with a mask',
    '00 48',
    `00 01 00 14              # match: OFPMT_OXM, 20 bytes
     80 00 0a 02 88 e7        # ETH_TYPE PBB
     80 00 4b 06              # PBB_ISID, with a mask, 6 bytes
     01 02 00                 # value
     ff ff 00                 # mask
     00 00 00 00              # padding`,
    [oxm('ETH_TYPE', 0x88e7), oxm('PBB_ISID', 0x10200, 0xffff00)],
  ),
  matching(
    'TUNNEL_ID',
    '00 40',
    `00 01 00 10              # match: OFPMT_OXM, 16 bytes
     80 00 4c 08              # TUNNEL_ID, 8 bytes
     00 00 00 00 00 00 00 2a  # 42`,
    [oxm('TUNNEL_ID', 42n)],
  ),
  matching(
    'TUNNEL_ID with a mask',
    '00 48',
    `00 01 00 18              # match: OFPMT_OXM, 24 bytes
     80 00 4d 10              # TUNNEL_ID, with a mask, 16 bytes
     00 00 00 00 00 00 00 2a  # value
     00 00 00 00 ff ff ff ff  # mask`,
    [oxm('TUNNEL_ID', 0x2an, 0xffffffffn)],
  ),
  matching(
    'IPV6_EXTHDR',
    '00 40',
    `00 01 00 10              # match: OFPMT_OXM, 16 bytes
     80 00 0a 02 86 dd        # ETH_TYPE IPv6
     80 00 4e 02              # IPV6_EXTHDR, 2 bytes
     00 05                    # NONEXT, AUTH`,
    [oxm('ETH_TYPE', 0x86dd), oxm('IPV6_EXTHDR', 0x0005)],
  ),
  matching(
    'IPV6_EXTHDR with a mask',
    '00 48',
    `00 01 00 12              # match: OFPMT_OXM, 18 bytes
     80 00 0a 02 86 dd        # ETH_TYPE IPv6
     80 00 4f 04              # IPV6_EXTHDR, with a mask, 4 bytes
     00 05                    # value
     00 07                    # mask
     00 00 00 00 00 00        # padding`,
    [oxm('ETH_TYPE', 0x86dd), oxm('IPV6_EXTHDR', 5, 0x0007)],
  ),
  matching(
    'PBB_UCA',
    '00 40',
    `00 01 00 0f              # match: OFPMT_OXM, 15 bytes
     80 00 0a 02 88 e7        # ETH_TYPE PBB
     80 00 52 01              # PBB_UCA, 1 byte
     01                       # 1; a field of 1.4
     00                       # padding`,
    [oxm('ETH_TYPE', 0x88e7), oxm('PBB_UCA', 1)],
  ),
  matching(
    'TCP_FLAGS',
    '00 48',
    `00 01 00 15              # match: OFPMT_OXM, 21 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 06           # IP_PROTO TCP
     80 00 54 02              # TCP_FLAGS, 2 bytes
     00 12                    # SYN, ACK; a field of 1.5
     00 00 00                 # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 6), oxm('TCP_FLAGS', 0x0012)],
  ),
  matching(
    'TCP_FLAGS with a mask',
    '00 48',
    `00 01 00 17              # match: OFPMT_OXM, 23 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 06           # IP_PROTO TCP
     80 00 55 04              # TCP_FLAGS, with a mask, 4 bytes
     00 12                    # value
     0f ff                    # mask
     00                       # padding`,
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 6), oxm('TCP_FLAGS', 0x0012, 0x0fff)],
  ),
  matching(
    'ACTSET_OUTPUT',
    '00 40',
    `00 01 00 0c              # match: OFPMT_OXM, 12 bytes
     80 00 56 04              # ACTSET_OUTPUT, 4 bytes
     00 00 00 07              # 7; a field of 1.5
     00 00 00 00              # padding`,
    [oxm('ACTSET_OUTPUT', 7)],
  ),
  matching(
    'PACKET_TYPE',
    '00 40',
    `00 01 00 0c              # match: OFPMT_OXM, 12 bytes
     80 00 58 04              # PACKET_TYPE, 4 bytes
     00 01 08 00              # IPv4; a field of 1.5
     00 00 00 00              # padding`,
    [oxm('PACKET_TYPE', 0x00010800)],
  ),
];
