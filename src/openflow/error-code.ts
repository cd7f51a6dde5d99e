// Names of error types and codes as data (1.0 section 5.4.4, 1.3 section 7.4.4, 1.4 section 7.5.4, 1.5 section 7.5.4), without
// their prefixes: OFPET_BAD_REQUEST is BAD_REQUEST, OFPBRC_BAD_LEN is BAD_LEN. Each version is the one before it and what it
// changed. Pure.

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

export const ERRORS_14 = {
  ...ERRORS_13,
  BAD_REQUEST: {
    value: 1,
    codes: { ...ERRORS_13.BAD_REQUEST.codes, MULTIPART_REQUEST_TIMEOUT: 14, MULTIPART_REPLY_TIMEOUT: 15 },
  },
  BAD_INSTRUCTION: { value: 3, codes: { ...ERRORS_13.BAD_INSTRUCTION.codes, DUP_INST: 9 } },
  FLOW_MOD_FAILED: {
    value: 5,
    codes: { ...ERRORS_13.FLOW_MOD_FAILED.codes, CANT_SYNC: 8, BAD_PRIORITY: 9, IS_SYNC: 10 },
  },
  // What is wrong with a property moved from here to BAD_PROPERTY.
  TABLE_FEATURES_FAILED: { value: 13, codes: { BAD_TABLE: 0, BAD_METADATA: 1, EPERM: 5 } },
  BAD_PROPERTY: {
    value: 14,
    codes: {
      BAD_TYPE: 0,
      BAD_LEN: 1,
      BAD_VALUE: 2,
      TOO_MANY: 3,
      DUP_TYPE: 4,
      BAD_EXPERIMENTER: 5,
      BAD_EXP_TYPE: 6,
      BAD_EXP_VALUE: 7,
      EPERM: 8,
    },
  },
  ASYNC_CONFIG_FAILED: { value: 15, codes: { INVALID: 0, UNSUPPORTED: 1, EPERM: 2 } },
  FLOW_MONITOR_FAILED: {
    value: 16,
    codes: {
      UNKNOWN: 0,
      MONITOR_EXISTS: 1,
      INVALID_MONITOR: 2,
      UNKNOWN_MONITOR: 3,
      BAD_COMMAND: 4,
      BAD_FLAGS: 5,
      BAD_TABLE_ID: 6,
      BAD_OUT: 7,
    },
  },
  BUNDLE_FAILED: {
    value: 17,
    codes: {
      UNKNOWN: 0,
      EPERM: 1,
      BAD_ID: 2,
      BUNDLE_EXIST: 3,
      BUNDLE_CLOSED: 4,
      OUT_OF_BUNDLES: 5,
      BAD_TYPE: 6,
      BAD_FLAGS: 7,
      MSG_BAD_LEN: 8,
      MSG_BAD_XID: 9,
      MSG_UNSUP: 10,
      MSG_CONFLICT: 11,
      MSG_TOO_MANY: 12,
      MSG_FAILED: 13,
      TIMEOUT: 14,
      BUNDLE_IN_PROGRESS: 15,
    },
  },
} as const satisfies ErrorTable;

export const ERRORS_15 = {
  ...ERRORS_14,
  BAD_REQUEST: {
    value: 1,
    codes: { ...ERRORS_14.BAD_REQUEST.codes, MULTIPART_BAD_SCHED: 16, PIPELINE_FIELDS_ONLY: 17, UNKNOWN: 18 },
  },
  BAD_ACTION: { value: 2, codes: { ...ERRORS_14.BAD_ACTION.codes, BAD_SET_MASK: 16, BAD_METER: 17 } },
  GROUP_MOD_FAILED: {
    value: 6,
    codes: { ...ERRORS_14.GROUP_MOD_FAILED.codes, UNKNOWN_BUCKET: 15, BUCKET_EXISTS: 16 },
  },
  ROLE_REQUEST_FAILED: { value: 11, codes: { ...ERRORS_14.ROLE_REQUEST_FAILED.codes, ID_UNSUP: 3, ID_IN_USE: 4 } },
  TABLE_FEATURES_FAILED: {
    value: 13,
    codes: {
      ...ERRORS_14.TABLE_FEATURES_FAILED.codes,
      BAD_CAPA: 6,
      BAD_MAX_ENT: 7,
      BAD_FEATURES: 8,
      BAD_COMMAND: 9,
      TOO_MANY: 10,
    },
  },
  BUNDLE_FAILED: {
    value: 17,
    codes: { ...ERRORS_14.BUNDLE_FAILED.codes, SCHED_NOT_SUPPORTED: 16, SCHED_FUTURE: 17, SCHED_PAST: 18 },
  },
} as const satisfies ErrorTable;

export type ErrorTypeName = keyof typeof ERRORS_10 | keyof typeof ERRORS_13 | keyof typeof ERRORS_14;

/** @returns the names of an error of a version (one that we do not speak is named as 1.3), numbers where there is none */
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
  return ERRORS.get(version) ?? ERRORS_13;
}

const ERRORS: ReadonlyMap<number, ErrorTable> = new Map<number, ErrorTable>([
  [1, ERRORS_10],
  [4, ERRORS_13],
  [5, ERRORS_14],
  [6, ERRORS_15],
]);
