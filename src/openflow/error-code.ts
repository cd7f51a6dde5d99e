// Names of error types and codes as data (1.0 section 5.4.4, 1.3 section 7.4.4), without their prefixes: OFPET_BAD_REQUEST
// is BAD_REQUEST, OFPBRC_BAD_LEN is BAD_LEN. Pure.

/** One error type: its number and the numbers of its codes. */
export interface ErrorRow {
  readonly value: number;
  readonly codes: Readonly<Record<string, number>>;
}
export type ErrorTable = Readonly<Record<string, ErrorRow>>;

const HELLO_FAILED: ErrorRow = { value: 0, codes: { INCOMPATIBLE: 0, EPERM: 1 } };

export const ERRORS_10 = {
  HELLO_FAILED,
  BAD_REQUEST: {
    value: 1,
    codes: {
      BAD_VERSION: 0,
      BAD_TYPE: 1,
      BAD_STAT: 2,
      BAD_VENDOR: 3,
      BAD_SUBTYPE: 4,
      EPERM: 5,
      BAD_LEN: 6,
      BUFFER_EMPTY: 7,
      BUFFER_UNKNOWN: 8,
    },
  },
  BAD_ACTION: {
    value: 2,
    codes: {
      BAD_TYPE: 0,
      BAD_LEN: 1,
      BAD_VENDOR: 2,
      BAD_VENDOR_TYPE: 3,
      BAD_OUT_PORT: 4,
      BAD_ARGUMENT: 5,
      EPERM: 6,
      TOO_MANY: 7,
      BAD_QUEUE: 8,
    },
  },
  FLOW_MOD_FAILED: {
    value: 3,
    codes: { ALL_TABLES_FULL: 0, OVERLAP: 1, EPERM: 2, BAD_EMERG_TIMEOUT: 3, BAD_COMMAND: 4, UNSUPPORTED: 5 },
  },
  PORT_MOD_FAILED: { value: 4, codes: { BAD_PORT: 0, BAD_HW_ADDR: 1 } },
  QUEUE_OP_FAILED: { value: 5, codes: { BAD_PORT: 0, BAD_QUEUE: 1, EPERM: 2 } },
} as const satisfies ErrorTable;

export const ERRORS_13 = {
  HELLO_FAILED,
  BAD_REQUEST: {
    value: 1,
    codes: {
      BAD_VERSION: 0,
      BAD_TYPE: 1,
      BAD_MULTIPART: 2,
      BAD_EXPERIMENTER: 3,
      BAD_EXP_TYPE: 4,
      EPERM: 5,
      BAD_LEN: 6,
      BUFFER_EMPTY: 7,
      BUFFER_UNKNOWN: 8,
      BAD_TABLE_ID: 9,
      IS_SLAVE: 10,
      BAD_PORT: 11,
      BAD_PACKET: 12,
      MULTIPART_BUFFER_OVERFLOW: 13,
    },
  },
  BAD_ACTION: {
    value: 2,
    codes: {
      BAD_TYPE: 0,
      BAD_LEN: 1,
      BAD_EXPERIMENTER: 2,
      BAD_EXP_TYPE: 3,
      BAD_OUT_PORT: 4,
      BAD_ARGUMENT: 5,
      EPERM: 6,
      TOO_MANY: 7,
      BAD_QUEUE: 8,
      BAD_OUT_GROUP: 9,
      MATCH_INCONSISTENT: 10,
      UNSUPPORTED_ORDER: 11,
      BAD_TAG: 12,
      BAD_SET_TYPE: 13,
      BAD_SET_LEN: 14,
      BAD_SET_ARGUMENT: 15,
    },
  },
  BAD_INSTRUCTION: {
    value: 3,
    codes: {
      UNKNOWN_INST: 0,
      UNSUP_INST: 1,
      BAD_TABLE_ID: 2,
      UNSUP_METADATA: 3,
      UNSUP_METADATA_MASK: 4,
      BAD_EXPERIMENTER: 5,
      BAD_EXP_TYPE: 6,
      BAD_LEN: 7,
      EPERM: 8,
    },
  },
  BAD_MATCH: {
    value: 4,
    codes: {
      BAD_TYPE: 0,
      BAD_LEN: 1,
      BAD_TAG: 2,
      BAD_DL_ADDR_MASK: 3,
      BAD_NW_ADDR_MASK: 4,
      BAD_WILDCARDS: 5,
      BAD_FIELD: 6,
      BAD_VALUE: 7,
      BAD_MASK: 8,
      BAD_PREREQ: 9,
      DUP_FIELD: 10,
      EPERM: 11,
    },
  },
  FLOW_MOD_FAILED: {
    value: 5,
    codes: {
      UNKNOWN: 0,
      TABLE_FULL: 1,
      BAD_TABLE_ID: 2,
      OVERLAP: 3,
      EPERM: 4,
      BAD_TIMEOUT: 5,
      BAD_COMMAND: 6,
      BAD_FLAGS: 7,
    },
  },
  GROUP_MOD_FAILED: {
    value: 6,
    codes: {
      GROUP_EXISTS: 0,
      INVALID_GROUP: 1,
      WEIGHT_UNSUPPORTED: 2,
      OUT_OF_GROUPS: 3,
      OUT_OF_BUCKETS: 4,
      CHAINING_UNSUPPORTED: 5,
      WATCH_UNSUPPORTED: 6,
      LOOP: 7,
      UNKNOWN_GROUP: 8,
      CHAINED_GROUP: 9,
      BAD_TYPE: 10,
      BAD_COMMAND: 11,
      BAD_BUCKET: 12,
      BAD_WATCH: 13,
      EPERM: 14,
    },
  },
  PORT_MOD_FAILED: {
    value: 7,
    codes: { BAD_PORT: 0, BAD_HW_ADDR: 1, BAD_CONFIG: 2, BAD_ADVERTISE: 3, EPERM: 4 },
  },
  TABLE_MOD_FAILED: { value: 8, codes: { BAD_TABLE: 0, BAD_CONFIG: 1, EPERM: 2 } },
  QUEUE_OP_FAILED: { value: 9, codes: { BAD_PORT: 0, BAD_QUEUE: 1, EPERM: 2 } },
  SWITCH_CONFIG_FAILED: { value: 10, codes: { BAD_FLAGS: 0, BAD_LEN: 1, EPERM: 2 } },
  ROLE_REQUEST_FAILED: { value: 11, codes: { STALE: 0, UNSUP: 1, BAD_ROLE: 2 } },
  METER_MOD_FAILED: {
    value: 12,
    codes: {
      UNKNOWN: 0,
      METER_EXISTS: 1,
      INVALID_METER: 2,
      UNKNOWN_METER: 3,
      BAD_COMMAND: 4,
      BAD_FLAGS: 5,
      BAD_RATE: 6,
      BAD_BURST: 7,
      BAD_BAND: 8,
      BAD_BAND_VALUE: 9,
      OUT_OF_METERS: 10,
      OUT_OF_BANDS: 11,
    },
  },
  TABLE_FEATURES_FAILED: {
    value: 13,
    codes: { BAD_TABLE: 0, BAD_METADATA: 1, BAD_TYPE: 2, BAD_LEN: 3, BAD_ARGUMENT: 4, EPERM: 5 },
  },
  EXPERIMENTER: { value: 0xffff, codes: {} },
} as const satisfies ErrorTable;

export type ErrorTypeName = keyof typeof ERRORS_10 | keyof typeof ERRORS_13;

/** @returns the names of an error of a version (everything but 1 is named as in 1.3), numbers where there is none */
export function nameError(version: number, type: number, code: number): [string | number, string | number] {
  for (const [name, row] of Object.entries(errorTable(version))) {
    if (row.value !== type) continue;
    const codeName = Object.keys(row.codes).find((key) => row.codes[key] === code);
    return [name, codeName ?? code];
  }
  return [type, code];
}

/** @returns the names of a version's errors */
export function errorTable(version: number): ErrorTable {
  return version === 1 ? ERRORS_10 : ERRORS_13;
}
