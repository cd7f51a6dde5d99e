// `daolictl datapath`: the OpenFlow switches.
import { type Command, Option } from 'commander';
import { collect } from '#client/client.ts';
import type { Datapath, DatapathFilter } from '#client/schema.ts';
import { formatSince } from './quantity.ts';
import { addExamples, addReadingCommand, limitOption, printJson, printList, setAnswer } from './reading-command.ts';
import { type Column, formatFields, formatTable } from './table.ts';
import type { Terminal } from './terminal.ts';

const COLUMNS: readonly Column<Datapath>[] = [
  { title: 'DPID', cell: ({ dpid }) => dpid },
  { title: 'HOST', cell: ({ host, mode }) => (mode === 'learn' ? '(learn)' : host) },
  { title: 'STATE', cell: ({ state }) => state, colour: ({ state }) => (state === 'connected' ? 'green' : 'red') },
  { title: 'FOR', cell: ({ since }) => formatSince(since, Date.now()) },
  { title: 'PEER', cell: ({ peer }) => peer },
  { title: 'OPENFLOW', cell: ({ version }) => version },
  { title: 'WORKER', cell: ({ worker }) => worker },
  { title: 'PORTS', cell: ({ ports }) => ports.length },
  { title: 'PACKET-INS', cell: ({ counters }) => counters.packetIns },
  {
    title: 'ERRORS',
    cell: ({ counters }) => counters.errors,
    colour: ({ counters }) => (counters.errors > 0 ? 'red' : undefined),
  },
  { title: 'REASON', cell: ({ reason }) => reason ?? '' },
];

const PORT_COLUMNS: readonly Column<Datapath['ports'][number]>[] = [
  { title: 'PORT', cell: ({ number }) => number },
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'MAC', cell: ({ mac }) => mac },
  { title: 'STATE', cell: ({ state }) => state, colour: ({ state }) => (state === 'up' ? 'green' : 'red') },
  { title: 'ENDPOINT', cell: ({ endpoint }) => endpoint },
];

/** Adds `datapath list` and `datapath show`. */
export function addDatapathCommands(program: Command, terminal: Terminal): void {
  const datapath = program.command('datapath').description('OpenFlow switches, connected or expected');
  addExamples(datapath, [['datapath list', 'every switch, and whether it is connected']]);

  const list = addReadingCommand(datapath, 'list', 'every switch, and whether it is connected', [
    ['datapath list', 'all of them'],
    ['datapath list --state disconnected', 'those that are away, with the reason'],
  ]);
  list.addOption(new Option('--state <state>', 'only switches in this state').choices(['connected', 'disconnected']));
  list.addOption(limitOption());
  setAnswer(list, terminal, async (asked) => {
    const filter: DatapathFilter = { state: asked.options.state as Datapath['state'] | undefined };
    const read = collect((page) => asked.client.datapaths(filter, page), asked.options.limit as number);
    return printList(asked, await read, COLUMNS);
  });

  const show = addReadingCommand(datapath, 'show <dpid>', 'one switch: connection, description, ports, counters', [
    ['datapath show 0000000000000001', 'by its full dpid'],
    ['datapath show 0x1', 'leading zeros may be left out'],
  ]);
  setAnswer(show, terminal, async ({ client, json }, dpid) => {
    const answer = await client.datapath(dpid!);
    if (json) printJson(terminal, answer);
    else showDatapath(terminal, answer);
    return 0;
  });
}

function showDatapath(terminal: Terminal, datapath: Datapath): void {
  const { description, counters } = datapath;
  terminal.write(
    formatFields(terminal, [
      ['dpid', datapath.dpid],
      ['host', datapath.host ?? '(learn)'],
      ['state', datapath.state],
      ['reason', datapath.reason ?? undefined],
      ['since', datapath.since],
      ['peer', datapath.peer],
      ['openflow', datapath.version],
      ['worker', datapath.worker],
      ['slot', datapath.slot],
      ['manufacturer', description?.manufacturer],
      ['hardware', description?.hardware],
      ['software', description?.software],
      ['serial', description?.serial],
      ['datapath', description?.datapath],
      ['packet-ins', counters.packetIns],
      ['messages', `${counters.messagesIn} in, ${counters.messagesOut} out`],
      ['bytes', `${counters.bytesIn} in, ${counters.bytesOut} out`],
      ['errors', counters.errors],
    ]),
  );
  terminal.write(`\n${formatTable(terminal, datapath.ports, PORT_COLUMNS)}`);
}
