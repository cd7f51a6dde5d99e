// Bits of a field, as the actions of Open vSwitch name them (ovs-actions(7)): `NXM_NX_REG0[0..15]`, `reg0[3]`, `eth_src`.
// They are read by every name of a field, and written by the one that Open vSwitch prefers, NXM's where there is one. Pure.
import type { FieldHeaderValue } from '../field-header.ts';
import { OXM_FIELDS, type OxmName } from '../oxm.ts';
import { fieldOfName, sameField } from './field-name.ts';
import type { FlowText, Place } from './flow-syntax.ts';

/** Bits [ofs, ofs + nBits) of a field; bit 0 is the least significant. */
export interface Subfield {
  readonly field: OxmName;
  readonly ofs: number;
  readonly nBits: number;
}

/** Fields whose header in NXM is the one that is sent. `NXM_NX_DP_HASH` is the field, not another form of it. */
const NXM_OF = new Map<OxmName, OxmName>(
  (Object.keys(OXM_FIELDS) as OxmName[])
    .filter((field) => sameField(field) !== field && field.startsWith('NXM_'))
    .map((field) => [sameField(field), field]),
);
/** By Open vSwitch's name for it; the name of the flow's match is that of 1.3. */
const OWN_NAMES: Readonly<Record<string, OxmName>> = { in_port: 'NXM_OF_IN_PORT', nw_tos: 'NXM_OF_IP_TOS' };
/** Bits that Open vSwitch counts where the specification counts the bit "present", too. */
const BITS: Readonly<Partial<Record<OxmName, number>>> = { VLAN_VID: 12 };
/** A field is its name and perhaps bits of it. */
const SUBFIELD = /^([A-Za-z0-9_]+)(?:\[(?:(\d{1,4})(?:\.\.(\d{1,4}))?)?\])?$/;

/** @returns the field whose header stands in an action for this one */
export function headerField(field: OxmName): OxmName {
  if (field === 'NXOXM_ET_DP_HASH') return 'NXM_NX_DP_HASH';
  if (field === 'ACTSET_OUTPUT') return 'ONFOXM_ET_ACTSET_OUTPUT';
  if (field.startsWith('ONFOXM_')) return NXM_OF.get(sameField(field)) ?? field;
  return NXM_OF.get(field) ?? field;
}

/** @returns how many bits of a field actions reach */
export function bitsOfField(field: OxmName): number {
  return BITS[field] ?? OXM_FIELDS[field].bits;
}

/**
 * Parses `field`, `field[]`, `field[bit]` or `field[first..last]`.
 * @returns the bits, in the field whose header is sent
 */
export function parseSubfield(flow: FlowText, place: Place): Subfield {
  const [, name, first, last] = SUBFIELD.exec(flow.slice(place)) ?? [];
  if (name === undefined) throw flow.fail(place, 'a field: reg0, reg0[], reg0[3] or reg0[0..15]');
  const field = fieldOfWord(name);
  if (field === undefined) {
    throw flow.fail({ at: place.at, end: place.at + name.length }, 'the name of a field, as in ovs-fields(7)');
  }
  const bits = bitsOfField(field);
  const ofs = first === undefined ? 0 : Number(first);
  const end = first === undefined ? bits - 1 : Number(last ?? first);
  if (ofs > end || end >= bits) throw flow.fail(place, `bits 0..${bits - 1} of ${name}, the lower one first`);
  return { field, ofs, nBits: end - ofs + 1 };
}

/** Writes bits of a field; undefined for a header that no field has, or bits that it does not have. */
export function formatSubfield(header: FieldHeaderValue, ofs: number, nBits: number): string | undefined {
  if (typeof header !== 'string') return undefined;
  const field = headerField(header);
  const bits = bitsOfField(field);
  if (ofs + nBits > bits) return undefined;
  if (ofs === 0 && nBits === bits) return `${headerName(field)}[]`;
  return `${headerName(field)}[${nBits === 1 ? ofs : `${ofs}..${ofs + nBits - 1}`}]`;
}

/** A field by any of its names: `reg0`, `NXM_NX_REG0`, `nxm_nx_reg0`, `OXM_OF_ETH_DST`. */
function fieldOfWord(name: string): OxmName | undefined {
  const word = name.toLowerCase();
  if (Object.hasOwn(OWN_NAMES, word)) return OWN_NAMES[word];
  const found = fieldOfName(word)?.field ?? fieldOfName(word.replace(/^oxm_of_/, ''))?.field;
  return found === undefined ? undefined : headerField(found);
}

/** Fields of the specification have no prefix in OXM_FIELDS. */
function headerName(field: OxmName): string {
  return /^(NXM|NXOXM|ONFOXM|ERICOXM)_/.test(field) ? field : `OXM_OF_${field}`;
}
