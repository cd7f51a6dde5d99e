// BARRIER_REQUEST and BARRIER_REPLY (1.0 section 5.3.7, 1.3 section 7.3.8): a header and nothing else. The reply says that
// everything sent before the request has been done.
export const BARRIER = {} as const;
