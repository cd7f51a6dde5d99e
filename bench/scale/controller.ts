// The controller of the scale benchmark: composed as src/main.ts does, and it takes orders on stdin (orders.ts), since there
// is no other way yet to change policy a thousand times a second. A process of its own, as a controller is.
//
//   node bench/scale/controller.ts --inventory FILE --workers 1
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startApi } from '#api/server.ts';
import { parseConfig } from '#base/config.ts';
import { openLog } from '#base/log.ts';
import { ControlPlane } from '#control/control-plane.ts';
import { InventoryFile } from '#control/inventory-file.ts';
import { ControlReadings } from '#control/readings.ts';
import { Threads, WORKER_FILE } from '#control/threads.ts';
import { macWords } from '#control/words.ts';
import { ROUTER_MAC } from '#model/address.ts';
import { adviseHugePages } from '#native/huge-pages.ts';
import { allocateMemory, blocksOf } from '#shm/layout.ts';
import { ChangeMaker } from './change-maker.ts';
import { ChangePump } from './change-pump.ts';
import type { Answers, Order } from './orders.ts';

const flags = parseArgs({
  options: { inventory: { type: 'string' }, workers: { type: 'string', default: '1' } },
}).values;
const log = openLog('warn');
const config = parseConfig([]);
const memory = allocateMemory({ ...config, workers: Number(flags.workers) });
adviseHugePages(blocksOf(memory));
const control = new ControlPlane({ memory, config, log, nowMs: () => performance.now() });
const inventoryFile = new InventoryFile(flags.inventory, control, log);
await inventoryFile.load();

const router = macWords(ROUTER_MAC);
const threads = new Threads({
  ...{ memory, log, counters: control.counters, workerRestartsMax: 0 },
  ...{ channelFile: new URL('../../src/channel-thread.ts', import.meta.url), workerFile: WORKER_FILE },
  channel: {
    ...{ host: '127.0.0.1', port: 0, native: true, cpu: -1 },
    ...{ idleRounds: config.channelIdleRounds, spinUs: config.channelSpinUs },
    config: { ...config, learn: false },
  },
  worker: { ...config, firstCpu: -1, routerMacHi: router.hi, routerMacLo: router.lo },
  onFatal: die,
});
const readings = new ControlReadings({ memory, control, threads, inventoryFile, learn: false, version: 'bench' });
threads.startWorkers();
control.loop.run().catch(die);
const bound = await threads.startChannel();
const api = await startApi({ host: '127.0.0.1', port: 0, readings, log });
process.stdout.write(`ready openflow=${bound.host}:${bound.port} api=${api.address}\n`);

const changes = new ChangePump(memory, control, new ChangeMaker(control.inventory));
const orders = createInterface({ input: process.stdin });
orders.on('line', async (line) => {
  process.stdout.write(`${JSON.stringify(await obey(JSON.parse(line)))}\n`);
});
// it must not outlive the one who started it
orders.on('close', () => process.exit(0));

async function obey(order: Order): Promise<Answers[Order['do']]> {
  switch (order.do) {
    case 'sweep':
      return { sweptMs: await changes.sweep() };
    case 'start':
      changes.start(order.rate);
      return {};
    case 'stop':
      return changes.stop();
  }
}

function die(reason: Error): void {
  log.fatal({ err: reason }, reason.message);
  process.exit(1);
}
