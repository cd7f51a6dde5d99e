// The numbers of the experimenters (vendors in 1.0) whose extensions this library knows; they lead every part that is theirs.

/** Nicira, under which Open vSwitch keeps its extensions. */
export const NX_VENDOR_ID = 0x00002320;
/** The Open Networking Foundation: what came into 1.3 from later versions. */
export const ONF_EXPERIMENTER_ID = 0x4f4e4600;
/** Nicira's number for the match fields of network service headers (NXOXM_NSH_*). */
export const NX_NSH_EXPERIMENTER_ID = 0x005ad650;
