// The verdict: what it costs to judge a pair of endpoints, in a world as bench/load makes it, compiled by the publisher.
import { ControlCounters } from '#control/counters.ts';
import { changesBetween } from '#control/inventory-changes.ts';
import { Publisher } from '#control/publisher.ts';
import { VERDICT_REASON_DEFAULT, VERDICT_REASON_RULE, VerdictReader, verdictReason } from '#dataplane/verdict.ts';
import { EMPTY_INVENTORY, validateInventory } from '#model/inventory.ts';
import { allocateMemory, BOARD_VERSION } from '#shm/layout.ts';
import { Tables } from '#shm/tables.ts';
import { makeInventory, makeTopology, SERVICE_PORT } from '../load/inventory.ts';
import { randomFrom } from '../load/random.ts';
import { CALLS, type Row, type Subject } from './subject.ts';

const HOSTS = 16;
const TCP = 6;

export const VERDICT: Subject = {
  name: 'verdict',
  about: 'one pair of endpoints judged',
  rows: async (entries) => {
    const world = publishWorld(Math.max(4 * HOSTS, Math.min(entries, 16_384)));
    const pairs = drawPairs(world);
    return [
      judge('allowed by a rule, kept from before', world, pairs, SERVICE_PORT, VERDICT_REASON_RULE, false),
      judge('allowed by a rule, judged anew', world, pairs, SERVICE_PORT, VERDICT_REASON_RULE, true),
      judge('denied, no rule for the port', world, pairs, SERVICE_PORT + 1, VERDICT_REASON_DEFAULT, false),
    ];
  },
};

interface World {
  readonly board: Int32Array;
  readonly reader: VerdictReader;
  /** Of endpoints, in the shared table. */
  readonly rows: readonly number[];
  /** By endpoint. */
  readonly network: Uint32Array;
}

function publishWorld(endpoints: number): World {
  const topology = makeTopology(HOSTS, endpoints, false);
  const inventory = validateInventory(makeInventory(topology, 'exact'), 'bench');
  const memory = allocateMemory({
    ...{ workers: 1, endpointRows: 2 * endpoints, networkRows: 1024, classRows: 1024, pairRows: 16 },
    ...{
      heapWords: 1 << 20,
      sessionRows: 64,
      macSets: 16,
      ingressBytes: 1 << 18,
      egressBytes: 1 << 18,
      controlBytes: 1 << 18,
    },
  });
  const publisher = new Publisher(memory, new ControlCounters(memory));
  publisher.apply(changesBetween(EMPTY_INVENTORY, inventory));
  publisher.publish();
  const rows = inventory.endpoints.map(({ name }) => publisher.endpoints.byName.get(name)!.row);
  const reader = new VerdictReader(new Tables(memory));
  return { board: new Int32Array(memory.board), reader, rows, network: topology.network };
}

/** Source and target in turn, of two networks, so that only a rule can allow them. */
function drawPairs({ rows, network }: World): Int32Array {
  const random = randomFrom(1);
  const pairs = new Int32Array(2 * CALLS);
  for (let i = 0; i < 2 * CALLS; i += 2) {
    const source = random(rows.length);
    let target = random(rows.length);
    while (network[target] === network[source]) target = random(rows.length);
    pairs[i] = rows[source]!;
    pairs[i + 1] = rows[target]!;
  }
  return pairs;
}

/** @param anew the version moves before each verdict, so that nothing kept holds */
function judge(name: string, world: World, pairs: Int32Array, port: number, reason: number, anew: boolean): Row {
  const { board, reader } = world;
  return {
    name,
    calls: CALLS,
    run: () => {
      let right = 0;
      for (let i = 0; i < 2 * CALLS; i += 2) {
        if (anew) board[BOARD_VERSION]!++;
        if (verdictReason(reader.judge(pairs[i]!, pairs[i + 1]!, TCP, port)) === reason) right++;
      }
      return right;
    },
  };
}
