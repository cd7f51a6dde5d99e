// UDP (RFC 768). Pure constants; used in any thread.
//
//     0      2      4      6      8
//     ┌──────┬──────┬──────┬──────┬─────────┐
//     │ sport│ dport│ len  │ csum │ payload │
//     └──────┴──────┴──────┴──────┴─────────┘
//     len counts header and payload; csum 0 says that none was computed

export const UDP_SRC_AT = 0;
export const UDP_DST_AT = 2;
export const UDP_LENGTH_AT = 4;
export const UDP_CHECKSUM_AT = 6;
export const UDP_HEADER_BYTES = 8;
