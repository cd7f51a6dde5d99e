// The controller's address, as people write it.
import { expect, test } from 'vitest';
import { DEFAULT_HOST, parseHost } from '#client/address.ts';

test.each([
  ['', undefined],
  [' ', undefined],
  ['ftp://10.0.0.1', undefined],
  ['http://', undefined],
  ['10.0.0.1:99999', undefined],
  ['http://user:secret@10.0.0.1:3380', undefined],
  ['http://10.0.0.1:3380/?x=1', undefined],
  ['a b', undefined],
])('%j is refused with what was expected', (found) => {
  expect(() => parseHost(found)).toThrow(
    expect.objectContaining({
      code: 'bad_flag',
      message: `controller address: found ${JSON.stringify(found)}, expected http://HOST:PORT as in ${DEFAULT_HOST}`,
    }),
  );
});

test.each([
  ['http://10.0.0.1:3380', 'http://10.0.0.1:3380'],
  ['http://10.0.0.1:3380/', 'http://10.0.0.1:3380'],
  ['https://daoli.example/api/', 'https://daoli.example/api'],
  ['HTTP://s1:80', 'http://s1'],
  ['tcp://10.0.0.1:3380', 'http://10.0.0.1:3380'],
  ['10.0.0.1:4000', 'http://10.0.0.1:4000'],
  ['10.0.0.1:80', 'http://10.0.0.1'],
  ['10.0.0.1', 'http://10.0.0.1:3380'],
  ['s1', 'http://s1:3380'],
  [':3380', 'http://127.0.0.1:3380'],
  ['[::1]:3380', 'http://[::1]:3380'],
  [' 127.0.0.1:3380 ', 'http://127.0.0.1:3380'],
  [DEFAULT_HOST, DEFAULT_HOST],
])('%j means %s', (found, expected) => {
  expect(parseHost(found)).toBe(expected);
});
