// `daolictl host`, `network`, `group`, `policy`, `publication`, `service`: what ought to be. Endpoints have their own file.
import type { Command } from 'commander';
import { collect, type DaoliClient } from '#client/client.ts';
import type { Group, Host, Network, Policy, Publication, Service } from '#client/inventory-schema.ts';
import type { Listing } from '#client/listing.ts';
import type { Page } from '#client/schema.ts';
import { addExamples, addReadingCommand, limitOption, printList, setAnswer } from './reading-command.ts';
import type { Column } from './table.ts';
import type { Terminal } from './terminal.ts';

const HOST_COLUMNS: readonly Column<Host>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'DPID', cell: ({ dpid }) => dpid },
  { title: 'UNDERLAY', cell: ({ underlay }) => `${underlay.ip}/${underlay.prefix}` },
  {
    title: 'UPLINK',
    cell: ({ uplink, uplinkPort }) => (uplinkPort === null ? `${uplink}` : `${uplink} (${uplinkPort})`),
  },
  { title: 'ENDPOINTS', cell: ({ endpoints }) => endpoints },
  {
    title: 'STATE',
    cell: ({ state }) => state,
    colour: ({ state }) => (({ ready: 'green', preparing: 'yellow', disconnected: 'red' }) as const)[state],
  },
  { title: 'REASON', cell: ({ reason }) => reason ?? '' },
];

const NETWORK_COLUMNS: readonly Column<Network>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'TENANT', cell: ({ tenant }) => tenant },
  { title: 'SUBNET', cell: ({ subnet }) => subnet },
  { title: 'GATEWAY', cell: ({ gateway }) => gateway },
  { title: 'ISOLATED', cell: ({ isolated }) => (isolated ? 'yes' : 'no') },
  { title: 'ENDPOINTS', cell: ({ endpoints }) => endpoints },
];

const GROUP_COLUMNS: readonly Column<Group>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'ENDPOINTS', cell: ({ endpoints }) => endpoints },
  { title: 'MEMBERS', cell: ({ members }) => members.map(describeMember).join(', ') },
  { title: 'RULES', cell: ({ rules }) => rules.map(describeRule).join('; ') },
];

const POLICY_COLUMNS: readonly Column<Policy>[] = [
  { title: 'A', cell: ({ a }) => a },
  { title: 'B', cell: ({ b }) => b },
  { title: 'ACTION', cell: ({ action }) => action, colour: ({ action }) => (action === 'connect' ? 'green' : 'red') },
];

const PUBLICATION_COLUMNS: readonly Column<Publication>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'HOST', cell: ({ host }) => host },
  { title: 'HOST-PORT', cell: ({ protocol, hostPort }) => `${protocol}/${hostPort}` },
  { title: 'ENDPOINT', cell: ({ endpoint }) => endpoint },
  { title: 'PORT', cell: ({ port }) => port },
  { title: 'ALLOW', cell: ({ allow }) => allow.join(', ') },
];

const SERVICE_COLUMNS: readonly Column<Service>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'ADDRESS', cell: ({ address }) => address },
  { title: 'PORT', cell: ({ protocol, port }) => `${protocol}/${port}` },
  { title: 'BACKENDS', cell: ({ backends }) => backends.map(({ endpoint, port }) => `${endpoint}:${port}`).join(', ') },
  { title: 'AFFINITY', cell: ({ affinity }) => affinity },
];

/** Adds the `list` command of each of them. */
export function addInventoryCommands(program: Command, terminal: Terminal): void {
  addListCommand(
    program,
    terminal,
    { noun: 'host', about: 'servers, and whether they are ready', columns: HOST_COLUMNS },
    (client, page) => client.hosts(page),
  );
  addListCommand(program, terminal, { noun: 'network', about: 'networks', columns: NETWORK_COLUMNS }, (client, page) =>
    client.networks(page),
  );
  addListCommand(
    program,
    terminal,
    { noun: 'group', about: 'security groups', columns: GROUP_COLUMNS },
    (client, page) => client.groups(page),
  );
  addListCommand(
    program,
    terminal,
    { noun: 'policy', about: 'explicit connects and disconnects', columns: POLICY_COLUMNS },
    (client, page) => client.policies(page),
  );
  addListCommand(
    program,
    terminal,
    {
      noun: 'publication',
      alias: 'firewall',
      about: 'host ports that lead to endpoints',
      columns: PUBLICATION_COLUMNS,
    },
    (client, page) => client.publications(page),
  );
  addListCommand(
    program,
    terminal,
    { noun: 'service', about: 'load-balanced addresses', columns: SERVICE_COLUMNS },
    (client, page) => client.services(page),
  );
}

function addListCommand<T>(
  program: Command,
  terminal: Terminal,
  { noun, alias, about, columns }: { noun: string; alias?: string; about: string; columns: readonly Column<T>[] },
  read: (client: DaoliClient, page: Page) => Promise<Listing<T>>,
): void {
  const parent = program.command(noun).description(about);
  if (alias !== undefined) parent.alias(alias);
  addExamples(parent, [[`${noun} list`, about]]);
  const list = addReadingCommand(parent, 'list', about, [
    [`${noun} list`, 'as a table'],
    [`${noun} list --json`, 'for scripts'],
  ]);
  list.addOption(limitOption());
  setAnswer(list, terminal, async (asked) =>
    printList(asked, await collect((page) => read(asked.client, page), asked.options.limit as number), columns),
  );
}

function describeMember(member: Group['members'][number]): string {
  return member.network === undefined ? (member.endpoint ?? '') : `network ${member.network}`;
}

function describeRule({ direction, action, protocol, ports, peer, priority }: Group['rules'][number]): string {
  const traffic = [protocol, ...(ports === undefined ? [] : [ports.join(',')])].join('/');
  const other = peer?.group ?? peer?.cidr ?? 'anyone';
  return `${priority} ${action} ${traffic} ${direction === 'ingress' ? 'from' : 'to'} ${other}`;
}
