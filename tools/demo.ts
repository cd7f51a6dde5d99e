// PROGRAM behind `npm run demo`: builds the lab, starts a controller on it, shows real traffic beside what policy says,
// tells how to look around, and leaves nothing behind. Needs root, as it makes network namespaces.

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DaoliError } from '#base/error.ts';
import { buildControlledLab, type ControlledLab } from './lab/controlled-lab.ts';
import { freePort } from './lab/controller.ts';
import { DEMO_SCENES, type DemoRow } from './lab/demo-scenes.ts';
import { standardLab } from './lab/standard-lab.ts';
import { formatTable } from './lab/table.ts';

const USAGE = `usage: npm run demo [-- OPTION...]

Builds two servers with Open vSwitch, a routed underlay between them and eleven containers in network
namespaces, starts a controller, and shows which traffic passes, which does not, and why.

  --once    show it once and exit: 0 when all went as expected, 1 otherwise
  --json    print the rows as JSON instead of a table
  --help    print this

Without --once the lab stays up to look around in, until Ctrl-C. Needs root. Everything is removed in the
end, and what a crashed earlier run left is removed at the start.`;

/** The API's own port when it is free, so that daolictl needs no address. */
const PREFERRED_API_PORT = 3380;
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

const options = readOptions();
let stopped: NodeJS.Signals | undefined;
const stop = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stopped ??= signal;
      resolve();
    });
  }
});
// The reader of our output may go first (`npm run demo | head`); the lab is removed all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

process.exitCode = await main();
// A signal that came while something was awaited leaves that something pending; nothing of ours is left to wait for.
process.exit();

async function main(): Promise<number> {
  const startedAtMs = performance.now();
  let controlled: ControlledLab | undefined;
  try {
    progress('building the lab: 2 servers, 1 router, 11 containers');
    const api = { host: '127.0.0.1', port: await freePort(PREFERRED_API_PORT) };
    controlled = await buildControlledLab(standardLab(), { api });
    const { lab, controller } = controlled;
    progress(`lab ${lab.plan.id} stands, controller on ${controller.openflow.host}:${controller.openflow.port}`);
    const rows = await Promise.race([showScenes(controlled), stop]);
    if (rows === undefined) return exitOf(stopped);
    const asExpected = rows.every((row) => row.ok);
    const seconds = (performance.now() - startedAtMs) / 1000;
    if (options.json) print(JSON.stringify({ ok: asExpected, seconds: Number(seconds.toFixed(1)), rows }, null, 2));
    else print(`${tableOf(rows)}\n\n${summaryOf(rows, seconds)}`);
    if (!options.once) {
      print(`\n${lookAround(controlled)}`);
      await stop;
      return asExpected ? 0 : EXIT_FAILED;
    }
    return asExpected ? 0 : EXIT_FAILED;
  } catch (error) {
    if (stopped) return exitOf(stopped);
    progress(error instanceof DaoliError ? `failed: ${error.message}` : `failed: ${(error as Error).stack}`);
    return EXIT_FAILED;
  } finally {
    progress('removing the lab');
    await controlled?.remove();
  }
}

/** Runs every scene; a scene that breaks off is a row that failed, and the next one goes on. */
async function showScenes(controlled: ControlledLab): Promise<DemoRow[]> {
  const rows: DemoRow[] = [];
  for (const { title, run } of DEMO_SCENES) {
    progress(title);
    try {
      rows.push(...(await run(controlled)));
    } catch (error) {
      const happened = `broke off: ${(error as Error).message.split('\n')[0]}`;
      rows.push({ scene: title, tried: 'this scene', policy: '', happened, firstPacketMs: null, ok: false });
    }
    if (stopped) break;
  }
  return rows;
}

function tableOf(rows: readonly DemoRow[]): string {
  const scenes = [...new Set(rows.map((row) => row.scene))];
  const sections = scenes.map((title) => ({
    title,
    rows: rows
      .filter((row) => row.scene === title)
      .map((row) => [
        row.ok ? 'ok' : 'FAIL',
        row.tried,
        row.policy,
        row.firstPacketMs === null ? '' : row.firstPacketMs.toFixed(1),
        row.happened,
      ]),
  }));
  return formatTable(['', 'tried', 'policy says', 'first ms', 'what happened'], sections, [3]);
}

function summaryOf(rows: readonly DemoRow[], seconds: number): string {
  const failed = rows.filter((row) => !row.ok).length;
  const verdict = failed === 0 ? 'all as expected' : `${failed} NOT as expected`;
  return (
    `${rows.length} rows, ${verdict}, ${seconds.toFixed(1)} s.\n` +
    'first ms: from the first packet of a connection until its answer, with ARP and the controller in between.'
  );
}

function lookAround({ lab, controller }: ControlledLab): string {
  const host = lab.plan.hosts[0]!;
  const flags = controller.api.port === PREFERRED_API_PORT ? '' : ` --host http://127.0.0.1:${controller.api.port}`;
  return [
    'Look around, from another terminal, as root:',
    `  npm run -s daolictl --${flags} session list            live sessions with their NAT keys`,
    `  npm run -s daolictl --${flags} why c1 c5 tcp/80        what policy says, and which rule`,
    `  npm run -s daolictl --${flags} counters                what became of every PacketIn`,
    `  OVS_RUNDIR=${join(lab.directory, host.name)} ovs-ofctl -O OpenFlow13 --names dump-flows ${host.name}`,
    `  ip netns exec ${lab.namespace('c1')} bash               be in container c1; then: ping ${lab.address('c2')}`,
    `  ip netns exec ${lab.namespace('router')} tcpdump -ni any     watch the underlay`,
    `  tail -f ${join(lab.directory, 'controller.log')}`,
    `  $EDITOR ${lab.inventoryPath}; kill -HUP ${controller.pid}    change policy under live connections`,
    'Ctrl-C ends it and removes everything.',
  ].join('\n');
}

function readOptions(): { once: boolean; json: boolean } {
  try {
    const { values } = parseArgs({
      options: { once: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) {
      print(USAGE);
      process.exit(0);
    }
    return { once: values.once ?? false, json: values.json ?? false };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    process.exit(EXIT_USAGE);
  }
}

/** The exit status of a program that a signal ended, as a shell counts it. */
function exitOf(signal: NodeJS.Signals | undefined): number {
  return signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : signal === 'SIGHUP' ? 129 : EXIT_FAILED;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function progress(text: string): void {
  process.stderr.write(`demo: ${text}\n`);
}
