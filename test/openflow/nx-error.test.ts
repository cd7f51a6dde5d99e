// Every error of an experimenter that has a name, as Open vSwitch names it.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { ErrorValue } from '#openflow/error.ts';
import { NX_VENDOR_ID, ONF_EXPERIMENTER_ID } from '#openflow/experimenter-id.ts';
import { decodeMessage, encodeMessage } from '#openflow/message.ts';
import { NX_ERRORS, vendorError } from '#openflow/nx-error.ts';
import { hex } from './vectors/vector.ts';

/** The refused message: Open vSwitch wants 64 bytes of it or all. */
const BARRIER = { 1: hex('0112000800000009'), 4: hex('0414000800000009') } as const;

function error10(type: number, code: number, vendor: number = NX_VENDOR_ID): Uint8Array {
  const data = Uint8Array.from([...quad(vendor), type >>> 8, type & 0xff, code >>> 8, code & 0xff, ...BARRIER[1]]);
  return encodeMessage({ version: 1, type: 'ERROR', errorType: 0xb0c2, errorCode: 0, data });
}

function error13(experimenter: number, expType: number): Uint8Array {
  return encodeMessage({
    version: 4,
    type: 'ERROR',
    errorType: 'EXPERIMENTER',
    expType,
    experimenter,
    data: BARRIER[4],
  });
}

function quad(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

/** @returns what we make of an error, and the name that Open vSwitch prints */
function both(bytes: Uint8Array): [ReturnType<typeof vendorError>, string | undefined] {
  const result = decodeMessage(bytes);
  if (!result.ok) throw new Error(result.error.message);
  const run = spawnSync('ovs-ofctl', ['ofp-print', Buffer.from(bytes).toString('hex')], { encoding: 'utf8' });
  if (run.error !== undefined) throw run.error;
  return [vendorError(result.message as ErrorValue), /\): (\w+)\n/.exec(run.stdout)?.[1]];
}

describe('an error of an experimenter is named as Open vSwitch names it', () => {
  it.each(Object.entries(NX_ERRORS))('%s', (name, { nx10, nx, onf }) => {
    if (nx10 !== undefined) {
      const [ours, printed] = both(error10(...nx10));
      expect(ours).toEqual({ experimenter: NX_VENDOR_ID, type: nx10[0], code: nx10[1], name, data: BARRIER[1] });
      expect(printed).toBe(name);
    }
    for (const [experimenter, code] of [
      [NX_VENDOR_ID, nx],
      [ONF_EXPERIMENTER_ID, onf],
    ] as const) {
      if (code === undefined) continue;
      const [ours, printed] = both(error13(experimenter, code));
      expect(ours).toEqual({ experimenter, code, name, data: BARRIER[4] });
      // some codes came with 1.4
      if (!LATER.has(name)) expect(printed).toBe(name);
    }
  });

  it('and no two have the same number', () => {
    const numbers = Object.values(NX_ERRORS).flatMap(({ nx10, nx, onf }) => [
      ...(nx10 === undefined ? [] : [`1.0 ${nx10}`]),
      ...(nx === undefined ? [] : [`nx ${nx}`]),
      ...(onf === undefined ? [] : [`onf ${onf}`]),
    ]);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.length).toBeGreaterThan(120);
  });
});

const LATER: ReadonlySet<string> = new Set(['NXQOFC_QUEUE_ERROR', 'OFPBFC_BAD_VERSION']);

describe('an error', () => {
  it('of another experimenter, or with another code, has no name', () => {
    expect(both(error10(1, 256, 7))[0]).toMatchObject({ experimenter: 7, type: 1, code: 256, name: undefined });
    expect(both(error10(77, 1))[0]).toMatchObject({ name: undefined });
    expect(both(error13(7, 2))[0]).toMatchObject({ experimenter: 7, code: 2, name: undefined });
    expect(both(error13(NX_VENDOR_ID, 999))[0]).toMatchObject({ name: undefined });
  });

  it('of the version itself is none of an experimenter', () => {
    const data = hex('00002320000101');
    for (const error of [
      { version: 1, type: 'ERROR', xid: 0, errorType: 'BAD_REQUEST', errorCode: 'EPERM', data },
      { version: 1, type: 'ERROR', xid: 0, errorType: 0xb0c2, errorCode: 1, data: hex('0000232000010100') },
      { version: 1, type: 'ERROR', xid: 0, errorType: 0xb0c2, errorCode: 0, data }, // cut short
      { version: 4, type: 'ERROR', xid: 0, errorType: 'BAD_REQUEST', errorCode: 'EPERM', data },
    ] as const) {
      expect(vendorError(error)).toBe(undefined);
    }
  });
});
