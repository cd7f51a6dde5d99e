// The error types and codes that 1.4 and 1.5 added (1.4 and 1.5 section 7.5.4), each refusing a barrier, and some that they kept.
import { hex, type Vector, vector } from './vector.ts';

type ErrorType =
  | 'BAD_REQUEST'
  | 'BAD_ACTION'
  | 'BAD_INSTRUCTION'
  | 'FLOW_MOD_FAILED'
  | 'GROUP_MOD_FAILED'
  | 'ROLE_REQUEST_FAILED'
  | 'TABLE_FEATURES_FAILED'
  | 'BAD_PROPERTY'
  | 'ASYNC_CONFIG_FAILED'
  | 'FLOW_MONITOR_FAILED'
  | 'BUNDLE_FAILED';

/** @param numbers type and code */
function error(version: 5 | 6, numbers: string, errorType: ErrorType, errorCode: string): Vector {
  return vector(
    `1.${version - 1} ERROR ${errorType} ${errorCode}`,
    `0${version} 01 00 14 00 00 00 64  # header
     ${numbers}
     0${version} 14 00 08 00 00 00 64  # the barrier request that was refused`,
    { version, type: 'ERROR', xid: 100, errorType, errorCode, data: hex(`0${version}14000800000064`) },
  );
}

export const ERROR_14: readonly Vector[] = [
  error(5, '00 01 00 02  # OFPBRC_BAD_MULTIPART', 'BAD_REQUEST', 'BAD_MULTIPART'),
  error(5, '00 01 00 0e  # OFPBRC_MULTIPART_REQUEST_TIMEOUT', 'BAD_REQUEST', 'MULTIPART_REQUEST_TIMEOUT'),
  error(5, '00 01 00 0f  # OFPBRC_MULTIPART_REPLY_TIMEOUT', 'BAD_REQUEST', 'MULTIPART_REPLY_TIMEOUT'),
  error(5, '00 03 00 09  # OFPBIC_DUP_INST', 'BAD_INSTRUCTION', 'DUP_INST'),
  error(5, '00 05 00 08  # OFPFMFC_CANT_SYNC', 'FLOW_MOD_FAILED', 'CANT_SYNC'),
  error(5, '00 05 00 09  # OFPFMFC_BAD_PRIORITY', 'FLOW_MOD_FAILED', 'BAD_PRIORITY'),
  error(5, '00 05 00 0a  # OFPFMFC_IS_SYNC', 'FLOW_MOD_FAILED', 'IS_SYNC'),
  error(5, '00 0d 00 01  # OFPTFFC_BAD_METADATA', 'TABLE_FEATURES_FAILED', 'BAD_METADATA'),
  error(5, '00 0d 00 05  # OFPTFFC_EPERM', 'TABLE_FEATURES_FAILED', 'EPERM'),
  ...[
    'BAD_TYPE',
    'BAD_LEN',
    'BAD_VALUE',
    'TOO_MANY',
    'DUP_TYPE',
    'BAD_EXPERIMENTER',
    'BAD_EXP_TYPE',
    'BAD_EXP_VALUE',
    'EPERM',
  ].map((code, number) => error(5, `00 0e 00 0${number}  # OFPBPC_${code}`, 'BAD_PROPERTY', code)),
  ...['INVALID', 'UNSUPPORTED', 'EPERM'].map((code, number) =>
    error(5, `00 0f 00 0${number}  # OFPACFC_${code}`, 'ASYNC_CONFIG_FAILED', code),
  ),
  ...[
    'UNKNOWN',
    'MONITOR_EXISTS',
    'INVALID_MONITOR',
    'UNKNOWN_MONITOR',
    'BAD_COMMAND',
    'BAD_FLAGS',
    'BAD_TABLE_ID',
    'BAD_OUT',
  ].map((code, number) => error(5, `00 10 00 0${number}  # OFPMOFC_${code}`, 'FLOW_MONITOR_FAILED', code)),
  ...[
    'UNKNOWN',
    'EPERM',
    'BAD_ID',
    'BUNDLE_EXIST',
    'BUNDLE_CLOSED',
    'OUT_OF_BUNDLES',
    'BAD_TYPE',
    'BAD_FLAGS',
    'MSG_BAD_LEN',
    'MSG_BAD_XID',
    'MSG_UNSUP',
    'MSG_CONFLICT',
    'MSG_TOO_MANY',
    'MSG_FAILED',
    'TIMEOUT',
    'BUNDLE_IN_PROGRESS',
  ].map((code, number) => error(5, `00 11 00 0${number.toString(16)}  # OFPBFC_${code}`, 'BUNDLE_FAILED', code)),
  vector(
    '1.4 ERROR of an experimenter',
    `05 01 00 12 00 00 00 65  # header
     ff ff                    # type OFPET_EXPERIMENTER
     00 07                    # exp_type
     00 00 04 d2              # experimenter 1234
     01 02                    # data`,
    {
      version: 5,
      type: 'ERROR',
      xid: 101,
      errorType: 'EXPERIMENTER',
      expType: 7,
      experimenter: 1234,
      data: hex('0102'),
    },
  ),
];

export const ERROR_15: readonly Vector[] = [
  error(6, '00 01 00 10  # OFPBRC_MULTIPART_BAD_SCHED', 'BAD_REQUEST', 'MULTIPART_BAD_SCHED'),
  error(6, '00 01 00 11  # OFPBRC_PIPELINE_FIELDS_ONLY', 'BAD_REQUEST', 'PIPELINE_FIELDS_ONLY'),
  error(6, '00 01 00 12  # OFPBRC_UNKNOWN', 'BAD_REQUEST', 'UNKNOWN'),
  error(6, '00 02 00 10  # OFPBAC_BAD_SET_MASK', 'BAD_ACTION', 'BAD_SET_MASK'),
  error(6, '00 02 00 11  # OFPBAC_BAD_METER', 'BAD_ACTION', 'BAD_METER'),
  error(6, '00 06 00 0f  # OFPGMFC_UNKNOWN_BUCKET', 'GROUP_MOD_FAILED', 'UNKNOWN_BUCKET'),
  error(6, '00 06 00 10  # OFPGMFC_BUCKET_EXISTS', 'GROUP_MOD_FAILED', 'BUCKET_EXISTS'),
  error(6, '00 0b 00 03  # OFPRRFC_ID_UNSUP', 'ROLE_REQUEST_FAILED', 'ID_UNSUP'),
  error(6, '00 0b 00 04  # OFPRRFC_ID_IN_USE', 'ROLE_REQUEST_FAILED', 'ID_IN_USE'),
  error(6, '00 0d 00 06  # OFPTFFC_BAD_CAPA', 'TABLE_FEATURES_FAILED', 'BAD_CAPA'),
  error(6, '00 0d 00 07  # OFPTFFC_BAD_MAX_ENT', 'TABLE_FEATURES_FAILED', 'BAD_MAX_ENT'),
  error(6, '00 0d 00 08  # OFPTFFC_BAD_FEATURES', 'TABLE_FEATURES_FAILED', 'BAD_FEATURES'),
  error(6, '00 0d 00 09  # OFPTFFC_BAD_COMMAND', 'TABLE_FEATURES_FAILED', 'BAD_COMMAND'),
  error(6, '00 0d 00 0a  # OFPTFFC_TOO_MANY', 'TABLE_FEATURES_FAILED', 'TOO_MANY'),
  error(6, '00 0e 00 02  # OFPBPC_BAD_VALUE', 'BAD_PROPERTY', 'BAD_VALUE'),
  error(6, '00 11 00 10  # OFPBFC_SCHED_NOT_SUPPORTED', 'BUNDLE_FAILED', 'SCHED_NOT_SUPPORTED'),
  error(6, '00 11 00 11  # OFPBFC_SCHED_FUTURE', 'BUNDLE_FAILED', 'SCHED_FUTURE'),
  error(6, '00 11 00 12  # OFPBFC_SCHED_PAST', 'BUNDLE_FAILED', 'SCHED_PAST'),
];
