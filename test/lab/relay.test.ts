// The lab's control path: what it holds back arrives late, in order and whole; what is cut stays cut.

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ControlRelays } from '../../tools/lab/relay.ts';

let directory: string;
let path: string;
let server: Server;
let relays: ControlRelays;
let port: number;
const accepted: Socket[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'relay-test-'));
  path = join(directory, 'a.sock');
  server = createServer((socket) => {
    accepted.push(socket);
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as { port: number }).port;
  relays = await ControlRelays.open([{ name: 'a', path, host: '127.0.0.1', port }]);
});

afterEach(async () => {
  await relays.close();
  for (const socket of accepted.splice(0)) socket.destroy();
  server.close();
  rmSync(directory, { recursive: true });
});

test('bytes pass both ways', async () => {
  const { switchSide, controllerSide } = await joinSides();
  switchSide.write('hello');
  expect(String((await once(controllerSide, 'data'))[0])).toBe('hello');
  controllerSide.write('welcome');
  expect(String((await once(switchSide, 'data'))[0])).toBe('welcome');
});

test('what the controller says is held back, and keeps its order when the delay ends', async () => {
  const { switchSide, controllerSide } = await joinSides();
  let text = '';
  switchSide.on('data', (chunk) => {
    text += chunk;
  });
  await relays.delay('a', 200);
  const startedAtMs = performance.now();
  controllerSide.write('first ');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await relays.delay('a', 0);
  controllerSide.write('second');
  await expect.poll(() => text, { timeout: 2000 }).toBe('first second');
  expect(performance.now() - startedAtMs).toBeGreaterThan(190);
});

test('a cut ends the connection, refuses new ones, and can be taken back', async () => {
  const { switchSide } = await joinSides();
  await Promise.all([once(switchSide, 'close'), relays.cut('a', true)]);
  const refused = connect(path);
  refused.on('error', () => {});
  await once(refused, 'close');
  await relays.cut('a', false);
  await joinSides();
});

test('a controller that is not there ends the switch side, so that it asks again later', async () => {
  server.close();
  await once(server, 'close');
  const switchSide = connect(path);
  switchSide.on('error', () => {});
  await once(switchSide, 'close');
});

async function joinSides(): Promise<{ switchSide: Socket; controllerSide: Socket }> {
  const arrival = once(server, 'connection');
  const switchSide = connect(path);
  switchSide.on('error', () => {});
  const [controllerSide] = (await arrival) as [Socket];
  return { switchSide, controllerSide };
}
