// The published entry, as another program imports it.
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import * as library from '#openflow/library.ts';

it('decodes, encodes and names fields', () => {
  const bytes = library.encodeMessage({
    version: library.OFP_VERSION_13,
    type: 'PACKET_OUT',
    inPort: library.OFPP_CONTROLLER,
    actions: [{ type: 'OUTPUT', port: library.OFPP_TABLE }],
  });
  const result = library.decodeMessage(bytes);
  expect(result).toMatchObject({ ok: true, message: { type: 'PACKET_OUT', inPort: library.OFPP_CONTROLLER } });
  expect(library.toHex(bytes)).toMatch(/^040d/);
  expect(library.oxm('IN_PORT', 1)).toEqual({ field: 'IN_PORT', value: 1 });
});

it('is what the package exports under ./openflow', () => {
  const script =
    "import { encodeMessage } from 'daolinet/openflow'; console.log(encodeMessage({ version: 4, type: 'HELLO' }).length)";
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(output.trim()).toBe('8');
});

it('exports no codec of its tables: only functions, numbers and the tables of names', () => {
  const objects = Object.entries(library).filter(([, value]) => typeof value === 'object');
  expect(objects.map(([name]) => name).sort()).toEqual([
    'ERRORS_10',
    'ERRORS_13',
    'ERRORS_14',
    'ERRORS_15',
    'OXM_FIELDS',
  ]);
});
