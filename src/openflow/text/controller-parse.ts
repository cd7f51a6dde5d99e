// controller from the syntax of Open vSwitch (ovs-actions(7)): an output to CONTROLLER where that says it all, else the action
// of Open vSwitch that has room for it. Pure.
//
//   controller   controller:128   controller(reason=no_match,max_len=128,id=5,userdata=01.02,pause,meter_id=7)
import { OFPP_CONTROLLER } from '../port-number.ts';
import { type AnyAction, type Context, named } from './action-context.ts';
import type { Item } from './flow-syntax.ts';
import { parseBytes } from './nx-action-parse.ts';
import { parseNumber } from './value-parse.ts';

const MAX_LEN = 0xffff;
const USERDATA_MAX = 0xff00;
/** Of OFPR_*, those that an action of Open vSwitch takes. */
const REASONS: Readonly<Record<string, string | number>> = {
  no_match: 'NO_MATCH',
  action: 'ACTION',
  invalid_ttl: 'INVALID_TTL',
  action_set: 3,
  group: 4,
  packet_out: 5,
};

export function parseController(context: Context, item: Item): AnyAction[] {
  const { flow, version } = context;
  const output = (maxLen: number): AnyAction[] => [
    { type: 'OUTPUT', port: version === 1 ? OFPP_CONTROLLER & 0xffff : OFPP_CONTROLLER, maxLen },
  ];
  const text = item.value === undefined ? '' : flow.slice(item.value);
  if (text === '') return output(MAX_LEN);
  if (/^[0-9]/.test(text)) return output(parseNumber(flow, item.value!, 16));
  const given = named(context, item, ['max_len', 'reason', 'id', 'userdata', 'meter_id'], ['pause']);
  const number = (name: string, bits: number, otherwise: number) =>
    given.has(name) ? parseNumber(flow, given.get(name)!, bits) : otherwise;
  const maxLen = number('max_len', 16, MAX_LEN);
  const controllerId = number('id', 16, 0);
  const word = given.has('reason') ? flow.slice(given.get('reason')!) : 'action';
  if (!Object.hasOwn(REASONS, word)) throw flow.fail(given.get('reason')!, Object.keys(REASONS).join(', '));
  const reason = REASONS[word] as 'ACTION';
  if (!['userdata', 'pause', 'meter_id'].some((name) => given.has(name))) {
    if (reason === 'ACTION' && controllerId === 0) return output(maxLen);
    return [{ type: 'NX_CONTROLLER', maxLen, controllerId, reason }];
  }
  const properties: Extract<AnyAction, { type: 'NX_CONTROLLER2' }>['properties'] = [
    ...(maxLen === MAX_LEN ? [] : [{ type: 'MAX_LEN' as const, maxLen }]),
    ...(controllerId === 0 ? [] : [{ type: 'CONTROLLER_ID' as const, controllerId }]),
    ...(reason === 'ACTION' ? [] : [{ type: 'REASON' as const, reason }]),
    ...(given.has('userdata')
      ? [{ type: 'USERDATA' as const, userdata: parseBytes(context, given.get('userdata')!, USERDATA_MAX) }]
      : []),
    ...(given.has('pause') ? [{ type: 'PAUSE' as const }] : []),
    ...(given.has('meter_id') ? [{ type: 'METER_ID' as const, meterId: number('meter_id', 32, 0) }] : []),
  ];
  return [{ type: 'NX_CONTROLLER2', properties }];
}
