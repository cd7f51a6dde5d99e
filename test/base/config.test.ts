// The config table: its defaults, what it refuses, and what it says then.

import { describe, expect, test } from 'vitest';
import { defaultConfig, describeSettings, parseConfig, SETTINGS } from '#base/config.ts';
import { DaoliError } from '#base/error.ts';

const faultsOf = (...texts: string[]): readonly string[] => {
  try {
    parseConfig(texts);
  } catch (error) {
    if (error instanceof DaoliError && error.code === 'bad_config') return error.details;
    throw error;
  }
  return [];
};

describe('the config table', () => {
  test('has defaults that pass its own checks, and units in names where they have one', () => {
    const texts = Object.entries(defaultConfig()).map(([name, value]) => `${name}=${value}`);
    expect(parseConfig(texts)).toEqual(defaultConfig());
    for (const [name, { unit }] of Object.entries(SETTINGS)) {
      if (unit === 'ms') expect(name).toMatch(/Ms$/);
      if (unit === 's') expect(name).toMatch(/Sec$/);
      if (unit === 'us') expect(name).toMatch(/Us$/);
    }
  });

  test('takes values, the last of a name wins', () => {
    expect(parseConfig(['parkMs=20', 'spinUs=0', 'parkMs=30'])).toMatchObject({ parkMs: 30, spinUs: 0 });
  });

  test.each([
    ['parkMs', /"parkMs": expected NAME=VALUE/],
    ['parkms=3', /expected NAME=VALUE with a name of connectionsMax/],
    ['toString=3', /expected NAME=VALUE/],
    ['parkMs=', /parkMs: found "", expected a whole number 1\.\.10000 ms/],
    ['parkMs=0', /expected a whole number 1\.\.10000 ms/],
    ['parkMs=1e3', /found "1e3"/],
    ['parkMs=-5', /found "-5"/],
    ['sessionRows=1000', /sessionRows: found "1000", expected a power of two 64\.\.1048576 rows/],
    ['natPoolFirst=61441', /natPoolFirst: found 61441, expected a multiple of natPoolSize \(4096\), at most 61440/],
    ['backlogPauseBytes=1073741824', /backlogCloseBytes/],
  ])('refuses %s and says what is expected', (text, expected) => {
    expect(faultsOf(text)).toEqual([expect.stringMatching(expected)]);
  });

  test('tells all faults at once', () => {
    expect(faultsOf('parkMs=0', 'nothing=1', 'spinUs=x')).toHaveLength(3);
  });

  test('describes itself, one line for each setting', () => {
    expect(describeSettings().split('\n')).toHaveLength(Object.keys(SETTINGS).length);
    expect(describeSettings()).toContain('  parkMs=100 ms (1..10000): longest sleep of a worker');
  });
});
