// PORT_STATUS (1.0 section 5.4.3, 1.3 section 7.4.3): a port was added, removed or changed. All versions are alike but for the
// port.
//
//   0       8        9     16
//   | header| reason | pad | port |
import { HEADER_BYTES } from './header.ts';
import { Enumeration } from './names.ts';
import { PORT_10, PORT_13, PORT_14, PORT_15 } from './port.ts';
import { pad } from './struct.ts';

export const PORT_STATUS_REASON_AT = HEADER_BYTES;
export const PORT_STATUS_DESC_AT = 16;

export const OFPPR_ADD = 0;
export const OFPPR_DELETE = 1;
export const OFPPR_MODIFY = 2;

export const PORT_STATUS_REASON = new Enumeration(1, { ADD: OFPPR_ADD, DELETE: OFPPR_DELETE, MODIFY: OFPPR_MODIFY });

export const PORT_STATUS_10 = { reason: PORT_STATUS_REASON, pad: pad(7), desc: PORT_10 } as const;
export const PORT_STATUS_13 = { reason: PORT_STATUS_REASON, pad: pad(7), desc: PORT_13 } as const;
export const PORT_STATUS_14 = { reason: PORT_STATUS_REASON, pad: pad(7), desc: PORT_14 } as const;
export const PORT_STATUS_15 = { reason: PORT_STATUS_REASON, pad: pad(7), desc: PORT_15 } as const;
