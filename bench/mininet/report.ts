// The Mininet benchmark's report: the contestants side by side. Pure.
import type { Report } from '../report/report.ts';
import type { Table } from '../report/table.ts';
import type { MininetOptions } from './options.ts';
import type { Outcome, Spread } from './outcome.ts';
import type { MininetResult } from './run.ts';

/** `ceiling`: the oracle, where it could take part. */
type Row = readonly [label: string, cell: (outcome: Outcome, ceiling: Outcome | undefined) => string];

const ROWS: readonly Row[] = [
  ['connections/s, all at once, median round', ({ perSecond }) => whole(perSecond)],
  ['  slowest to fastest round', (o) => `${whole(o.perSecondLeast)} to ${whole(o.perSecondMost)}`],
  ['  ratio to the oracle', (o, ceiling) => ratio(o.perSecond, ceiling?.perSecond)],
  ...rowsOf('first connection of a pair', ({ first }) => first),
  ['  ratio of p50 to the oracle', (o, ceiling) => ratio(o.first.p50Ms, ceiling?.first.p50Ms)],
  ...rowsOf('next connection, flows in place', ({ again }) => again),
  ...rowsOf('one of all at once', ({ together }) => together),
  ['CPU of the controller per connection, us', ({ cpuUsPerConnection }) => cpuUsPerConnection.toFixed(1)],
  ['PacketIns of a connection, by its own count', ({ packetInsPerConnection }) => counted(packetInsPerConnection, 2)],
  ['CPU of the controller per PacketIn, us', ({ cpuUsPerPacketIn }) => counted(cpuUsPerPacketIn, 1)],
  ['memory of the controller, MiB', ({ rssMiB }) => rssMiB.toFixed(1)],
  ['connections that lost a first packet', ({ late }) => whole(late)],
];

export function reportOf(options: MininetOptions, { machine, outcomes }: MininetResult): Report {
  const ceiling = outcomes.find(({ name }) => name === 'oracle');
  const { topology, turns, rounds, seed } = options;
  const table: Table = {
    title: 'TCP connections through Open vSwitch in userspace, OpenFlow 1.3',
    columns: ['', ...outcomes.map(({ name }) => name)],
    rows: ROWS.map(([label, cell]) => [label, ...outcomes.map((outcome) => cell(outcome, ceiling))]),
  };
  const bars = (title: string, value: (outcome: Outcome) => number) => ({
    ...{ kind: 'bars' as const, title },
    bars: outcomes.map((outcome) => ({ name: outcome.name, value: value(outcome) })),
  });
  return {
    title: `Connection set-up in Mininet: ${topology}, ${turns} turns of ${rounds} rounds each`,
    command: `npm run bench:mininet -- --topo ${topology} --turns ${turns} --rounds ${rounds} --seed ${seed}`,
    machine,
    notes: [
      'A connection is timed from its SYN to when it is established, by the machine that also runs switch and controller.',
      'The oracle is the ceiling: it knows every port beforehand. daolinet and the oracle set flows for two MACs,',
      'ovs-testcontroller for one connection, so that with it a next connection is lifted to the controller again.',
      'PacketIns: SYN and its answer, and what follows on their heels until the datapath cache knows of the flows.',
    ],
    faults: outcomes.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`)),
    tables: [table],
    plots: [
      bars('Connections per second, all at once, median round', ({ perSecond }) => perSecond),
      bars('First connection of a pair, median, ms', ({ first }) => first.p50Ms),
      bars('Next connection of a pair, median, ms', ({ again }) => again.p50Ms),
      bars('CPU time of the controller per connection, us', ({ cpuUsPerConnection }) => cpuUsPerConnection),
    ],
  };
}

function rowsOf(label: string, spread: (outcome: Outcome) => Spread): readonly Row[] {
  return [
    [`${label}, ms: p50`, (outcome) => spread(outcome).p50Ms.toFixed(2)],
    ['  p90 / p99', (outcome) => `${spread(outcome).p90Ms.toFixed(2)} / ${spread(outcome).p99Ms.toFixed(2)}`],
  ];
}

function ratio(value: number, ceiling: number | undefined): string {
  return ceiling === undefined || ceiling === 0 ? '-' : (value / ceiling).toFixed(2);
}

function counted(value: number | null, digits: number): string {
  return value === null ? '-' : value.toFixed(digits);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
