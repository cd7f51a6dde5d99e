// What parsers of actions share: the flow and its version, what the packet is when an action comes to it, and how an
// action's arguments are read. Pure.
import type { Action10In, Action13In } from '../action.ts';
import type { OxmName } from '../oxm.ts';
import { OFPP_MAX_10 } from '../port-number.ts';
import { nameOfField, sameField } from './field-name.ts';
import type { FlowText, Item, Place } from './flow-syntax.ts';
import { hasField, needsOf } from './match-parse.ts';
import { parsePort } from './value-parse.ts';

/** An action of either version while it is parsed; the version decides which there are. */
export type AnyAction = Action10In | Action13In;

/** What the packet is when an action comes to it: fields can be set that it has. */
export interface PacketState {
  ethType: number | undefined;
  ipProto: number | undefined;
  hasVlan: boolean;
}

export interface Context {
  readonly flow: FlowText;
  readonly version: 1 | 4;
  readonly packet: PacketState;
  /** Actions of a set are taken at the packet's end, which is not known here: they are not checked against the match. */
  readonly isInSet: boolean;
  /** Actions in actions: those of ct may set the fields of connection tracking, and only those. */
  readonly isInCt: boolean;
  readonly parseActions: (context: Context, place: Place) => AnyAction[];
}

export type ActionParser = (context: Context, item: Item) => AnyAction[];

/** @returns the value, which must be there */
export function valuePlace({ flow }: Context, item: Item): Place {
  if (item.value === undefined) throw flow.fail({ at: item.end, end: item.end }, `a value behind ${item.key}`);
  return item.value;
}

/** Arguments `name=value` of an action, and words that stand for themselves. */
export function named(
  context: Context,
  item: Item,
  names: readonly string[],
  words: readonly string[] = [],
): ReadonlyMap<string, Place> {
  const given = new Map<string, Place>();
  for (const argument of context.flow.items(valuePlace(context, item))) {
    const isKnown = argument.value === undefined ? words.includes(argument.key) : names.includes(argument.key);
    if (!isKnown || given.has(argument.key)) {
      throw context.flow.fail(argument, `${[...names.map((name) => `${name}=`), ...words].join(', ')} once each`);
    }
    given.set(argument.key, argument.value ?? argument);
  }
  return given;
}

/** An action that has nothing but its name. */
export function bare(action: AnyAction, least: 1 | 4 = 4): ActionParser {
  return (context, item) => {
    if (least === 4) only13(context, item);
    if (item.value !== undefined) throw context.flow.fail(item.value, `${item.key} without a value`);
    return [{ ...action }];
  };
}

export function only13({ flow, version }: Context, item: Item): void {
  if (version === 1) throw flow.fail({ at: item.at, end: item.keyEnd }, 'an action that OpenFlow 1.0 has');
}

/** Throws unless a packet of this flow has the field, as far as is known. */
export function checkField({ flow, packet, isInSet }: Context, field: OxmName, place: Place): void {
  const same = sameField(field);
  if (isInSet || hasField(same, packet)) return;
  throw flow.fail(place, `${nameOfField(same).name} in a flow that matches ${needsOf(same)!.words}`);
}

/** @returns a port in 16 bits, as the actions of Open vSwitch have it in every version */
export function parsePort10(flow: FlowText, place: Place): number {
  const port = parsePort(flow, place);
  if (port >= OFPP_MAX_10 && port < 0xffff0000) throw flow.fail(place, `a port below ${OFPP_MAX_10}`);
  return port & 0xffff;
}
