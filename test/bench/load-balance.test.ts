// When a run counts and when it is void, and what the controller's own counters have to do with it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { strikeBalance } from '../../bench/load/balance.ts';
import type { Snapshot } from '../../bench/load/fleet.ts';
import { growthOf, readOutcomeCounters } from '../../bench/load/outcome-counters.ts';
import { newTally } from '../../bench/load/traffic.ts';

function snapshot(sent: number, answered: number, denied: number, more: Partial<Snapshot> = {}): Snapshot {
  const outstanding = sent - answered - denied;
  return {
    ...{
      atMs: 0,
      due: sent,
      sent,
      answered,
      denied,
      outstanding,
      shed: 0,
      unsolicited: 0,
      wrongVerdict: 0,
      tally: newTally(),
      bySwitch: [],
    },
    ...more,
  };
}

describe('balance', () => {
  it('holds when what is missing was dropped by a named counter', () => {
    const balance = strikeBalance(snapshot(10, 5, 2), { dropped_ttl: 1, dropped_ipv6: 2 }, []);
    expect(balance).toMatchObject({ outstanding: 0, faults: [] });
  });

  it('fails when fewer were dropped than are missing, and when more were', () => {
    expect(strikeBalance(snapshot(10, 5, 2), { dropped_ttl: 1 }, []).faults).toHaveLength(1);
    const over = strikeBalance(snapshot(10, 8, 2), { dropped_ttl: 1 }, []);
    expect(over.faults).toEqual(['1 PacketIns were counted as dropped and answered all the same']);
  });

  it('fails when something was due and never sent, which more time might have mended', () => {
    const balance = strikeBalance(snapshot(10, 8, 2, { due: 13, unsolicited: 1 }), {}, []);
    expect(balance).toMatchObject({ unsent: 3, unfinished: ['3 PacketIns were due and never sent'] });
    expect(balance.faults).toHaveLength(2);
  });

  it('fails for a run that sent nothing', () => {
    expect(strikeBalance(snapshot(0, 0, 0), {}, []).faults).toEqual(['no PacketIn was sent']);
  });

  it('fails for wrong verdicts, answers to nothing, faulty answers and broken connections, whatever the sums', () => {
    const faulty = { ...newTally(), faulty: 1, firstFault: 'a fault' };
    const wrong = snapshot(10, 10, 0, { unsolicited: 1, wrongVerdict: 1, tally: faulty });
    expect(strikeBalance(wrong, {}, ['dpid 1: gone']).faults).toHaveLength(4);
  });
});

describe('outcome counters', () => {
  const servers: { close(): void }[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function serve(status: number, body: string): Promise<string> {
    const server = createServer((_, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('are those of dropped and of denied PacketIns, and what the channel could not hand to a worker', async () => {
    const items = [
      { name: 'session_opened', kind: 'answered', value: 9 },
      { name: 'denied_default', kind: 'denied', value: 4 },
      { name: 'dropped_ttl', kind: 'dropped', value: 3 },
      { name: 'packet_ins_unserved', kind: 'channel', value: 2 },
      { name: 'bytes_in', kind: 'channel', value: 1000 },
    ];
    const counters = await readOutcomeCounters(await serve(200, JSON.stringify({ items })));
    expect(Object.fromEntries(counters!.dropped)).toEqual({ dropped_ttl: 3, packet_ins_unserved: 2 });
    expect(Object.fromEntries(counters!.denied)).toEqual({ denied_default: 4 });
  });

  it('are unknown without an API, with one that fails and with one that says something else', async () => {
    expect(await readOutcomeCounters('')).toBeNull();
    expect(await readOutcomeCounters('127.0.0.1:1')).toBeNull();
    expect(await readOutcomeCounters(await serve(500, '{}'))).toBeNull();
    expect(await readOutcomeCounters(await serve(200, 'no JSON'))).toBeNull();
    expect(await readOutcomeCounters(await serve(200, '{}'))).toBeNull();
  });

  it('grow by name, and only what grew is told', () => {
    const before = new Map([
      ['a', 1],
      ['b', 2],
    ] as const);
    const after = new Map([
      ['a', 1],
      ['b', 5],
      ['c', 1],
    ] as const);
    expect(growthOf(before, after)).toEqual({ b: 3, c: 1 });
  });
});
