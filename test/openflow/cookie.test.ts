// Cookies: what goes in comes out, and a masked delete finds what it is meant to find and nothing else.

import { describe, expect, test } from 'vitest';
import {
  COOKIE_ENDPOINTS_MAX,
  COOKIE_KIND_DENY,
  COOKIE_KIND_LEARN,
  COOKIE_KIND_SESSION,
  COOKIE_KIND_SPOOF,
  COOKIE_KIND_STANDING,
  COOKIE_MASK_ENDPOINT_HI,
  COOKIE_MASK_ENDPOINT_LO,
  COOKIE_MASK_KIND_HI,
  COOKIE_MASK_SESSION_HI,
  COOKIE_MASK_SESSION_LO,
  COOKIE_SESSIONS_MAX,
  COOKIE_TAG,
  cookieEndpoint,
  cookieFlow,
  cookieGeneration,
  cookieHi,
  cookieIsKind,
  cookieLo,
  cookieSession,
  cookieValue,
  cookieWorker,
} from '#openflow/cookie.ts';
import { WORKERS_MAX } from '#shm/layout.ts';
import { announce, random, SEED } from './seed.ts';

const KINDS = [COOKIE_KIND_STANDING, COOKIE_KIND_SESSION, COOKIE_KIND_DENY, COOKIE_KIND_SPOOF, COOKIE_KIND_LEARN];

interface Parts {
  kind: number;
  worker: number;
  generation: number;
  flow: number;
  endpoint: number;
  session: number;
}

function make(parts: Parts): { hi: number; lo: number } {
  const { kind, worker, generation, flow, endpoint, session } = parts;
  return { hi: cookieHi(kind, worker, generation, flow, endpoint), lo: cookieLo(endpoint, session) };
}

function read(hi: number, lo: number): Parts {
  return {
    kind: KINDS.find((kind) => cookieIsKind(hi, kind)) ?? -1,
    worker: cookieWorker(hi),
    generation: cookieGeneration(hi),
    flow: cookieFlow(hi),
    endpoint: cookieEndpoint(hi, lo),
    session: cookieSession(lo),
  };
}

const EDGES: Parts = { kind: COOKIE_KIND_SESSION, worker: 0, generation: 0, flow: 0, endpoint: 0, session: 0 };
const GREATEST: Parts = {
  kind: COOKIE_KIND_LEARN,
  worker: WORKERS_MAX - 1,
  generation: 255,
  flow: 3,
  endpoint: COOKIE_ENDPOINTS_MAX - 1,
  session: COOKIE_SESSIONS_MAX - 1,
};

describe('a cookie', () => {
  test('gives back the smallest and the greatest of each part, alone and all at once', () => {
    expect(read(make(EDGES).hi, make(EDGES).lo)).toEqual(EDGES);
    expect(read(make(GREATEST).hi, make(GREATEST).lo)).toEqual(GREATEST);
    for (const name of ['worker', 'generation', 'flow', 'endpoint', 'session'] as const) {
      const parts = { ...EDGES, [name]: GREATEST[name] };
      expect(read(make(parts).hi, make(parts).lo), name).toEqual(parts);
    }
  });

  test('gives back random parts', () => {
    announce(import.meta.url);
    const below = random(SEED);
    for (let i = 0; i < 2000; i++) {
      const parts = {
        kind: KINDS[below(KINDS.length)]!,
        worker: below(WORKERS_MAX),
        generation: below(256),
        flow: below(4),
        endpoint: below(COOKIE_ENDPOINTS_MAX),
        session: below(COOKIE_SESSIONS_MAX),
      };
      expect(read(make(parts).hi, make(parts).lo)).toEqual(parts);
    }
  });

  test('is two unsigned halves, and one number for people', () => {
    const { hi, lo } = make(GREATEST);
    expect(hi).toBeGreaterThan(0);
    expect(lo).toBeGreaterThan(0);
    expect(cookieValue(hi, lo)).toBe(0xda5fffffffffffffn);
    expect(cookieValue(hi | 0, lo | 0)).toBe(0xda5fffffffffffffn);
    expect(hi >>> 24).toBe(COOKIE_TAG);
  });

  test('of another program is of no kind', () => {
    for (const hi of [0, 0xffffffff, 0xdb200000, 0x20da0000]) {
      expect(KINDS.some((kind) => cookieIsKind(hi, kind))).toBe(false);
    }
  });
});

/** Whether a delete with cookie and mask takes a flow (OpenFlow 1.3 §6.4): all bits of the mask are equal. */
function takes(cookie: { hi: number; lo: number }, maskHi: number, maskLo: number, flow: Parts): boolean {
  const mask = cookieValue(maskHi, maskLo);
  const { hi, lo } = make(flow);
  return (cookieValue(cookie.hi, cookie.lo) & mask) === (cookieValue(hi, lo) & mask);
}

describe('a masked delete', () => {
  const one: Parts = { kind: COOKIE_KIND_SESSION, worker: 3, generation: 7, flow: 0, endpoint: 4097, session: 99 };

  test('of a session takes all of its flows, whatever endpoint they name', () => {
    const cookie = { hi: cookieHi(COOKIE_KIND_SESSION, 3, 7, 0, 0), lo: 99 };
    for (let flow = 0; flow < 4; flow++) {
      for (const endpoint of [0, 1, 4095, 4096, COOKIE_ENDPOINTS_MAX - 1]) {
        expect(takes(cookie, COOKIE_MASK_SESSION_HI, COOKIE_MASK_SESSION_LO, { ...one, flow, endpoint })).toBe(true);
      }
    }
  });

  test('of a session takes no flow of another row, generation, worker or kind', () => {
    const cookie = { hi: cookieHi(COOKIE_KIND_SESSION, 3, 7, 0, 0), lo: 99 };
    const others = [{ session: 98 }, { generation: 8 }, { worker: 2 }, { kind: COOKIE_KIND_DENY }];
    for (const other of others) {
      expect(takes(cookie, COOKIE_MASK_SESSION_HI, COOKIE_MASK_SESSION_LO, { ...one, ...other })).toBe(false);
    }
  });

  test('of an endpoint takes its flows of every session and worker, and none of its neighbours', () => {
    const cookie = { hi: cookieHi(COOKIE_KIND_SESSION, 0, 0, 0, 4097), lo: cookieLo(4097, 0) };
    const hit = (flow: Partial<Parts>) =>
      takes(cookie, COOKIE_MASK_ENDPOINT_HI, COOKIE_MASK_ENDPOINT_LO, { ...one, ...flow });
    expect(hit({})).toBe(true);
    expect(hit({ session: COOKIE_SESSIONS_MAX - 1, worker: 15, generation: 255, flow: 3 })).toBe(true);
    expect([1, 4096, 4098, 4097 ^ 0x20000].map((endpoint) => hit({ endpoint }))).toEqual([false, false, false, false]);
    expect(hit({ kind: COOKIE_KIND_SPOOF })).toBe(false);
  });

  test('of a kind takes that kind alone', () => {
    const cookie = { hi: cookieHi(COOKIE_KIND_DENY, 0, 0, 0, 0), lo: 0 };
    for (const kind of KINDS) {
      expect(takes(cookie, COOKIE_MASK_KIND_HI, 0, { ...GREATEST, kind })).toBe(kind === COOKIE_KIND_DENY);
    }
  });
});
