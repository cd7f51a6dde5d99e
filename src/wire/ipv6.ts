// IPv6 (RFC 8200 §3) is recognised and nothing more: its frames are dropped and counted. Hot: pure; runs in any thread.
//
//     0              4         6      7      8          24         40
//     ┌──────────────┬─────────┬──────┬──────┬──────────┬──────────┐
//     │ version, …   │ payload │ next │ hops │ source   │ dest.    │
//     └──────────────┴─────────┴──────┴──────┴──────────┴──────────┘

export const IPV6_HEADER_BYTES = 40;

/** @returns true when a whole header with the right version stands at `at` */
export function isIpv6(bytes: Uint8Array, at: number, end: number): boolean {
  return at + IPV6_HEADER_BYTES <= end && bytes[at]! >>> 4 === 6;
}
