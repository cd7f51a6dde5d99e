// `daolictl session`: live connections, as the endpoints see them and as the underlay sees them.
import type { Command } from 'commander';
import { collect } from '#client/client.ts';
import type { Session } from '#client/schema.ts';
import { formatAge } from './quantity.ts';
import { addExamples, addReadingCommand, limitOption, printList, setAnswer } from './reading-command.ts';
import type { Column } from './table.ts';
import type { Terminal } from './terminal.ts';

/** A person who wants more says so; a million rows help nobody. */
const STANDARD_LIMIT = 100;

const COLUMNS: readonly Column<Session>[] = [
  { title: 'ID', cell: ({ id }) => id },
  { title: 'KIND', cell: ({ kind }) => kind },
  { title: 'MATCH', cell: ({ match }) => match },
  { title: 'PROTOCOL', cell: ({ inner }) => inner.protocol },
  { title: 'SOURCE', cell: ({ inner }) => describeEnd(inner.source) },
  { title: 'TARGET', cell: ({ inner }) => describeEnd(inner.target) },
  { title: 'WIRE', cell: ({ wire }) => (wire === null ? null : describeWire(wire)) },
  { title: 'AGE', cell: ({ ageMs }) => formatAge(ageMs) },
  { title: 'FLOWS', cell: ({ liveFlows }) => liveFlows },
  { title: 'PACKETS', cell: ({ packets }) => packets },
  { title: 'BYTES', cell: ({ bytes }) => bytes },
];

/** Adds `session list`. */
export function addSessionCommands(program: Command, terminal: Terminal): void {
  const session = program.command('session').description('live connections');
  addExamples(session, [['session list', 'the first 100']]);
  const list = addReadingCommand(session, 'list', 'live sessions: inner key and wire key, age, flows', [
    ['session list', 'the first 100, in no promised order'],
    ['session list --endpoint c1', 'those with c1 at either end'],
    ['session list --limit 1000000 --json', 'all, for scripts'],
  ]);
  list.option('--endpoint <name>', 'only sessions with this endpoint at either end');
  list.addOption(limitOption(STANDARD_LIMIT));
  setAnswer(list, terminal, async (asked) => {
    const { endpoint, limit } = asked.options as { endpoint?: string; limit: number };
    const read = collect((page) => asked.client.sessions({ endpoint }, page), limit);
    return printList(asked, await read, COLUMNS);
  });
}

/** `c1 10.1.1.2:40000`. */
function describeEnd({ ip, port, endpoint }: Session['inner']['source']): string {
  const address = port === null ? ip : `${ip}:${port}`;
  return endpoint === null ? address : `${endpoint} ${address}`;
}

/** `s1:61440 > s2:80`, `s1 > s2 code 7`. */
function describeWire({
  sourceHost,
  targetHost,
  sourcePort,
  targetPort,
  icmpCode,
}: NonNullable<Session['wire']>): string {
  if (icmpCode !== null) return `${sourceHost} > ${targetHost} code ${icmpCode}`;
  return `${sourceHost}:${sourcePort} > ${targetHost}:${targetPort}`;
}
