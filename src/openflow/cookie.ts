// Cookies name our flows, so that a FlowRemoved finds its session without a search, and one masked delete finds the
// flows of a session, of an endpoint or of a kind. Pure.
//
//   bits 63-56  tag 0xda: ours
//   bits 55-52  kind
//   bits 51-48  worker that owns the session
//   bits 47-40  generation of the session row
//   bits 39-38  flow of the session: 0 out at the source, 1 in at the target, 2 out at the target, 3 in at the source
//   bits 37-20  endpoint row on the flow's own datapath (18 bits)
//   bits 19-0   session row (20 bits)
//
// Two uint32 halves, `hi` and `lo`, since 64-bit integers would cost an allocation each.

export const COOKIE_TAG = 0xda;
export const COOKIE_KIND_STANDING = 1;
export const COOKIE_KIND_SESSION = 2;
export const COOKIE_KIND_DENY = 3;
export const COOKIE_KIND_SPOOF = 4;
export const COOKIE_KIND_LEARN = 5;

export const COOKIE_ENDPOINTS_MAX = 1 << 18;
export const COOKIE_SESSIONS_MAX = 1 << 20;

/** Mask of tag and kind: finds every flow of a kind. */
export const COOKIE_MASK_KIND_HI = 0xfff00000;
/** Mask of everything that names one session, whatever the flow. */
export const COOKIE_MASK_SESSION_HI = 0xffffff00;
export const COOKIE_MASK_SESSION_LO = 0x000fffff;
/** Mask that finds the session flows of an endpoint on its own datapath. */
export const COOKIE_MASK_ENDPOINT_HI = 0xfff0003f;
export const COOKIE_MASK_ENDPOINT_LO = 0xfff00000;

/** Upper half of a cookie. */
export function cookieHi(kind: number, worker: number, generation: number, flow: number, endpoint: number): number {
  return (
    ((COOKIE_TAG << 24) | (kind << 20) | (worker << 16) | (generation << 8) | (flow << 6) | (endpoint >>> 12)) >>> 0
  );
}

/** Lower half of a cookie. */
export function cookieLo(endpoint: number, session: number): number {
  return ((endpoint << 20) | session) >>> 0;
}

/** Whether the cookie is one of ours and of the kind. */
export function cookieIsKind(hi: number, kind: number): boolean {
  return hi >>> 20 === ((COOKIE_TAG << 4) | kind);
}

export function cookieWorker(hi: number): number {
  return (hi >>> 16) & 0xf;
}

export function cookieGeneration(hi: number): number {
  return (hi >>> 8) & 0xff;
}

export function cookieFlow(hi: number): number {
  return (hi >>> 6) & 3;
}

export function cookieEndpoint(hi: number, lo: number): number {
  return ((hi & 0x3f) << 12) | (lo >>> 20);
}

export function cookieSession(lo: number): number {
  return lo & 0xfffff;
}

/** A cookie as one number, for values and for people. */
export function cookieValue(hi: number, lo: number): bigint {
  return (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0);
}
