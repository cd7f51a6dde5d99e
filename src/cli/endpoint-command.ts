// `daolictl endpoint` (the original's `container`): what is on the ports of the switches.
import type { Command } from 'commander';
import { collect } from '#client/client.ts';
import type { Endpoint } from '#client/inventory-schema.ts';
import { addExamples, addReadingCommand, limitOption, printJson, printList, setAnswer } from './reading-command.ts';
import { type Column, formatFields } from './table.ts';
import type { Terminal } from './terminal.ts';

const COLUMNS: readonly Column<Endpoint>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'TENANT', cell: ({ tenant }) => tenant },
  { title: 'NETWORK', cell: ({ network }) => network },
  { title: 'IP', cell: ({ ip }) => ip },
  { title: 'MAC', cell: ({ mac }) => mac },
  { title: 'HOST', cell: ({ host }) => host },
  { title: 'PORT', cell: describePort },
  { title: 'GROUPS', cell: ({ groups }) => groups.join(', ') },
  {
    title: 'LOCATED',
    cell: ({ located }) => (located ? 'yes' : 'no'),
    colour: ({ located }) => (located ? 'green' : 'red'),
  },
  { title: 'REASON', cell: ({ reason }) => reason ?? '' },
];

/** Adds `endpoint list` and `endpoint show`, and the same under `container`. */
export function addEndpointCommands(program: Command, terminal: Terminal): void {
  const endpoint = program.command('endpoint').alias('container').description('containers and virtual machines');
  addExamples(endpoint, [['endpoint list', 'every endpoint, and whether it was found']]);

  const list = addReadingCommand(endpoint, 'list', 'every endpoint, and whether it was found', [
    ['endpoint list', 'all of them'],
    ['endpoint list --on s1 --network web', 'those on host s1 in network web'],
    ['container list --json', 'the same command by its old name, for scripts'],
  ]);
  // --host names the controller, so the host of an endpoint has another word
  list
    .option('--on <host>', 'only endpoints on this host')
    .option('--network <name>', 'only endpoints of this network');
  list.addOption(limitOption());
  setAnswer(list, terminal, async (asked) => {
    const { on, network, limit } = asked.options as { on?: string; network?: string; limit: number };
    const read = collect((page) => asked.client.endpoints({ host: on, network }, page), limit);
    return printList(asked, await read, COLUMNS);
  });

  const show = addReadingCommand(endpoint, 'show <name>', 'one endpoint', [
    ['endpoint show c1', 'the endpoint named c1'],
  ]);
  setAnswer(show, terminal, async ({ client, json }, name) => {
    const answer = await client.endpointNamed(name!);
    if (json) printJson(terminal, answer);
    else showEndpoint(terminal, answer);
    return 0;
  });
}

function showEndpoint(terminal: Terminal, endpoint: Endpoint): void {
  const labels = Object.entries(endpoint.labels).map(([key, value]) => `${key}=${value}`);
  terminal.write(
    formatFields(terminal, [
      ['name', endpoint.name],
      ['kind', endpoint.kind],
      ['tenant', endpoint.tenant],
      ['network', endpoint.network],
      ['ip', endpoint.ip],
      ['mac', endpoint.mac],
      ['host', endpoint.host],
      ['dpid', endpoint.dpid],
      ['port', describePort(endpoint)],
      ['groups', endpoint.groups.join(', ')],
      ['labels', labels.join(', ')],
      ['located', endpoint.located],
      ['reason', endpoint.reason ?? undefined],
    ]),
  );
}

/** `t1 (2)`: the port's name in the inventory, and its number on the switch. */
function describePort({ port, portNumber }: Endpoint): string {
  return portNumber === null || portNumber === port ? String(port) : `${port} (${portNumber})`;
}
