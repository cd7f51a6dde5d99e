// What of the actions of Open vSwitch the vectors do not show: lengths and counts that lie, nesting without end, values that are
// none, defaults, and the fields that an action names.
import { describe, expect, it } from 'vitest';
import { DaoliError } from '#base/error.ts';
import type { Action13In } from '#openflow/action.ts';
import { toHex } from '#openflow/bytes.ts';
import { decodeMessage, encodeMessage, fromJson, type MessageOf, toJson } from '#openflow/message.ts';
import { NX_NESTING_MAX } from '#openflow/nx-action.ts';
import { oxm } from '#openflow/oxm.ts';
import { hex } from './vectors/vector.ts';

/** A PACKET_OUT of 1.0 with these actions; they start at byte 16. */
function packetOut(actions: string): Uint8Array {
  const bytes = hex(actions);
  const head = `01 0d ${word(16 + bytes.length)} 00000001 ffffffff ffff ${word(bytes.length)}`;
  return Uint8Array.from([...hex(head), ...bytes]);
}

function word(value: number): string {
  return value.toString(16).padStart(4, '0');
}

function encoded(action: Action13In): string {
  return toHex(encodeMessage({ version: 4, type: 'PACKET_OUT', actions: [action] }).subarray(24));
}

/** `depth` clones, each in the one before. */
function clones(depth: number): string {
  let inner = '';
  for (let i = 0; i < depth; i++)
    inner = `ffff ${word(16 + inner.length / 2)} 00002320 002a 000000000000 ${inner}`.replaceAll(' ', '');
  return inner;
}

describe('an action of Open vSwitch that lies', () => {
  const cases: [string, string, string, number, string][] = [
    ['shorter than its fields', 'ffff 0010 00002320 0009 000000000000', 'actions[0].tunId', 32, '0 bytes left'],
    [
      'longer than its fields',
      'ffff 0018 00002320 0001 0005 00000000 0000000000000000',
      'actions[0]',
      32,
      '8 bytes more',
    ],
    ['without a subtype', 'ffff 0008 00002320', '', -1, ''],
    [
      'a count of members beyond its end',
      'ffff 0028 00002320 000c 0001 0000 0000 00000002 0005 0000 00000000 00000000 0004 0008 00000000',
      'actions[0].members',
      36,
      'a count of 5',
    ],
    [
      'a count of members that leaves more than padding',
      'ffff 0030 00002320 000c 0001 0000 0000 00000002 0001 0000 00000000 00000000 0004 0008 00000000 0000000000000000',
      'actions[0]',
      56,
      '8 bytes more',
    ],
    [
      'a count of controllers beyond its end',
      'ffff 0010 00002320 0015 0001 00000000',
      'actions[0].cntIds',
      26,
      'a count of 1',
    ],
    [
      'a range of nat with a bit that means nothing',
      'ffff 0010 00002320 0024 0000 0001 0040',
      'actions[0].range',
      30,
      '64',
    ],
    [
      'a range of nat without its address',
      'ffff 0010 00002320 0024 0000 0001 0001',
      'actions[0].range.ipv4Min',
      32,
      '0 bytes left',
    ],
    [
      'a field of an experimenter cut short',
      'ffff 0018 00002320 0006 0010 0000 0000 00000002 ffff0808',
      'actions[0].dst',
      40,
      '0 bytes left',
    ],
    [
      'an action in ct longer than ct',
      'ffff 0020 00002320 0023 0001 00000000 0000 ff 000000 0000 ffff 0010 00002320',
      'actions[0].actions[0].length',
      42,
      'length 16',
    ],
    [
      'an action of no bytes in clone',
      'ffff 0018 00002320 002a 000000000000 0000 0000 00000000',
      'actions[0].actions[0].length',
      34,
      'length 0',
    ],
    [
      'a property of controller2 longer than the action',
      'ffff 0018 00002320 0025 000000000000 0003 0009 01020304',
      'actions[0].properties[0].length',
      34,
      'length 9',
    ],
    [
      'a field to load that is longer than the action',
      'ffff 0018 00002320 0021 00010308 00000005 0000',
      'actions[0].length',
      18,
      'length 24',
    ],
  ];
  it.each(cases)('%s', (_, bytes, field, offset, found) => {
    const result = decodeMessage(packetOut(bytes));
    if (field === '')
      expect(result).toMatchObject({ ok: true, message: { actions: [{ type: 'VENDOR', vendor: 0x2320 }] } });
    else expect(result).toMatchObject({ ok: false, error: { field, offset, found } });
  });
});

describe('actions in actions', () => {
  it(`are taken ${NX_NESTING_MAX} deep in both directions`, () => {
    const bytes = packetOut(clones(NX_NESTING_MAX + 1));
    const result = decodeMessage(bytes);
    expect(result.ok && toHex(encodeMessage(result.message))).toBe(toHex(bytes));
    expect(result.ok && fromJson(JSON.parse(JSON.stringify(toJson(result.message))))).toEqual(
      result.ok && result.message,
    );
  });

  it.each([NX_NESTING_MAX + 2, 4000])('are refused %d deep', (depth) => {
    const result = decodeMessage(packetOut(clones(depth)));
    const path = '.actions[0]'.repeat(NX_NESTING_MAX + 1).slice(1);
    expect(result).toMatchObject({
      ok: false,
      error: { field: `${path}.actions`, offset: 16 + 16 * (NX_NESTING_MAX + 1), allowed: 'at most 32 deep' },
    });
  });

  it('are refused in a value and in JSON, even without an end', () => {
    const endless: { type: 'NX_CLONE'; actions: Action13In[] } = { type: 'NX_CLONE', actions: [] };
    endless.actions.push(endless);
    const message = { version: 4, type: 'PACKET_OUT', actions: [endless] } as const;
    for (const run of [() => encodeMessage(message), () => toJson(message), () => fromJson(message)]) {
      expect(run).toThrow(DaoliError);
      expect(run).toThrow(
        'PACKET_OUT actions[0].actions: found "actions in actions, 33 deep", expected at most 32 deep',
      );
    }
  });

  it('name their place when one is wrong', () => {
    const bad = { type: 'OUTPUT', port: -1 } as const;
    const actions: Action13In[] = [{ type: 'NX_CT', actions: [{ type: 'NX_CLONE', actions: [bad] }] }];
    expect(() => encodeMessage({ version: 4, type: 'PACKET_OUT', actions })).toThrow(
      'PACKET_OUT actions[0].actions[0].actions[0].port: found -1',
    );
  });
});

describe('what may be left out of an action', () => {
  it.each<[string, Action13In, string]>([
    ['all of ct', { type: 'NX_CT' }, 'ffff0018000023200023000000000000 0000ff0000000000'],
    ['all of clone', { type: 'NX_CLONE' }, 'ffff001000002320002a000000000000'],
    ['all of controller', { type: 'NX_CONTROLLER' }, 'ffff0010000023200014ffff00000100'],
    ['the range of nat', { type: 'NX_NAT', flags: ['SRC'] }, 'ffff0010000023200024000000010000'],
    [
      'where a bundle loads',
      { type: 'NX_BUNDLE', algorithm: 'HRW', fields: 'ETH_SRC', members: [4] },
      'ffff002800002320000c00010000000000000002000100000000000000000000 0004 000000000000',
    ],
    ['the end of a note', { type: 'NX_NOTE', note: hex('01') }, 'ffff0010000023200008010000000000'],
  ])('%s', (_, action, bytes) => {
    expect(encoded(action)).toBe(bytes.replaceAll(' ', ''));
  });
});

describe('the field that an action names', () => {
  const pop = (field: unknown) => encoded({ type: 'NX_STACK_POP', field, nBits: 8 } as Action13In);
  const load = (dst: unknown) =>
    encoded({ type: 'NX_REG_LOAD', ofsNbits: { ofs: 0, nBits: 8 }, dst, value: 1n } as Action13In);

  it.each([
    ['by name', 'NXM_NX_REG0', '00010004'],
    ['by the header of one that has no name', 0x80051202, '80051202'],
    ['by name, of an experimenter', 'NXOXM_NSH_SI', 'ffff0a05005ad650'],
    ['of an experimenter that has no name', 0xffff_0a05_0077_0001n, 'ffff0a0500770001'],
  ])('%s', (_, field, bytes) => {
    const action = pop(field);
    expect(action.slice(24, 24 + bytes.length)).toBe(bytes);
    expect(action.length).toBe(48);
    const message = decodeMessage(packetOut(action));
    if (!message.ok) throw new Error(message.error.message);
    expect((message.message as MessageOf<1, 'PACKET_OUT'>).actions).toMatchObject([{ field }]);
    expect(fromJson(JSON.parse(JSON.stringify(toJson(message.message))))).toEqual(message.message);
  });

  it.each([
    ['NXM_NX_REG16', 'found "NXM_NX_REG16", expected a name of OXM_FIELDS'],
    [0xffff0a05, 'field: found 4294904325'],
    [0x1_0000_0000, 'field: found 4294967296'],
    [5n, 'field: found 5n'],
    [1n << 64n, 'field: found 18446744073709551616n'],
  ])('is refused: %s', (field, message) => {
    expect(() => pop(field)).toThrow(message);
  });

  it('has no experimenter where there is no room for one', () => {
    expect(() => load('NXOXM_NSH_SI')).toThrow('dst: found "NXOXM_NSH_SI", expected a field without an experimenter');
    expect(() => load(0xffff_0a05_0077_0001n)).toThrow('dst: found 18446');
    expect(load(0xffff0a05).slice(24, 32)).toBe('ffff0a05');
  });

  it('has bits that fit their place', () => {
    const bits = (ofsNbits: unknown) => () =>
      encoded({ type: 'NX_OUTPUT_REG', ofsNbits, src: 'NXM_NX_REG0' } as Action13In);
    expect(bits({ ofs: 1023, nBits: 64 })()).toContain('ffff00010004');
    expect(bits({ ofs: 1024, nBits: 1 })).toThrow('ofsNbits.ofs: found 1024');
    expect(bits({ ofs: 0, nBits: 65 })).toThrow('ofsNbits.nBits: found 65');
    expect(bits({ ofs: 0, nBits: 0 })).toThrow('ofsNbits.nBits: found 0');
    expect(bits({ ofs: 0, bits: 1 })).toThrow('ofsNbits.bits');
  });
});

describe('values that are none', () => {
  it.each<[unknown, string]>([
    [{ type: 'NX_NAT', range: { ipv4: '10.0.0.1' } }, 'range.ipv4: found "10.0.0.1", expected no such field'],
    [{ type: 'NX_NAT', range: { ipv4Min: 1 } }, 'range.ipv4Min: found 1'],
    [{ type: 'NX_CT', actions: 1 }, 'actions: found 1, expected a list'],
    [{ type: 'NX_REG_LOAD2', field: { field: 'NXM_NX_REG0', value: -1 } }, 'field.value: found -1'],
    [{ type: 'NX_DEC_TTL' }, 'type: found "NX_DEC_TTL"'],
    [{ type: 'NX_CONTROLLER2', properties: [{ type: 'REASON' }] }, 'properties[0].reason: found nothing'],
  ])('%j', (action, message) => {
    expect(() => encoded(action as Action13In)).toThrow(`PACKET_OUT actions[0].${message}`);
  });

  it('of more than a message holds', () => {
    const actions: Action13In[] = [{ type: 'NX_NOTE', note: new Uint8Array(0x10000) }];
    expect(() => encodeMessage({ version: 4, type: 'PACKET_OUT', actions })).toThrow('a part of at most 65535 bytes');
    const cntIds = new Array<number>(0x8000).fill(1);
    expect(() => encoded({ type: 'NX_DEC_TTL_CNT_IDS', cntIds })).toThrow('a part of at most 65535 bytes');
  });
});

it('a masked load is one action with an OXM in it', () => {
  const action = { type: 'NX_REG_LOAD2', field: oxm('NXM_NX_CT_MARK', 1, 3) } as const;
  expect(encoded(action)).toBe('ffff00180000232000210001d7080000000100000003 0000'.replace(' ', ''));
});
