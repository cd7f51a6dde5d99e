// Traffic in one word.
import { expect, test } from 'vitest';
import { formatTraffic, parseTraffic } from '#client/traffic.ts';

test.each([
  '',
  '/',
  'tcp',
  'tcp/',
  'tcp/0',
  'tcp/65536',
  'tcp/-1',
  'tcp/8e1',
  'tcp/80/1',
  'icmp/8',
  'gre',
  '80',
  'tcp 80',
])('%j is refused with what was expected', (text) => {
  expect(() => parseTraffic(text)).toThrow(
    expect.objectContaining({
      code: 'bad_request',
      message: `service: found ${JSON.stringify(text)}, expected tcp/PORT, udp/PORT, sctp/PORT (PORT from 1 to 65535) or icmp`,
    }),
  );
});

test.each([
  ['tcp/1', { protocol: 'tcp', port: 1 }],
  ['UDP/53', { protocol: 'udp', port: 53 }],
  ['sctp/65535', { protocol: 'sctp', port: 65535 }],
  ['icmp', { protocol: 'icmp', port: null }],
] as const)('%s is read, and written again in lower case', (text, traffic) => {
  expect(parseTraffic(text)).toEqual(traffic);
  expect(formatTraffic(traffic)).toBe(text.toLowerCase());
});
