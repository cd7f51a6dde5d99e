// The addresses of an inventory as numbers, for its own checks: is this one inside that subnet. Pure; any thread.
// The packet path has its own forms in #wire/ip.ts and #wire/mac.ts, which stand on the same floor as this room; a test
// holds the two together.

const OCTET = '(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])';
/** Leading zeros are refused: some programs read them as octal. */
export const IPV4_PATTERN = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}$`);
export const CIDR_PATTERN = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}/(\\d|[12]\\d|3[0-2])$`);
export const MAC_PATTERN = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

/** The gateway's MAC in every network, as the endpoints see it. */
export const ROUTER_MAC = '0a:da:01:00:00:01';

/** Addresses from `first` to `last`, unsigned. */
export interface Subnet {
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

/** @param text must match IPV4_PATTERN */
export function ipv4Number(text: string): number {
  let address = 0;
  for (const part of text.split('.')) address = address * 256 + Number(part);
  return address;
}

/** @returns `a.b.c.d` */
export function ipv4Text(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
}

/** The subnet that an address lies in. */
export function subnetOf(ip: string, prefix: number): Subnet {
  const size = 2 ** (32 - prefix);
  const first = Math.floor(ipv4Number(ip) / size) * size;
  return { first, last: first + size - 1, prefix };
}

/** @param text must match CIDR_PATTERN; bits behind the prefix are ignored */
export function cidrSubnet(text: string): Subnet {
  const slash = text.indexOf('/');
  return subnetOf(text.slice(0, slash), Number(text.slice(slash + 1)));
}

/** @returns `a.b.c.d/prefix` without bits behind the prefix */
export function subnetText(subnet: Subnet): string {
  return `${ipv4Text(subnet.first)}/${subnet.prefix}`;
}

/** @returns true when the address is one of the subnet's, its first and last included */
export function contains(subnet: Subnet, address: number): boolean {
  return address >= subnet.first && address <= subnet.last;
}

/** @returns true for an address that one host can have: not 0/8, loopback, multicast, reserved (RFC 1122 §3.2.1.3) */
export function isUnicast(address: number): boolean {
  const octet = Math.floor(address / 2 ** 24);
  return octet !== 0 && octet !== 127 && octet < 224;
}

/** @returns true for the MAC of one interface: neither multicast (IEEE 802 §8.2.2) nor all zeros */
export function isUnicastMac(mac: string): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0 && mac !== '00:00:00:00:00:00';
}
