// ERROR (1.0 section 5.4.4, 1.3 section 7.4.4): like HELLO it may come in a version that was not settled on, so it decodes
// in any. `data` is at least the first 64 bytes of the message that was refused, or a text after HELLO_FAILED.
//
//   | header | type 16 | code 16 | data ...
//   | header | 0xffff  | exp_type 16 | experimenter 32 | data ...       (1.3)
import { rest } from './bytes.ts';
import { asObject, badValue, type Json, show, step, within } from './codec.ts';
import { type ErrorTypeName, errorTable, nameError } from './error-code.ts';
import { HEADER_BYTES, OFP_VERSION_10 } from './header.ts';
import type { Reader } from './reader.ts';
import { u16, u32 } from './uint.ts';
import { u16At } from './view.ts';
import type { Writer } from './writer.ts';

export const OFPET_EXPERIMENTER = 0xffff;

export const ERROR_TYPE_AT = HEADER_BYTES;
export const ERROR_CODE_AT = HEADER_BYTES + 2;
export const ERROR_DATA_AT = HEADER_BYTES + 4;

export type ErrorValue = {
  version: number;
  type: 'ERROR';
  xid: number;
  data: Uint8Array;
} & (
  | { errorType: Exclude<ErrorTypeName, 'EXPERIMENTER'> | number; errorCode: string | number }
  /** The code is `expType`, of which only the experimenter knows the names. */
  | { errorType: 'EXPERIMENTER'; expType: number; experimenter: number }
);
export type ErrorIn = {
  version: number;
  type: 'ERROR';
  xid?: number | undefined;
  data?: Uint8Array | undefined;
} & (
  | { errorType: Exclude<ErrorTypeName, 'EXPERIMENTER'> | number; errorCode: string | number }
  | { errorType: 'EXPERIMENTER'; expType: number; experimenter: number }
);

/** @returns the type of the error message at `at`, which is at least 12 bytes long */
export function errorType(bytes: Uint8Array, at: number): number {
  return u16At(bytes, at + ERROR_TYPE_AT);
}

/** @returns the code of the error message at `at`, which is at least 12 bytes long */
export function errorCode(bytes: Uint8Array, at: number): number {
  return u16At(bytes, at + ERROR_CODE_AT);
}

export const ERROR = {
  shape: {},

  decodeInto(reader: Reader, target: Record<string, unknown>): Record<string, unknown> {
    const version = target.version as number;
    const type = step('errorType', () => reader.u16());
    const code = step('errorCode', () => reader.u16());
    const [typeName, codeName] = nameError(version, type, code);
    target.errorType = typeName;
    if (typeName === 'EXPERIMENTER') {
      target.expType = code;
      target.experimenter = step('experimenter', () => reader.u32());
    } else target.errorCode = codeName;
    target.data = rest.decode(reader);
    return target;
  },

  encodeFields(writer: Writer, value: unknown, others: ReadonlySet<string>): void {
    const fields = errorFields(value, others);
    const { type, code } = errorNumbers(fields);
    writer.u16(type);
    writer.u16(code);
    if (isExperimenter(fields)) step('experimenter', () => u32.encode(writer, fields.experimenter as number));
    if (fields.data !== undefined) step('data', () => rest.encode(writer, fields.data as Uint8Array));
  },

  toJsonInto(value: unknown, target: { [key: string]: Json }): Json {
    const fields = asObject(value);
    errorNumbers(fields);
    for (const name of CODE_FIELDS) if (fields[name] !== undefined) target[name] = fields[name] as string | number;
    target.data = step('data', () => rest.toJson((fields.data as Uint8Array | undefined) ?? NO_BYTES));
    return target;
  },

  fromJsonInto(json: unknown, target: Record<string, unknown>, others: ReadonlySet<string>): Record<string, unknown> {
    const fields = errorFields(json, others);
    const { type, code } = errorNumbers(fields);
    if (isExperimenter(fields)) {
      target.errorType = 'EXPERIMENTER';
      target.expType = code;
      target.experimenter = step('experimenter', () => u32.fromJson(fields.experimenter));
    } else [target.errorType, target.errorCode] = nameError(target.version as number, type, code);
    target.data = fields.data === undefined ? NO_BYTES : step('data', () => rest.fromJson(fields.data));
    return target;
  },
};

const CODE_FIELDS = ['errorType', 'errorCode', 'expType', 'experimenter'] as const;
const NO_BYTES = new Uint8Array(0);

function errorFields(value: unknown, others: ReadonlySet<string>): Record<string, unknown> {
  const fields = asObject(value);
  const known: readonly string[] = isExperimenter(fields)
    ? ['errorType', 'expType', 'experimenter', 'data']
    : ['errorType', 'errorCode', 'data'];
  for (const name in fields) {
    if (others.has(name) || known.includes(name) || fields[name] === undefined) continue;
    throw within(badValue(fields[name], `no such field; this error has ${known.join(', ')}`), name);
  }
  return fields;
}

function isExperimenter(fields: Record<string, unknown>): boolean {
  return fields.version !== OFP_VERSION_10 && fields.errorType === 'EXPERIMENTER';
}

function errorNumbers(fields: Record<string, unknown>): { type: number; code: number } {
  const table = errorTable(fields.version as number);
  const name = fields.errorType;
  const found = Object.entries(table).find(([key, row]) => key === name || row.value === name);
  if (typeof name === 'string' && found === undefined) {
    throw within(badValue(name, `${Object.keys(table).join(', ')} or a number 0..65535`), 'errorType');
  }
  const type = found === undefined ? step('errorType', () => u16.check(name)) : found[1].value;
  if (isExperimenter(fields)) return { type, code: step('expType', () => u16.check(fields.expType)) };
  const codes = found?.[1].codes ?? {};
  const code = fields.errorCode;
  if (typeof code === 'string' && Object.hasOwn(codes, code)) return { type, code: codes[code]! };
  if (typeof code === 'string') {
    const allowed = `${Object.keys(codes).join(', ')} or a number 0..65535, with errorType ${show(name)}`;
    throw within(badValue(code, allowed), 'errorCode');
  }
  return { type, code: step('errorCode', () => u16.check(code)) };
}
