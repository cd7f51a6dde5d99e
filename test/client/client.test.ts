// The typed client: against the API itself for what works, and against servers that misbehave for what does not.
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from '#api/server.ts';
import { DaoliError } from '#base/error.ts';
import { collect, DaoliClient } from '#client/client.ts';
import { FakeReadings, SESSION_COUNT } from '../api/fake-readings.ts';

const readings = new FakeReadings();
let api: Api;
let client: DaoliClient;

beforeAll(async () => {
  api = await startApi({ host: '127.0.0.1', port: 0, readings, log: pino({ level: 'silent' }) });
  client = new DaoliClient(api.address);
});
afterAll(() => api.close());

describe('each method', () => {
  test.each([
    ['health', () => client.health(), { version: '9.8.7' }],
    ['ready', () => client.ready(), { ready: true }],
    ['hosts', () => client.hosts(), { total: 2 }],
    ['hostNamed', () => client.hostNamed('s1'), { name: 's1' }],
    ['networks', () => client.networks(), { total: 2 }],
    ['networkNamed', () => client.networkNamed('db'), { isolated: true }],
    ['endpoints', () => client.endpoints({ host: 's2' }), { total: 2 }],
    ['endpointNamed', () => client.endpointNamed('c5'), { located: false }],
    ['groups', () => client.groups(), { total: 1 }],
    ['groupNamed', () => client.groupNamed('g1'), { endpoints: 3 }],
    ['policies', () => client.policies(), { total: 1 }],
    ['publications', () => client.publications(), { total: 1 }],
    ['services', () => client.services(), { total: 1 }],
    ['datapaths', () => client.datapaths({ state: 'connected' }), { total: 2 }],
    ['datapath', () => client.datapath('0x1'), { host: 's1' }],
    ['sessions', () => client.sessions({ endpoint: 'c1' }, { limit: 1 }), { total: 3, truncated: true }],
    ['why', () => client.why({ from: 'c1', to: 'c2', protocol: 'tcp', port: 80 }), { verdict: 'allow' }],
    ['why', () => client.why({ from: 'c1', to: 'c2', protocol: 'icmp', port: null }), { verdict: 'deny' }],
    ['counters', () => client.counters(), { total: 5 }],
    ['latency', () => client.latency(), { total: 6, items: [{ buckets: null }, ...new Array(5).fill({})] }],
    [
      'latency',
      () => client.latency({ buckets: true }),
      { items: [{ buckets: [{ ns: 5000 }, {}] }, ...new Array(5).fill({})] },
    ],
  ])('%s reads what the API answers', async (_name, ask, expected) => {
    expect(await ask()).toMatchObject(expected);
  });

  test('not ready is an answer', async () => {
    readings.isReady = false;
    expect(await client.ready()).toEqual({ ready: false, waitingFor: ['worker 1'] });
    readings.isReady = true;
  });

  test('an error of the controller comes as it is', async () => {
    await expect(client.hostNamed('a/b?c')).rejects.toThrow(
      expect.objectContaining({ code: 'not_found', message: expect.stringContaining('host "a/b?c"') }),
    );
    await expect(client.sessions({}, { limit: 0, offset: -1 })).rejects.toThrow(
      expect.objectContaining({ code: 'bad_request', details: [expect.any(String), expect.any(String)] }),
    );
  });

  test("the controller's own trouble is `unavailable`", async () => {
    readings.failure = new Error('broken');
    await expect(client.groups()).rejects.toThrow(expect.objectContaining({ code: 'unavailable' }));
    readings.failure = undefined;
  });
});

describe('collect', () => {
  test('reads all pages, each once', async () => {
    readings.asked.length = 0;
    const list = await collect((page) => client.sessions({}, page), 1_000_000);
    expect(list).toMatchObject({ total: SESSION_COUNT, truncated: false });
    expect(new Set(list.items.map(({ id }) => id)).size).toBe(SESSION_COUNT);
    expect(readings.asked.map(({ page }) => page.offset)).toEqual([0, 1000, 2000]);
  });

  test('stops at the most that is wanted, and says that there are more', async () => {
    const list = await collect((page) => client.sessions({}, page), 1500);
    expect(list.items).toHaveLength(1500);
    expect(list.truncated).toBe(true);
  });

  test('stops at an empty page though more is promised', async () => {
    const list = await collect(async () => ({ items: [], total: 5, truncated: true }), 10);
    expect(list).toEqual({ items: [], total: 5, truncated: true });
  });
});

describe('a controller that', () => {
  const servers: { close(): unknown }[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** Serves HTTP by `listener`; the client is impatient. */
  async function serve(listener: RequestListener): Promise<DaoliClient> {
    const server: Server = createHttpServer(listener).listen(0, '127.0.0.1');
    servers.push({ close: () => server.close().closeAllConnections() });
    await new Promise((resolve) => server.once('listening', resolve));
    return impatient((server.address() as AddressInfo).port);
  }

  function impatient(port: number): DaoliClient {
    return new DaoliClient(`127.0.0.1:${port}`, {
      patience: { timeoutMs: 300, retries: 2, retryDelayMs: 20, answerBytes: 10_000 },
    });
  }

  async function unusedPort(): Promise<number> {
    const server = createTcpServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  /** The error that must come, and come soon. */
  async function failureOf(ask: Promise<unknown>): Promise<DaoliError> {
    const began = performance.now();
    const error = await ask.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(performance.now() - began).toBeLessThan(3000);
    if (!(error instanceof DaoliError)) throw new Error(`not a DaoliError: ${error}`);
    return error;
  }

  test('is not there is asked three times, then the error says where and what to do', async () => {
    const port = await unusedPort();
    const { code, message } = await failureOf(impatient(port).health());
    expect(code).toBe('unavailable');
    expect(message).toBe(
      `cannot reach the controller at http://127.0.0.1:${port}: ECONNREFUSED after 3 attempts; ` +
        'is the controller running, and is its address right (--host URL or DAOLI_HOST)?',
    );
  });

  test('comes up between two attempts is reached', async () => {
    const port = await unusedPort();
    const patient = new DaoliClient(`127.0.0.1:${port}`, { patience: { retries: 3, retryDelayMs: 100 } });
    const asked = patient.health();
    const late = startApi({ host: '127.0.0.1', port, readings, log: pino({ level: 'silent' }) });
    servers.push(await late);
    expect(await asked).toMatchObject({ version: '9.8.7' });
  });

  test('accepts and stays silent is given up in time, and not asked again', async () => {
    let asked = 0;
    const silent = await serve(() => void asked++);
    expect((await failureOf(silent.health())).message).toContain('no answer within 300 ms');
    expect(asked).toBe(1);
  });

  test('sends half an answer and stalls is given up in time', async () => {
    const half = await serve((_request, response) => void response.writeHead(200).write('{"status":'));
    expect(await failureOf(half.health())).toMatchObject({ code: 'unavailable' });
  });

  test('hangs up in the middle of an answer is not asked again', async () => {
    let asked = 0;
    const rude = await serve((_request, response) => {
      asked++;
      response.writeHead(200, { 'content-length': '1000' }).write('{');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await failureOf(rude.health())).toMatchObject({ code: 'unavailable' });
    expect(asked).toBe(1);
  });

  test('answers without end is cut off at the bound', async () => {
    const endless = await serve((_request, response) => void response.writeHead(200).write('x'.repeat(20_000)));
    expect((await failureOf(endless.health())).message).toContain('longer than 10000 bytes');
  });

  test('is a web server of another kind is recognised as such', async () => {
    const html = await serve((_request, response) => void response.writeHead(200).end('<html>hello</html>'));
    expect((await failureOf(html.health())).message).toMatch(/answered 200 with "<html>hello<\/html>", expected JSON/);
    const other = await serve((_request, response) => void response.writeHead(404).end('{"detail":"nope"}'));
    expect((await failureOf(other.health())).message).toMatch(/answered 404, not as a controller does/);
  });

  test('answers another shape is recognised, and the first difference is named', async () => {
    const strange = await serve((_request, response) => void response.writeHead(200).end('{"ready":"yes"}'));
    const { message, details } = await failureOf(strange.ready());
    expect(message).toMatch(/not the answer expected \(ready: .*boolean.*\); is the controller another version\?/);
    expect(details).toHaveLength(2);
  });

  test('sends us elsewhere is not followed', async () => {
    const moved = await serve((_request, response) => void response.writeHead(302, { location: 'http://x/' }).end());
    expect(await failureOf(moved.health())).toMatchObject({ code: 'unavailable' });
  });

  test('a question can be called off', async () => {
    const server = await serve(() => undefined);
    const calledOff = new DaoliClient(server.host, { signal: AbortSignal.timeout(50) });
    await expect(calledOff.health()).rejects.toThrow();
  });
});
