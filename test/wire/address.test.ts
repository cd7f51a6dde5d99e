import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIpv4, parseCidr, parseIpv4, prefixMask } from '#wire/ip.ts';
import { isUnicastIpv4 } from '#wire/ipv4.ts';
import { formatMac, parseMac } from '#wire/mac.ts';
import { takeSeed } from '../reference/seed.ts';

const seed = takeSeed('test/wire/address.test.ts');

describe('MAC addresses', () => {
  it.each([
    '',
    '0a:da:01:00:00',
    '0a:da:01:00:00:01:02',
    '0a:da:01:00:00:0g',
    'a:da:01:00:00:01',
    '0ada.0100.0001',
    '0a-da-01-00-00-01',
    ' 0a:da:01:00:00:01',
    '0a:da:01:00:00:01\n',
  ])('refuses %j', (text) => {
    expect(parseMac(text)).toBeUndefined();
  });

  it('splits after the second byte, both halves unsigned', () => {
    expect(parseMac('0A:da:81:00:00:01')).toEqual({ hi: 0x0ada, lo: 0x81000001 });
    expect(parseMac('ff:ff:ff:ff:ff:ff')).toEqual({ hi: 0xffff, lo: 0xffffffff });
  });

  it('writes back what it read, from signed and unsigned words', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(0xffffffff), (hi, lo) => {
        const text = formatMac(hi, lo);
        expect(text).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
        expect(parseMac(text)).toEqual({ hi, lo });
        expect(formatMac(hi, lo | 0)).toBe(text);
      }),
      { seed },
    );
  });
});

describe('IPv4 addresses', () => {
  it.each([
    '',
    '10.1.1',
    '10.1.1.1.1',
    '10.1.1.256',
    '10.1.1.300',
    '10.01.1.1',
    '10.1.1.1 ',
    '10.1.1.-1',
    '0x0a.1.1.1',
    '10..1.1',
    '1e1.1.1.1',
    '::1',
    '10.1.1.1\n',
  ])('refuses %j', (text) => {
    expect(parseIpv4(text)).toBeUndefined();
  });

  it('are unsigned 32 bits', () => {
    expect(parseIpv4('0.0.0.0')).toBe(0);
    expect(parseIpv4('255.255.255.255')).toBe(0xffffffff);
    expect(parseIpv4('192.0.2.1')).toBe(0xc0000201);
  });

  it('writes back what it read, from signed and unsigned words', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (address) => {
        expect(parseIpv4(formatIpv4(address))).toBe(address);
        expect(formatIpv4(address | 0)).toBe(formatIpv4(address));
      }),
      { seed },
    );
  });

  it('are unicast or not as RFC 1122 §3.2.1.3 has it', () => {
    const unicast = (text: string): boolean => isUnicastIpv4(parseIpv4(text)! | 0);
    for (const text of ['1.0.0.0', '10.1.1.2', '126.1.1.1', '128.0.0.1', '223.255.255.255']) {
      expect(unicast(text), text).toBe(true);
    }
    for (const text of ['0.0.0.0', '0.1.2.3', '127.0.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255']) {
      expect(unicast(text), text).toBe(false);
    }
  });
});

describe('prefixes', () => {
  it.each(['', '10.0.0.0', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/08', '10.0.0/8', '/8', '10.0.0.0/8/8'])(
    'refuses %j',
    (text) => {
      expect(parseCidr(text)).toBeUndefined();
    },
  );

  it('keep the bits behind the prefix', () => {
    expect(parseCidr('10.1.1.7/24')).toEqual({ address: 0x0a010107, prefix: 24 });
    expect(parseCidr('0.0.0.0/0')).toEqual({ address: 0, prefix: 0 });
  });

  it('have unsigned masks, at both ends too', () => {
    expect(prefixMask(0)).toBe(0);
    expect(prefixMask(1)).toBe(0x80000000);
    expect(prefixMask(20)).toBe(0xfffff000);
    expect(prefixMask(32)).toBe(0xffffffff);
  });
});
