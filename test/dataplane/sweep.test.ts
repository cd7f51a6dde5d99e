// Changes of policy and inventory, and what becomes of the sessions that are live (DESIGN 3.7, invariants 1 and 2).

import { beforeEach, describe, expect, test } from 'vitest';
import { SESSIONS_CLOSED, SESSIONS_REVOKED, SWEEPS } from '#shm/counters.ts';
import { buildTcp } from '#wire/frame.ts';
import { flowsOf, type Step, UPLINK_PORT, World } from './harness.ts';
import { frame, type House, hostOf, house, ping } from './house.ts';

let w: World;

beforeEach(() => {
  w = new World(house());
});

const DENY = '0xda30000000000000/0xfff0000000000000';
const SPOOF = '0xda40000000000000/0xfff0000000000000';
const LIFTED = ['s1', 's2', 's3'].flatMap((host) => [DENY, SPOOF].map((cookie) => `${host}: delete cookie=${cookie}`));

/** Deletes of a step but those that lift deny flows, which the first sweep does everywhere. */
function revoked(step: Step): string[] {
  return step.lines.filter((line) => !LIFTED.includes(line));
}

function session(generation: number, row: number): string {
  const hi = (0xda200000 + (generation << 8)).toString(16);
  return `delete cookie=0x${hi}${row.toString(16).padStart(8, '0')}/0xffffff00000fffff`;
}

const disconnect = (a: string, b: string) => (draft: House) => void draft.policies.push({ a, b, action: 'disconnect' });

describe('a session that policy no longer allows', () => {
  test('loses its flows on both hosts, and its key only when they are known to be gone', () => {
    const flows = flowsOf(w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80)));
    const other = flowsOf(w.from('c1', frame('tcp', 'c1', 40000, 'd2', 80)));
    const step = w.edit(house(disconnect('c1', 'c3')));
    expect(revoked(step)).toEqual([`s1: ${session(1, 0)}`, `s2: ${session(1, 0)}`]);
    expect(w.counter(SESSIONS_REVOKED)).toBe(1);
    // Deletes reach the flows of this session alone.
    const mask = 0xffffff00000fffffn;
    const cookies = [...flows, ...other].map(({ message }) =>
      message.type === 'FLOW_MOD' ? message.cookie & mask : -1n,
    );
    expect(new Set(cookies.slice(0, 4))).toEqual(new Set([0xda20010000000000n]));
    expect(cookies.slice(4)).not.toContain(0xda20010000000000n);

    const slots = (w.slot('s1') << 16) | w.slot('s2');
    const leased = () => w.sessions[0]!.findWire(slots, 6, (61440 << 16) | 80) >= 0;
    for (const flow of flows) {
      expect(leased()).toBe(true);
      w.flowRemoved(flow, 0n, 0n, 'DELETE');
    }
    expect(leased()).toBe(false);
    expect(w.counter(SESSIONS_CLOSED)).toBe(1);
  });

  test('is over at once for both ends, though its flows may still be there', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80));
    w.edit(house(disconnect('c1', 'c3')));
    expect(w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80)).outcomes).toEqual(['denied_policy']);
    expect(w.from('c3', frame('tcp', 'c3', 80, 'c1', 40000)).outcomes).toEqual(['denied_policy']);
  });

  test("has no packets on the underlay any more: they are the host's to answer", () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80));
    w.edit(house(disconnect('c1', 'c3')));
    const [s1, s2] = [hostOf('s1').underlay, hostOf('s2').underlay];
    const packet = buildTcp({ source: { ...s1, port: 61440 }, target: { ...s2, port: 80 } });
    expect(w.packetIn('s2', UPLINK_PORT, packet).outcomes).toEqual(['watch_passed']);
  });

  test('that is allowed again is opened under a new key while the old one is still leased', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80));
    w.edit(house(disconnect('c1', 'c3')));
    w.edit(house());
    const step = w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80));
    expect(step.outcomes).toEqual(['session_opened']);
    expect(step.lines[0]).toContain('tcp_src=61441,tcp_dst=80 ->');
    expect(w.open).toBe(2);
  });

  test('on one host is deleted with one message', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'd1', 80));
    w.from('c1', frame('tcp', 'c1', 40000, 'd1', 5001));
    const step = w.edit(house((draft) => void draft.groups[0]!.rules.splice(0, 1)));
    expect(revoked(step)).toEqual([`s1: ${session(1, 0)}`, `s1: ${session(1, 1)}`]);
  });

  test('goes and the rest stays: by port, by protocol, by direction', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'd1', 80));
    w.from('c1', frame('tcp', 'c1', 40000, 'd1', 5001));
    w.from('c1', frame('udp', 'c1', 40000, 'd1', 53));
    w.from('c1', ping('c1', 'd1'));
    const step = w.edit(house((draft) => void Object.assign(draft.groups[0]!.rules[0]!, { ports: [80] })));
    expect(revoked(step)).toEqual([`s1: ${session(1, 1)}`]);
    expect(w.from('c1', frame('tcp', 'c1', 40000, 'd1', 80)).outcomes).toEqual(['session_relayed']);
    expect(w.from('c1', frame('tcp', 'c1', 40000, 'd1', 5001)).outcomes).toEqual(['denied_default']);
  });

  test('is judged as it was opened: rules on destination ports do not cut its replies', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'd1', 80));
    const rule = { direction: 'ingress', action: 'deny', protocol: 'tcp', ports: [40000] };
    expect(revoked(w.edit(house((draft) => void draft.groups[1]!.rules.push(rule))))).toEqual([]);
  });
});

describe('a coarse session', () => {
  test('ends when the pair is no longer allowed in full, and exact ones take its place', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'c2', 80));
    const rule = { direction: 'ingress', action: 'deny', protocol: 'tcp', ports: [22] };
    const step = w.edit(house((draft) => void draft.groups[1]!.rules.push(rule)));
    expect(revoked(step)).toEqual([`s1: ${session(1, 0)}`]);
    expect(w.from('c1', frame('tcp', 'c1', 40000, 'c2', 80)).lines[0]).toContain('ip_proto=6,');
    expect(w.from('c1', frame('tcp', 'c1', 40000, 'c2', 22)).outcomes).toEqual(['denied_rule']);
  });
});

describe('a change of the inventory', () => {
  test('that takes an endpoint away ends its sessions, whichever end it was', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80));
    w.from('c3', frame('tcp', 'c3', 40000, 'c1', 80));
    w.from('c2', frame('tcp', 'c2', 40000, 'c3', 80));
    const step = w.edit(house((draft) => void draft.endpoints.splice(0, 1)));
    // What goes to one datapath leaves as one record.
    expect(revoked(step)).toEqual([
      ...[`s1: ${session(1, 0)}`, `s1: ${session(1, 1)}`],
      ...[`s2: ${session(1, 0)}`, `s2: ${session(1, 1)}`],
    ]);
    expect(w.open).toBe(3);
    expect(w.from('c2', frame('tcp', 'c2', 40000, 'c1', 80)).outcomes).toEqual(['dropped_unknown_target']);
  });

  test('that moves an endpoint to another host ends its sessions there, and they begin anew here', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80));
    const moved = house((draft) => void Object.assign(draft.endpoints[2]!, { host: 's3', port: 9 }));
    expect(revoked(w.edit(moved))).toEqual([`s1: ${session(1, 0)}`, `s2: ${session(1, 0)}`]);
    const { outcomes, lines } = w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80));
    expect(outcomes).toEqual(['session_opened']);
    expect(lines[0]).toMatch(/^s3: .*output:9$/);
    // What still comes from the old port is from nobody.
    expect(w.packetIn('s2', 2, frame('tcp', 'c3', 80, 'c1', 40000)).outcomes).toEqual(['denied_unknown_port']);
  });

  test('that moves an endpoint to another port of its host ends its sessions', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'c2', 80));
    const moved = house((draft) => void Object.assign(draft.endpoints[1]!, { port: 30 }));
    expect(revoked(w.edit(moved))).toEqual([`s1: ${session(1, 0)}`]);
    expect(w.from('c1', frame('tcp', 'c1', 40000, 'c2', 80)).lines[1]).toMatch(/output:30$/);
  });

  test('that takes a host away ends what it had a part in, and the other host is told', () => {
    w.from('c1', frame('udp', 'c1', 1, 'c4', 2));
    w.from('c1', frame('udp', 'c1', 1, 'c3', 2));
    const lines = w.edit(
      house((draft) => {
        draft.hosts.splice(2, 1);
        draft.endpoints.splice(3, 1);
      }),
    ).lines;
    expect(lines).toContain(`s1: ${session(1, 0)}`);
    expect(lines.join()).not.toContain(session(1, 1));
  });

  test("of a host's underlay address ends its sessions: it is another host", () => {
    w.from('c1', frame('udp', 'c1', 1, 'c3', 2));
    const lines = w.edit(house((draft) => void Object.assign(draft.hosts[1]!.underlay, { ip: '172.31.1.77' }))).lines;
    expect(lines).toContain(`s1: ${session(1, 0)}`);
  });

  test('that changes nothing for a session leaves it alone', () => {
    const flows = flowsOf(w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80)));
    expect(revoked(w.edit(house(disconnect('c2', 'c3'))))).toEqual([]);
    expect(w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80)).lines).toHaveLength(1);
    expect(flows).toHaveLength(4);
  });
});

describe('a sweep', () => {
  test('is done once for each version, and said so', () => {
    const before = w.counter(SWEEPS);
    w.publish(house(disconnect('c1', 'c3')));
    w.publish(house(disconnect('c1', 'c2')));
    w.settle();
    expect(w.counter(SWEEPS)).toBe(before + 1);
    expect(w.swept(0)).toBe(w.tables.version);
    w.settle();
    expect(w.counter(SWEEPS)).toBe(before + 1);
  });

  test('comes before the next packet, so that no packet is judged by what was', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80));
    w.publish(house(disconnect('c1', 'c3')));
    // Both wait for the worker: the version and the packet.
    const step = w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80));
    expect(step.outcomes).toEqual(['denied_policy']);
    expect(step.lines.findIndex((line) => line.includes(session(1, 0)))).toBe(0);
    expect(step.lines.at(-1)).toMatch(/ add 45000 .* -> drop$/);
  });

  test('lifts deny flows of connected hosts only, since they may stand for what is allowed now', () => {
    w.disconnect('s2');
    const { lines } = w.edit(house(disconnect('c1', 'c3')));
    expect(lines).toEqual(LIFTED.filter((line) => !line.startsWith('s2')));
    // Spoofing is judged anew as well: an address may have become the endpoint's own.
    expect(lines).toContain(`s1: delete cookie=${SPOOF}`);
  });

  test('lifts them where one was written since the last time, and once where a host has come back', () => {
    const lifts = (lines: readonly string[]) => lines.filter((line) => LIFTED.includes(line));
    const edits = [disconnect('c1', 'c3'), disconnect('c2', 'c3'), disconnect('c1', 'c2'), disconnect('c1', 'd2')];
    const edit = () => lifts(w.edit(house(edits.shift())).lines);
    expect(edit()).toEqual(LIFTED);
    expect(w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80)).outcomes).toEqual(['denied_policy']);
    expect(edit()).toEqual(LIFTED.filter((line) => line.startsWith('s1')));
    expect(edit()).toEqual([]);
    w.disconnect('s2');
    w.connect('s2');
    expect(edit()).toEqual(LIFTED.filter((line) => line.startsWith('s2')));
  });

  test('of a revoked session does nothing twice', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80));
    expect(revoked(w.edit(house(disconnect('c1', 'c3'))))).toHaveLength(2);
    expect(revoked(w.edit(house(disconnect('c2', 'c3'))))).toEqual([]);
    expect(w.counter(SESSIONS_REVOKED)).toBe(1);
  });

  test('reaches a session whose host is cut off: its flows are compared when it comes back', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80));
    w.disconnect('s2');
    const { lines } = w.edit(house(disconnect('c1', 'c3')));
    expect(lines).toContain(`s1: ${session(1, 0)}`);
    expect(w.open).toBe(1);
  });
});
