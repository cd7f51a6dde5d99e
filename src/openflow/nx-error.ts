// Errors that Open vSwitch reports under Nicira's number, or under ONF's in 1.3: codes that the version itself does not have. Their
// names are those of its include/openvswitch/ofp-errors.h.
//
//   1.0   | header | type 0xb0c2 (NXET_VENDOR) | code 0 | vendor 32 | type 16 | code 16 | data ...
//   1.3   | header | type 0xffff (EXPERIMENTER) | code 16 | experimenter 32 | data ...
import type { ErrorValue } from './error.ts';
import { NX_VENDOR_ID, ONF_EXPERIMENTER_ID } from './experimenter-id.ts';
import { OFP_VERSION_10 } from './header.ts';
import { u16At, u32At } from './view.ts';

export const NXET_VENDOR = 0xb0c2;
/** vendor, type and code in front of the refused message. */
const NX_VENDOR_ERROR_BYTES = 8;

/** `nx10`: type and code of Nicira in 1.0; `nx`: its code in 1.3 and later; `onf`: that of ONF in 1.3. */
interface NxErrorRow {
  readonly nx10?: readonly [number, number];
  readonly nx?: number;
  readonly onf?: number;
}

export const NX_ERRORS: Readonly<Record<string, NxErrorRow>> = {
  OFPBRC_BAD_TABLE_ID: { nx10: [1, 512] },
  OFPBRC_BAD_PORT: { nx10: [1, 514] },
  OFPBRC_MULTIPART_REQUEST_TIMEOUT: { onf: 2640 },
  OFPBRC_MULTIPART_REPLY_TIMEOUT: { onf: 2641 },
  NXBRC_NXM_INVALID: { nx10: [1, 256], nx: 2 },
  NXBRC_NXM_BAD_TYPE: { nx10: [1, 257], nx: 3 },
  NXBRC_MUST_BE_ZERO: { nx10: [1, 515], nx: 4 },
  NXBRC_BAD_REASON: { nx10: [1, 516], nx: 5 },
  NXBRC_FM_BAD_EVENT: { nx10: [1, 520], nx: 9 },
  NXBRC_UNENCODABLE_ERROR: { nx10: [1, 521], nx: 10 },
  OFPBAC_BAD_OUT_GROUP: { nx10: [2, 9] },
  OFPBAC_MATCH_INCONSISTENT: { nx10: [1, 522] },
  OFPBAC_BAD_SET_TYPE: { nx10: [1, 523] },
  OFPBAC_BAD_SET_LEN: { nx10: [1, 524] },
  OFPBAC_BAD_SET_ARGUMENT: { nx10: [1, 525] },
  OFPBAC_BAD_SET_MASK: { onf: 4250 },
  NXBAC_MUST_BE_ZERO: { nx10: [2, 256], nx: 11 },
  NXBAC_BAD_CONJUNCTION: { nx10: [2, 526], nx: 15 },
  NXBAC_BAD_HEADER_TYPE: { nx: 39 },
  NXBAC_UNKNOWN_ED_PROP: { nx: 40 },
  NXBAC_BAD_ED_PROP: { nx: 41 },
  NXBAC_CT_DATAPATH_SUPPORT: { nx10: [1, 265], nx: 42 },
  OFPBIC_UNSUP_INST: { nx10: [2, 257] },
  OFPBIC_DUP_INST: { onf: 2600 },
  OFPBMC_BAD_WILDCARDS: { nx10: [1, 262] },
  OFPBMC_BAD_FIELD: { nx10: [0, 263] },
  OFPBMC_BAD_VALUE: { nx10: [1, 258] },
  OFPBMC_BAD_MASK: { nx10: [1, 259] },
  OFPBMC_BAD_PREREQ: { nx10: [1, 260] },
  OFPBMC_DUP_FIELD: { nx10: [1, 261] },
  NXBMC_CT_DATAPATH_SUPPORT: { nx10: [1, 264], nx: 43 },
  OFPFMFC_BAD_FLAGS: { nx10: [3, 258] },
  OFPFMFC_BAD_PRIORITY: { onf: 2360 },
  NXFMFC_HARDWARE: { nx10: [5, 256], nx: 12 },
  NXFMFC_BAD_TABLE_ID: { nx10: [5, 257], nx: 13 },
  NXFMFC_INVALID_TLV_FIELD: { nx10: [1, 536], nx: 37 },
  OFPGMFC_GROUP_EXISTS: { nx10: [6, 0] },
  OFPGMFC_INVALID_GROUP: { nx10: [6, 1] },
  OFPGMFC_WEIGHT_UNSUPPORTED: { nx10: [6, 2] },
  OFPGMFC_OUT_OF_GROUPS: { nx10: [6, 3] },
  OFPGMFC_OUT_OF_BUCKETS: { nx10: [6, 4] },
  OFPGMFC_CHAINING_UNSUPPORTED: { nx10: [6, 5] },
  OFPGMFC_WATCH_UNSUPPORTED: { nx10: [6, 6] },
  OFPGMFC_LOOP: { nx10: [6, 7] },
  OFPGMFC_UNKNOWN_GROUP: { nx10: [6, 8] },
  OFPGMFC_CHAINED_GROUP: { nx10: [6, 9] },
  OFPGMFC_BAD_TYPE: { nx10: [6, 10] },
  OFPGMFC_BAD_COMMAND: { nx10: [6, 11] },
  OFPGMFC_BAD_BUCKET: { nx10: [6, 12] },
  OFPGMFC_BAD_WATCH: { nx10: [6, 13] },
  OFPGMFC_EPERM: { nx10: [6, 14] },
  OFPGMFC_UNKNOWN_BUCKET: { nx10: [6, 15] },
  OFPGMFC_BUCKET_EXISTS: { nx10: [6, 16] },
  NXQOFC_QUEUE_ERROR: { nx: 23 },
  OFPRRFC_BAD_ROLE: { nx10: [1, 513] },
  NXTFFC_DUP_TABLE: { nx: 44 },
  OFPBPC_BAD_TYPE: { nx10: [13, 2] },
  OFPBPC_BAD_LEN: { nx10: [13, 3] },
  OFPBPC_BAD_VALUE: { nx10: [13, 4] },
  OFPBPC_TOO_MANY: { nx10: [14, 3], onf: 4443 },
  OFPBPC_DUP_TYPE: { nx10: [14, 4], onf: 4444 },
  OFPBPC_BAD_EXPERIMENTER: { nx10: [14, 5], onf: 4445 },
  OFPBPC_BAD_EXP_TYPE: { nx10: [14, 6], onf: 4446 },
  OFPBPC_BAD_EXP_VALUE: { nx10: [14, 7], onf: 4447 },
  OFPBPC_EPERM: { nx10: [14, 8], onf: 4448 },
  OFPACFC_INVALID: { onf: 2370 },
  OFPACFC_UNSUPPORTED: { onf: 2371 },
  OFPACFC_EPERM: { onf: 2372 },
  OFPBFC_UNKNOWN: { onf: 2300 },
  OFPBFC_EPERM: { onf: 2301 },
  OFPBFC_BAD_ID: { onf: 2302 },
  OFPBFC_BUNDLE_EXIST: { onf: 2303 },
  OFPBFC_BUNDLE_CLOSED: { onf: 2304 },
  OFPBFC_OUT_OF_BUNDLES: { onf: 2305 },
  OFPBFC_BAD_TYPE: { onf: 2306 },
  OFPBFC_BAD_FLAGS: { onf: 2307 },
  OFPBFC_MSG_BAD_LEN: { onf: 2308 },
  OFPBFC_MSG_BAD_XID: { onf: 2309 },
  OFPBFC_MSG_UNSUP: { onf: 2310 },
  OFPBFC_MSG_CONFLICT: { onf: 2311 },
  OFPBFC_MSG_TOO_MANY: { onf: 2312 },
  OFPBFC_MSG_FAILED: { onf: 2313 },
  OFPBFC_TIMEOUT: { onf: 2314 },
  OFPBFC_BUNDLE_IN_PROGRESS: { onf: 2315 },
  OFPBFC_BAD_VERSION: { nx: 22 },
  OFPMOFC_MONITOR_EXISTS: { nx10: [1, 517], nx: 6 },
  OFPMOFC_UNKNOWN_MONITOR: { nx10: [1, 519], nx: 8 },
  OFPMOFC_BAD_FLAGS: { nx10: [1, 518], nx: 7 },
  NXTTMFC_BAD_COMMAND: { nx10: [1, 527], nx: 16 },
  NXTTMFC_BAD_OPT_LEN: { nx10: [1, 528], nx: 17 },
  NXTTMFC_BAD_FIELD_IDX: { nx10: [1, 529], nx: 18 },
  NXTTMFC_TABLE_FULL: { nx10: [1, 530], nx: 19 },
  NXTTMFC_ALREADY_MAPPED: { nx10: [1, 531], nx: 20 },
  NXTTMFC_DUP_ENTRY: { nx10: [1, 532], nx: 21 },
  NXTTMFC_INVALID_TLV_DEL: { nx10: [1, 537], nx: 38 },
  NXR_NOT_SUPPORTED: { nx10: [1, 533], nx: 34 },
  NXR_STALE: { nx10: [1, 534], nx: 35 },
  NXST_NOT_CONFIGURED: { nx10: [1, 535], nx: 36 },
};

/** An error of an experimenter. */
export interface VendorError {
  experimenter: number;
  /** Only in 1.0, where Nicira has types and codes. */
  type?: number;
  code: number;
  /** undefined where the table has none. */
  name: string | undefined;
  /** The start of the refused message. */
  data: Uint8Array;
}

/**
 * Reads what an experimenter says in an error.
 * @returns undefined when the error is one of the version itself
 */
export function vendorError(error: ErrorValue): VendorError | undefined {
  if (error.version === OFP_VERSION_10) return vendorError10(error);
  if (error.errorType !== 'EXPERIMENTER' || !('expType' in error)) return undefined;
  const { experimenter, expType: code, data } = error;
  const name = nameOf((row) => codeOf(row, experimenter) === code);
  return { experimenter, code, name, data };
}

function vendorError10(error: ErrorValue): VendorError | undefined {
  const { data } = error;
  if (error.errorType !== NXET_VENDOR || !('errorCode' in error) || error.errorCode !== 0) return undefined;
  if (data.length < NX_VENDOR_ERROR_BYTES) return undefined;
  const experimenter = u32At(data, 0);
  const type = u16At(data, 4);
  const code = u16At(data, 6);
  const name = experimenter === NX_VENDOR_ID ? nameOf(({ nx10 }) => nx10?.[0] === type && nx10[1] === code) : undefined;
  return { experimenter, type, code, name, data: data.subarray(NX_VENDOR_ERROR_BYTES) };
}

function codeOf({ nx, onf }: NxErrorRow, experimenter: number): number | undefined {
  if (experimenter === NX_VENDOR_ID) return nx;
  return experimenter === ONF_EXPERIMENTER_ID ? onf : undefined;
}

function nameOf(found: (row: NxErrorRow) => boolean): string | undefined {
  return Object.keys(NX_ERRORS).find((name) => found(NX_ERRORS[name]!));
}
