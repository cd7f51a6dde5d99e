// The library's README is true: its programs are the files in examples/ and talk to each other, its values print as it says.

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { decodeMessage, encodeMessage, oxm, printMessage } from 'daolinet/openflow';
import { afterEach, describe, expect, test } from 'vitest';
import { waitUntil } from '../../tools/lab/command.ts';

const ROOT = new URL('../../', import.meta.url);
const README = readFileSync(new URL('src/openflow/README.md', ROOT), 'utf8');
/** Lines of code that a program of the README may have: thirty or so, imports and formatting included. */
const LINES_MAX = 32;

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill();
});

/** A program of examples/openflow, and what it has said. */
function start(name: string, port: number): { text: string } {
  const child = spawn(process.execPath, [new URL(`examples/openflow/${name}.ts`, ROOT).pathname], {
    env: { ...process.env, PORT: String(port) },
  });
  running.push(child);
  const said = { text: '' };
  const hear = (chunk: Buffer) => {
    said.text += chunk;
  };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', hear);
  return said;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the README of the library', () => {
  test.each(['controller', 'switch'])('has the %s of the examples, which is short', (name) => {
    const source = readFileSync(new URL(`examples/openflow/${name}.ts`, ROOT), 'utf8');
    expect(README).toContain(`\`\`\`ts\n${source}\`\`\``);
    expect(source.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('//')).length).toBeLessThan(
      LINES_MAX + 1,
    );
  });

  test('prints what it says', () => {
    const bytes = encodeMessage({
      ...{ version: 4, type: 'FLOW_MOD', command: 'ADD', priority: 100 },
      match: [oxm('ETH_TYPE', 0x800), oxm('IPV4_DST', '10.0.0.0', '255.0.0.0')],
      instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'OUTPUT', port: 2 }] }],
    });
    const result = decodeMessage(bytes);
    expect(result.ok && README.includes(`// ${printMessage(result.message).trimEnd()}\n`)).toBe(true);
    // The length of the action, two less than its own four bytes and what is left.
    bytes.set([0, 12], 82);
    const cut = decodeMessage(bytes);
    expect(cut.ok ? '' : README.includes(cut.error.message)).toBe(true);
  });

  test('has a controller and a switch that talk to each other', async () => {
    const port = await freePort();
    const controller = start('controller', port);
    await waitUntil('the controller to listen', 5000, async () => {
      return new Promise<boolean>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
        socket.on('connect', () => socket.destroy());
      });
    });
    const bridge = start('switch', port);
    await waitUntil('a packet, there and back', 10_000, () => bridge.text.includes('OFPT_PACKET_OUT'));
    expect(controller.text).toContain('dpid:0000000000000001');
    expect(controller.text).toMatch(/OFPT_PACKET_IN .*in_port=1 .*\n?arp/);
    expect(bridge.text).toContain('OFPT_FLOW_MOD (OF1.3) (xid=0x0): ADD priority=0 actions=CONTROLLER:65535');
    expect(bridge.text).toContain('in_port=CONTROLLER actions=FLOOD');
  }, 20_000);
});
