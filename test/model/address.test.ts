// The room's own addresses against those of the packet path: two rooms on one floor that must not drift apart.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as address from '#model/address.ts';
import { formatIpv4, parseCidr, parseIpv4, prefixMask } from '#wire/ip.ts';
import { isUnicastIpv4 } from '#wire/ipv4.ts';
import { parseMac } from '#wire/mac.ts';
import { takeSeed } from '../reference/seed.ts';

const seed = takeSeed('test/model/address.test.ts');

const octet = fc.oneof(fc.nat(300).map(String), fc.constantFrom('', '00', '01', '255', '256', '-1', ' 1', '1e1'));
const ipText = fc.array(octet, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.'));
const cidrText = fc
  .tuple(ipText, fc.constantFrom('', '/', '/0', '/8', '/08', '/32', '/33', '/-1', '/100'))
  .map((p) => p.join(''));
const macText = fc
  .array(fc.constantFrom('00', 'ff', 'aF', '0', 'g0', '123'), { minLength: 5, maxLength: 7 })
  .map((p) => p.join(':'));

describe("the model's addresses", () => {
  it('are texts that the packet path reads, and no others', () => {
    fc.assert(
      fc.property(ipText, cidrText, macText, (ip, cidr, mac) => {
        expect(address.IPV4_PATTERN.test(ip)).toBe(parseIpv4(ip) !== undefined);
        expect(address.CIDR_PATTERN.test(cidr)).toBe(parseCidr(cidr) !== undefined);
        expect(address.MAC_PATTERN.test(mac)).toBe(parseMac(mac) !== undefined);
      }),
      { seed, numRuns: 2000 },
    );
  });

  it('have the same numbers there', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.integer({ min: 0, max: 32 }), (number, prefix) => {
        const ip = formatIpv4(number);
        expect(address.ipv4Number(ip)).toBe(number);
        expect(address.ipv4Text(number)).toBe(ip);
        expect(address.isUnicast(number)).toBe(isUnicastIpv4(number));
        const subnet = address.cidrSubnet(`${ip}/${prefix}`);
        expect(subnet.first).toBe((number & prefixMask(prefix)) >>> 0);
        expect(subnet.last).toBe((number | ~prefixMask(prefix)) >>> 0);
        expect(address.contains(subnet, number)).toBe(true);
        expect(address.subnetText(subnet)).toBe(`${formatIpv4(subnet.first)}/${prefix}`);
      }),
      { seed },
    );
  });
});
