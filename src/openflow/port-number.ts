// Port numbers: the reserved ones of 1.0 (16 bits, ofp_port) and 1.3 (32 bits, ofp_port_no, section 7.2.1). Values hold
// the number; JSON writes the reserved ones by name and reads either. Pure.
import { Uint } from './uint.ts';

export const OFPP_MAX_10 = 0xff00;
export const OFPP_IN_PORT_10 = 0xfff8;
export const OFPP_TABLE_10 = 0xfff9;
export const OFPP_NORMAL_10 = 0xfffa;
export const OFPP_FLOOD_10 = 0xfffb;
export const OFPP_ALL_10 = 0xfffc;
export const OFPP_CONTROLLER_10 = 0xfffd;
export const OFPP_LOCAL_10 = 0xfffe;
export const OFPP_NONE_10 = 0xffff;

export const OFPP_MAX = 0xffffff00;
/** Of 1.5: no port has been set (match field ACTSET_OUTPUT). */
export const OFPP_UNSET = 0xfffffff7;
export const OFPP_IN_PORT = 0xfffffff8;
export const OFPP_TABLE = 0xfffffff9;
export const OFPP_NORMAL = 0xfffffffa;
export const OFPP_FLOOD = 0xfffffffb;
export const OFPP_ALL = 0xfffffffc;
export const OFPP_CONTROLLER = 0xfffffffd;
export const OFPP_LOCAL = 0xfffffffe;
export const OFPP_ANY = 0xffffffff;

export const PORT_NO_10 = new Uint(2, {
  IN_PORT: OFPP_IN_PORT_10,
  TABLE: OFPP_TABLE_10,
  NORMAL: OFPP_NORMAL_10,
  FLOOD: OFPP_FLOOD_10,
  ALL: OFPP_ALL_10,
  CONTROLLER: OFPP_CONTROLLER_10,
  LOCAL: OFPP_LOCAL_10,
  NONE: OFPP_NONE_10,
});

export const PORT_NO_13 = new Uint(4, {
  IN_PORT: OFPP_IN_PORT,
  TABLE: OFPP_TABLE,
  NORMAL: OFPP_NORMAL,
  FLOOD: OFPP_FLOOD,
  ALL: OFPP_ALL,
  CONTROLLER: OFPP_CONTROLLER,
  LOCAL: OFPP_LOCAL,
  ANY: OFPP_ANY,
  UNSET: OFPP_UNSET,
});
