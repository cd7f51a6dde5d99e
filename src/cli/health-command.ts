// `daolictl health` and `daolictl ready`: the controller itself.
import type { Command } from 'commander';
import type { Health } from '#client/schema.ts';
import { formatAge, formatBytes } from './quantity.ts';
import { addReadingCommand, exitCodeOption, printJson, setAnswer } from './reading-command.ts';
import { type Column, formatFields, formatTable } from './table.ts';
import { paint, printable, type Terminal } from './terminal.ts';

const NO = 3;

const WORKER_COLUMNS: readonly Column<Health['workers'][number]>[] = [
  { title: 'WORKER', cell: ({ id }) => id },
  { title: 'STATE', cell: ({ state }) => state, colour: ({ state }) => (state === 'running' ? 'green' : 'red') },
  { title: 'DATAPATHS', cell: ({ datapaths }) => datapaths },
  { title: 'SESSIONS', cell: ({ sessions }) => sessions },
  { title: 'RESTARTS', cell: ({ restarts }) => restarts },
];

const THREAD_COLUMNS: readonly Column<Health['threads'][number]>[] = [
  { title: 'THREAD', cell: ({ thread }) => thread },
  { title: 'HEAP USED', cell: ({ heapUsedBytes }) => formatBytes(heapUsedBytes) },
  { title: 'HEAP', cell: ({ heapBytes }) => formatBytes(heapBytes) },
  { title: 'EXTERNAL', cell: ({ externalBytes }) => formatBytes(externalBytes) },
  { title: 'COLLECTIONS', cell: ({ collections }) => collections },
];

/** Adds `health` and `ready`. */
export function addHealthCommands(program: Command, terminal: Terminal): void {
  const health = addReadingCommand(program, 'health', 'is the controller well, and what is it', [
    ['health', 'version, workers, what it serves'],
    ['health --exit-code', 'exits with 3 when it is degraded, for scripts'],
  ]);
  health.addOption(exitCodeOption('when it is degraded'));
  setAnswer(health, terminal, async ({ client, json, options }) => {
    const answer = await client.health();
    if (json) printJson(terminal, answer);
    else showHealth(terminal, client.host, answer);
    return options.exitCode === true && answer.status !== 'ok' ? NO : 0;
  });

  const ready = addReadingCommand(program, 'ready', 'is the controller ready for switches', [
    ['ready', 'yes, or what it waits for'],
    ['ready --exit-code', 'exits with 3 when it is not, for scripts'],
  ]);
  ready.addOption(exitCodeOption('when it is not ready'));
  setAnswer(ready, terminal, async ({ client, json, options }) => {
    const answer = await client.ready();
    if (json) printJson(terminal, answer);
    else terminal.write(answer.ready ? 'ready\n' : `not ready: waits for ${printable(answer.waitingFor.join(', '))}\n`);
    return options.exitCode === true && !answer.ready ? NO : 0;
  });
}

function showHealth(terminal: Terminal, host: string, health: Health): void {
  const { counts, inventory, native } = health;
  terminal.write(`${paint(terminal, health.status === 'ok' ? 'green' : 'red', health.status)}\n`);
  for (const reason of health.reasons) terminal.write(`  ${printable(reason)}\n`);
  terminal.write(
    formatFields(terminal, [
      ['controller', host],
      ['version', `${health.version}, Node.js ${health.node}`],
      ['up', formatAge(health.uptimeMs)],
      ['openflow', health.openflow],
      ['learn', health.learn],
      ['native', `${native.used ? 'yes' : 'no'}: ${native.reason}`],
      [
        'inventory',
        inventory.file === null ? 'none' : `${inventory.file}, change ${inventory.generation} of ${inventory.loadedAt}`,
      ],
      ['refused', inventory.error ?? undefined],
      ['hosts', `${counts.hostsReady} of ${counts.hosts} ready`],
      ['endpoints', `${counts.endpointsLocated} of ${counts.endpoints} located`],
      ['networks', counts.networks],
      ['groups', counts.groups],
      ['policies', counts.policies],
      ['datapaths', counts.datapaths],
      ['sessions', counts.sessions],
    ]),
  );
  terminal.write(`\n${formatTable(terminal, health.workers, WORKER_COLUMNS)}`);
  terminal.write(`\n${formatTable(terminal, health.threads, THREAD_COLUMNS)}`);
}
