// daolictl as people and scripts run it: a process of its own, against an API with a small world behind it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from '#api/server.ts';
import { FakeReadings, SESSION_COUNT } from '../api/fake-readings.ts';
import { type Outcome, PROGRAM, run, start as startProcess, tableOf } from './daolictl-process.ts';

const readings = new FakeReadings();
let api: Api;

beforeAll(async () => {
  api = await startApi({ host: '127.0.0.1', port: 0, readings, log: pino({ level: 'silent' }) });
});
afterAll(() => api.close());

function start(args: readonly string[]) {
  return startProcess(api.address, args);
}

function daolictl(args: string, environment?: NodeJS.ProcessEnv): Promise<Outcome> {
  return run(api.address, args.split(' '), environment);
}

describe.concurrent('a list', () => {
  test('of endpoints is a table with aligned columns', async () => {
    const { code, out, err } = await daolictl('endpoint list');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(/^NAME {2}TENANT +NETWORK +IP +MAC +HOST +PORT +GROUPS +LOCATED +REASON$/);
    const at = lines[0]!.indexOf('MAC');
    for (const line of lines.slice(1)) expect(line.slice(at, at + 17)).toMatch(/^02:00:00:00:00:0\d$/);
    expect(lines[5]).toMatch(/^c5 .* no +host s2 is not connected$/);
  });

  test.each([
    ['datapath list', 'DPID', '0000000000000001'],
    ['container list', 'NAME', 'c1'],
    ['host list', 'NAME', 's1'],
    ['network list', 'NAME', 'web'],
    ['group list', 'NAME', 'g1'],
    ['policy list', 'A', 'c1'],
    ['publication list', 'NAME', 'fw-web'],
    ['firewall list', 'NAME', 'fw-web'],
    ['service list', 'NAME', 'shop'],
    ['session list', 'ID', '0-0'],
    ['latency', 'STAGE', 'ring'],
  ])('%s has titles and rows', async (args, title, first) => {
    const { code, out } = await daolictl(args);
    expect(code).toBe(0);
    const rows = tableOf(out);
    expect([rows[0]![0], rows[1]![0]]).toEqual([title, first]);
    for (const row of rows) expect(row).toHaveLength(rows[0]!.length); // no cell is empty: a dash stands there
  });

  test('as JSON is what the API answers', async () => {
    const { code, out } = await daolictl('endpoint list --on s2 --network db --json');
    expect(code).toBe(0);
    const page = { limit: 1000, offset: 0 };
    const { items, total } = readings.endpoints({ host: 's2', network: 'db' }, page);
    expect(JSON.parse(out)).toEqual({ items, total, truncated: false });
  });

  test('that is longer than the limit says so beside it', async () => {
    const { code, out, err } = await daolictl('session list --limit 3');
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(4);
    expect(err).toBe(`3 of ${SESSION_COUNT} shown; --limit N shows more\n`);
  });

  test('that is longer than a page is read whole', async () => {
    const { out, err } = await daolictl('session list --limit 1000000 --json');
    const list = JSON.parse(out);
    expect(list.items).toHaveLength(SESSION_COUNT);
    expect(list.truncated).toBe(false);
    expect(err).toBe('');
  });

  test('with nothing in it shows its titles, and says so beside it', async () => {
    expect(await daolictl('session list --endpoint nobody')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^ID {2}KIND .*\n$/),
      err: 'none\n',
    });
  });

  test('shows both keys of a session', async () => {
    const { out } = await daolictl('session list --limit 2');
    expect(out).toMatch(/0-1 .* tcp +c1 10\.1\.1\.2:40001 +10\.1\.2\.6:80 +s1:61441 > s2:80 /);
  });
});

describe.concurrent('one thing', () => {
  test('is shown as fields, and a switch cannot command the terminal', async () => {
    const { code, out } = await daolictl('datapath show 0x1');
    expect(code).toBe(0);
    expect(out).toMatch(/^dpid +0000000000000001$/m);
    expect(out).toMatch(/^datapath +br-s1\\u001b\[31m$/m);
    expect(out).not.toContain('\u001b');
    expect(out).toMatch(/^ +2 {2}t1 +02:00:00:00:01:01 +up +c1$/m);
  });

  test('as JSON is what the API answers', async () => {
    expect(JSON.parse((await daolictl('endpoint show c6 --json')).out)).toEqual(readings.endpoint('c6'));
    expect(JSON.parse((await daolictl('datapath show 1 --json')).out)).toEqual(readings.datapath('0000000000000001'));
  });

  test('that does not exist exits with 1 and says so', async () => {
    const { code, out, err } = await daolictl('endpoint show nope');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe('daolictl: endpoint "nope": no such endpoint; /v1/endpoints lists all there are\n');
  });
});

describe.concurrent('why', () => {
  test('says the verdict, the reason and the line of policy', async () => {
    const { code, out } = await daolictl('why c1 c2 tcp/80');
    expect(code).toBe(0);
    expect(out).toBe(
      'allow  c1 to c2 tcp/80\ngroups.g1.rules[0] allows tcp/80 (group-rule, groups.g1.rules[0])\n  c1 is on s1, port 2\n',
    );
  });

  test('exits with 0 also when the answer is deny', async () => {
    expect(await daolictl('why c1 c2')).toMatchObject({
      code: 0,
      out: 'deny  c1 to c2 icmp\nnothing allows it (default)\n',
    });
  });

  test('exits with 3 on deny and 0 on allow with --exit-code', async () => {
    expect((await daolictl('why c1 c2 udp/53 --exit-code')).code).toBe(3);
    expect((await daolictl('why c1 c2 tcp/80 --exit-code')).code).toBe(0);
  });

  test('as JSON is what the API answers', async () => {
    const { out } = await daolictl('why c1 c2 TCP/80 --json');
    expect(JSON.parse(out)).toEqual(readings.why({ from: 'c1', to: 'c2', protocol: 'tcp', port: 80 }));
  });
});

describe('counters', () => {
  test('shows those that are not zero, all with --all, threads with --threads', async () => {
    const few = await daolictl('counters');
    expect(tableOf(few.out).map((row) => row[1])).toEqual([
      'COUNTER',
      'session_opened',
      'denied_default',
      'packet_ins',
      'bytes_in',
    ]);
    expect(few.err).toBe('1 that are zero left out; --all shows them\n');
    const all = await daolictl('counters --all --threads');
    expect(tableOf(all.out)[0]).toEqual(['KIND', 'COUNTER', 'VALUE', 'WORKER-0', 'WORKER-1', 'CHANNEL', 'MEANING']);
    expect(tableOf(all.out)[3]!.slice(0, 6)).toEqual(['dropped', 'dropped_ipv6', '0', '0', '0', '-']);
  });

  test('--watch looks again with rates, until it is interrupted', async () => {
    const child = start(['counters', '--watch', '0.1']);
    let out = '';
    for await (const chunk of child.stdout!) {
      out += chunk;
      if (out.split('COUNTER').length > 3) break;
    }
    child.kill('SIGINT');
    await once(child, 'close');
    const [first, second] = out.split('\n\n');
    expect(first).not.toContain('PER-SECOND');
    expect(second).toMatch(/VALUE {2}PER-SECOND/);
    expect(second).toMatch(/session_opened +40 +0 /);
    expect(out).not.toContain('\u001b'); // a pipe is not cleared
  });

  test('--watch --json is one line each time', async () => {
    const child = start(['counters', '--watch', '0.1', '--json']);
    let out = '';
    for await (const chunk of child.stdout!) {
      out += chunk;
      if (out.split('\n').length > 2) break;
    }
    child.kill('SIGINT');
    const [first, second] = out.split('\n').map((line) => line.length > 0 && JSON.parse(line));
    expect(first).toEqual(second);
    expect(first.total).toBe(5);
  });
});

describe('health and readiness', () => {
  test('are told in words and by exit code', async () => {
    const well = await daolictl('health');
    expect(well).toMatchObject({ code: 0, out: expect.stringMatching(/^ok\ncontroller +http:\/\/127/) });
    expect(well.out).toMatch(/^native +no: not built: node:net serves the switches$/m);
    expect(well.out).toMatch(/^hosts +1 of 2 ready$/m);
    expect(well.out).toMatch(/^main +28\.6 MiB +38\.1 MiB +4\.8 MiB +7$/m);
    expect(JSON.parse((await daolictl('health --json --exit-code')).out)).toEqual(readings.health());
    expect(await daolictl('ready')).toMatchObject({ code: 0, out: 'ready\n' });
  });

  test('that is a no exits with 3 when --exit-code is given, and with 0 when not', async () => {
    readings.status = 'degraded';
    readings.isReady = false;
    try {
      expect(await daolictl('health')).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^degraded\n {2}worker 1 was restarted\n/),
      });
      expect((await daolictl('health --exit-code')).code).toBe(3);
      expect(await daolictl('ready')).toMatchObject({ code: 0, out: 'not ready: waits for worker 1\n' });
      expect((await daolictl('ready --exit-code')).code).toBe(3);
    } finally {
      readings.status = 'ok';
      readings.isReady = true;
    }
  });
});

describe.concurrent('a wrong command line', () => {
  test.each([
    ['nope', /unknown command 'nope'/],
    ['endpoint lst', /Did you mean list\?/],
    ['endpoint list --limit 0', /expected a whole number from 1 to 1000000/],
    ['endpoint list --limit 1e3', /expected a whole number/],
    ['endpoint list extra', /too many arguments/],
    ['datapath list --state up', /Allowed choices are connected, disconnected/],
    ['why c1', /missing required argument 'to'/],
    ['why c1 c2 tcp', /expected tcp\/PORT/],
    ['counters --watch 0', /expected seconds from 0.1 to 3600/],
    ['latency --watch soon', /expected seconds from 0.1 to 3600/],
    ['latency --stage all', /Allowed choices are ring, queue, decide, emit, write, total/],
    ['latency --svg /nowhere/plot.svg --json', /--svg \/nowhere\/plot.svg: cannot be written: ENOENT/],
    ['completion tcsh', /Allowed choices are bash, zsh, fish/],
    ['datapath', /Usage: daolictl datapath/],
    ['datapath show xyz', /dpid: found "xyz", expected a dpid: up to 16 hex digits/],
    ['health --host ftp://x', /controller address: found "ftp:\/\/x", expected http:\/\/HOST:PORT/],
  ])('%s exits with 2 and says what was expected', async (args, expected) => {
    const { code, out, err } = await daolictl(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(expected);
  });
});

describe.concurrent('a controller', () => {
  test('that is not there exits with 4 and says how to put it right', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    const { code, out, err } = await daolictl(`host list --host 127.0.0.1:${port}`);
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toMatch(
      /^daolictl: cannot reach the controller at http:\/\/127\.0\.0\.1:\d+: ECONNREFUSED.*--host URL or DAOLI_HOST\)\?\n$/,
    );
  });

  test('that speaks no HTTP exits with 4', async () => {
    const server = createServer((socket) => socket.end('\x04\x00\x00\x08')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    expect(await daolictl('host list', { DAOLI_HOST: `:${port}` })).toMatchObject({ code: 4, out: '' });
    server.close();
  });

  test('is named by --host rather than by DAOLI_HOST', async () => {
    expect((await daolictl(`ready --host ${api.address}`, { DAOLI_HOST: '127.0.0.1:1' })).code).toBe(0);
    expect((await daolictl(`--host http://${api.address}/ ready`, { DAOLI_HOST: '127.0.0.1:1' })).code).toBe(0);
  });

  test('that refuses does so in JSON when answers are asked in JSON', async () => {
    const { code, out, err } = await daolictl('why c1 c99 tcp/80 --json');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(JSON.parse(err)).toEqual({ error: { code: 'not_found', message: 'endpoint "c99": no such endpoint' } });
  });
});

describe.concurrent('colours', () => {
  /** Runs daolictl under `script`, which gives it a terminal. */
  async function onTerminal(args: string, environment: NodeJS.ProcessEnv): Promise<string> {
    const command = `${process.execPath} ${PROGRAM} ${args}`;
    const env = { PATH: process.env.PATH, TERM: 'xterm', DAOLI_HOST: api.address, ...environment };
    const child = spawn('script', ['-qec', command, '/dev/null'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    return text(child.stdout);
  }

  test('are for a terminal', async () => {
    expect(await onTerminal('datapath list', {})).toContain('\u001b[32mconnected');
  });

  test('are not for a terminal whose owner wants none', async () => {
    for (const environment of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      const out = await onTerminal('datapath list', environment);
      expect(out).toContain('connected');
      expect(out).not.toContain('\u001b');
    }
  });
});

test('a reader that stops early is no error', async () => {
  const child = start(['session', 'list', '--limit', '2500', '--json']);
  await once(child.stdout!, 'data');
  child.stdout!.destroy();
  const [err, [code]] = await Promise.all([text(child.stderr!), once(child, 'close')]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
});
