// The controller of the scale benchmark: the program's own, and it takes orders on stdin (orders.ts), since there is no
// other way yet to change policy a thousand times a second. A process of its own, as a controller is.
//
//   node bench/scale/controller.ts --inventory FILE --workers 1
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { parseConfig } from '#base/config.ts';
import { openLog } from '#base/log.ts';
import { setV8Options } from '#base/v8-options.ts';
import { Controller } from '../../src/controller.ts';
import { ChangeMaker } from './change-maker.ts';
import { ChangePump } from './change-pump.ts';
import type { Answers, Order } from './orders.ts';

const flags = parseArgs({
  options: { inventory: { type: 'string' }, workers: { type: 'string', default: '1' } },
}).values;
const log = openLog('warn');
setV8Options();
const anyPort = { host: '127.0.0.1', port: 0 };
const controller = await Controller.prepare({
  ...{ log, config: parseConfig([]), workers: Number(flags.workers), pin: -1, native: true },
  ...{ openflow: anyPort, api: anyPort, inventory: flags.inventory, learn: false, version: 'bench' },
  onFatal: (reason) => {
    log.fatal({ err: reason }, reason.message);
    process.exit(1);
  },
});
const { memory, control } = controller;
const { bound, api } = await controller.start();
process.stdout.write(`ready openflow=${bound.host}:${bound.port} api=${api}\n`);

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
