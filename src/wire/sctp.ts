// SCTP's common header (RFC 9260 §3.1). Pure constants; used in any thread.
// Its CRC32c covers the ports and is left to the switches, which compute it anew when they set a port.
//
//     0      2      4           8        12
//     ┌──────┬──────┬───────────┬────────┬──────────┐
//     │ sport│ dport│ verif. tag│ CRC32c │ chunks … │
//     └──────┴──────┴───────────┴────────┴──────────┘

export const SCTP_SRC_AT = 0;
export const SCTP_DST_AT = 2;
export const SCTP_TAG_AT = 4;
export const SCTP_CHECKSUM_AT = 8;
export const SCTP_HEADER_BYTES = 12;
