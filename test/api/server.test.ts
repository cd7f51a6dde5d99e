// The API as a server: parameters, pages, errors, readiness, and clients that are slow, silent or greedy.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Api, type ApiLimits, startApi } from '#api/server.ts';
import { DaoliError } from '#base/error.ts';
import { ErrorBody } from '#client/schema.ts';
import { FakeReadings, SESSION_COUNT } from './fake-readings.ts';

/** What the answers of these tests hold, one field or another. */
// biome-ignore lint/suspicious/noExplicitAny: an answer is anything until the test has looked at it
type Body = any;

let readings: FakeReadings;
let api: Api;
let logged: string[];

async function start(limits: Partial<ApiLimits> = {}): Promise<Api> {
  const log = pino({ level: 'info' }, { write: (line: string) => logged.push(line) });
  return startApi({ host: '127.0.0.1', port: 0, readings, log, limits });
}

beforeEach(async () => {
  readings = new FakeReadings();
  logged = [];
  api = await start();
});
afterEach(() => api.close());

async function ask(path: string, init?: RequestInit) {
  const response = await fetch(`http://${api.address}${path}`, init);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}

/** Opens a bare connection, to send what no HTTP client would. */
async function open(address = api.address): Promise<Socket> {
  const socket = connect(Number(address.split(':')[1]), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

describe('a wrong parameter', () => {
  test.each([
    ['/v1/sessions?limit=abc', 'limit: found "abc", expected a whole number from 1 to 1000'],
    ['/v1/sessions?limit=', 'limit: found "", expected a whole number from 1 to 1000'],
    ['/v1/sessions?limit=0', 'limit: found "0", expected a whole number from 1 to 1000'],
    ['/v1/sessions?limit=1001', 'limit: found "1001", expected a whole number from 1 to 1000'],
    ['/v1/sessions?limit=0x10', 'limit: found "0x10", expected a whole number from 1 to 1000'],
    ['/v1/sessions?limit=1&limit=2', 'limit: found it 2 times, expected a whole number from 1 to 1000'],
    ['/v1/sessions?offset=-1', 'offset: found "-1", expected a whole number from 0 to 100000000'],
    ['/v1/sessions?endpoint=', 'endpoint: found "", expected the name of an endpoint'],
    ['/v1/datapaths?state=up', 'state: found "up", expected one of connected, disconnected'],
    ['/v1/datapaths/0xg1', 'dpid: found "0xg1", expected a dpid: up to 16 hex digits'],
    ['/v1/datapaths/00000000000000001', 'dpid: found "00000000000000001", expected a dpid: up to 16 hex digits'],
    ['/v1/hosts?name=s1', '"name": unknown, expected one of the parameters limit, offset'],
    ['/v1/health?x=1', '"x": unknown, expected no parameter'],
    ['/v1/why?to=c2', 'from: missing, expected the name of the endpoint that opens the connection'],
    ['/v1/why?from=c1&to=c2&protocol=gre', 'protocol: found "gre", expected one of tcp, udp, sctp, icmp'],
    ['/v1/why?from=c1&to=c2&protocol=tcp', 'port: missing, expected one because the protocol is tcp'],
    ['/v1/why?from=c1&to=c2&protocol=tcp&port=65536', 'port: found "65536", expected a whole number from 1 to 65535'],
    ['/v1/why?from=c1&to=c2&port=80', 'port: found 80, expected none because the protocol is icmp'],
    [
      '/v1/why?from=c1&to=c2&service=tcp/80&port=1',
      'service: found beside protocol or port, expected one or the other',
    ],
    [
      '/v1/why?from=c1&to=c2&service=tcp',
      'service: found "tcp", expected tcp/PORT, udp/PORT, sctp/PORT (PORT from 1 to 65535) or icmp',
    ],
  ])('%s is named, with what was found and expected', async (path, message) => {
    const { status, body } = await ask(path);
    expect(status).toBe(400);
    expect(ErrorBody.parse(body)).toEqual(body);
    expect(body.error).toMatchObject({ code: 'bad_request', message });
  });

  test('is told together with every other', async () => {
    const { body } = await ask('/v1/sessions?limit=x&offset=y&z=1');
    expect(body.error.details).toHaveLength(3);
  });

  test('is repeated only in part when it is long, and may hold anything', async () => {
    const { status, body } = await ask(`/v1/sessions?limit=${encodeURIComponent('\u001b[2J')}${'x'.repeat(5000)}`);
    expect(status).toBe(400);
    expect(body.error.message.length).toBeLessThan(250);
    expect(body.error.message).toContain('"\\u001b[2J');
  });

  test('named like a property of every object is unknown like any other', async () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const { status, body } = await ask(`/v1/health?${name}=1`);
      expect(status).toBe(400);
      expect(body.error.message).toContain(name);
    }
  });
});

describe('a list', () => {
  test('gives 100 rows when no limit is asked, and says that there are more', async () => {
    const { body } = await ask('/v1/sessions');
    expect(body.items).toHaveLength(100);
    expect(body).toMatchObject({ total: SESSION_COUNT, truncated: true });
    expect(readings.asked).toEqual([{ filter: {}, page: { limit: 100, offset: 0 } }]);
  });

  test('asks the readings for one page and no more', async () => {
    const { body } = await ask('/v1/sessions?endpoint=c1&limit=2&offset=1');
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(['0-1', '0-2']);
    expect(body).toMatchObject({ total: 3, truncated: false });
    expect(readings.asked).toEqual([{ filter: { endpoint: 'c1' }, page: { limit: 2, offset: 1 } }]);
  });

  test('is empty past its end', async () => {
    const { body } = await ask(`/v1/sessions?offset=${SESSION_COUNT}`);
    expect(body).toEqual({ items: [], total: SESSION_COUNT, truncated: false });
  });

  test('is truncated when the search was stopped, whatever the total', async () => {
    const { body } = await ask('/v1/sessions?endpoint=busy');
    expect(body).toEqual({ items: [], total: 0, truncated: true });
  });

  test('takes filters', async () => {
    expect((await ask('/v1/endpoints?network=web&host=s2')).body.total).toBe(0);
    expect((await ask('/v1/endpoints?network=web')).body.total).toBe(4);
    expect((await ask('/v1/datapaths?state=disconnected')).body.items).toMatchObject([{ dpid: '0000000000000002' }]);
  });
});

describe('one thing', () => {
  test.each([
    ['/v1/hosts/nope', 'host "nope": no such host; /v1/hosts lists all there are'],
    ['/v1/networks/nope', 'network "nope": no such network; /v1/networks lists all there are'],
    ['/v1/endpoints/a%2Fb', 'endpoint "a/b": no such endpoint; /v1/endpoints lists all there are'],
    ['/v1/groups/nope', 'group "nope": no such group; /v1/groups lists all there are'],
    ['/v1/datapaths/9', 'datapath "0000000000000009": no such datapath; /v1/datapaths lists all there are'],
    ['/v1/why?from=c1&to=c99', 'endpoint "c99": no such endpoint'],
  ])('%s that does not exist is a 404', async (path, message) => {
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body).toEqual({ error: { code: 'not_found', message } });
  });

  test('a dpid may be written as people write it', async () => {
    for (const dpid of ['1', '0x1', '0000000000000001', '00:00:00:00:00:00:00:01']) {
      expect((await ask(`/v1/datapaths/${dpid}`)).body.host).toBe('s1');
    }
    expect((await ask('/v1/datapaths/FF')).body.dpid).toBe('00000000000000ff');
  });
});

describe('why', () => {
  test('takes the traffic in one word or in two parameters', async () => {
    const { body } = await ask('/v1/why?from=c1&to=c2&service=TCP/80');
    expect(body).toMatchObject({
      verdict: 'allow',
      reason: 'group-rule',
      rule: 'groups.g1.rules[0]',
      protocol: 'tcp',
      port: 80,
    });
    expect((await ask('/v1/why?from=c1&to=c2&protocol=tcp&port=80')).body).toEqual(body);
  });

  test('means ICMP when no traffic is named', async () => {
    expect((await ask('/v1/why?from=c1&to=c2')).body).toMatchObject({ protocol: 'icmp', port: null, verdict: 'deny' });
  });
});

describe('readiness', () => {
  test('is 503 with what it waits for, until it is ready', async () => {
    readings.isReady = false;
    expect(await ask('/v1/ready')).toMatchObject({ status: 503, body: { ready: false, waitingFor: ['worker 1'] } });
    readings.isReady = true;
    expect(await ask('/v1/ready')).toMatchObject({ status: 200, body: { ready: true } });
  });
});

describe('what is not served', () => {
  test('an unknown path is a 404 in JSON', async () => {
    const { status, body } = await ask('/v2/nothing?x=1');
    expect(status).toBe(404);
    expect(body).toEqual({
      error: { code: 'not_found', message: '/v2/nothing: no such path; /v1/openapi.json lists all there are' },
    });
  });

  test('a path with a broken escape is a 400 in JSON', async () => {
    const { status, body } = await ask('/v1/hosts/%zz');
    expect(status).toBe(400);
    expect(ErrorBody.parse(body).error.code).toBe('bad_request');
  });

  test('a name longer than any can be is a 404 or 400, not a fault', async () => {
    const { status, body } = await ask(`/v1/hosts/${'x'.repeat(2000)}`);
    expect([400, 404, 414]).toContain(status);
    expect(ErrorBody.parse(body)).toEqual(body);
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is a 405 that names what is allowed', async (method) => {
    const { status, headers, body } = await ask('/v1/hosts', { method });
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('GET, HEAD');
    expect(body.error.message).toBe(`${method} /v1/hosts: not served; this API only reads, with GET`);
  });

  test('HEAD gives the headers alone', async () => {
    const response = await fetch(`http://${api.address}/v1/hosts`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});

describe('a fault of ours', () => {
  test('goes to the log with the id that the user gets, and tells the user nothing else', async () => {
    readings.failure = new Error('the secret inner state');
    const { status, body } = await ask('/v1/groups');
    expect(status).toBe(500);
    expect(ErrorBody.parse(body).error.code).toBe('internal');
    expect(body.error.message).not.toContain('secret');
    const entry = JSON.parse(logged.find((line) => line.includes('the secret inner state'))!);
    expect(body.error.message).toContain(`request ${entry.reqId}`);
  });

  test.each([
    ['capacity', 503],
    ['unavailable', 503],
    ['bad_inventory', 400],
  ] as const)('an error of code %s has status %i, its message and its details', async (code, status) => {
    readings.failure = new DaoliError(code, 'what was wrong', { details: ['one', 'two'] });
    expect(await ask('/v1/groups')).toMatchObject({
      status,
      body: { error: { code, message: 'what was wrong', details: ['one', 'two'] } },
    });
  });
});

describe('a client that', () => {
  test('sends a body that is too long is refused, and the next one is served', async () => {
    const { status, body } = await ask('/v1/hosts', {
      method: 'POST',
      body: JSON.stringify('x'.repeat(100_000)),
      headers: { 'content-type': 'application/json' },
    }).catch(() => ({ status: 413, body: { error: { code: 'bad_request', message: '' } } })); // cut before it had sent all
    expect([405, 413]).toContain(status);
    expect(ErrorBody.parse(body).error.code).toBe('bad_request');
    expect((await ask('/v1/hosts')).status).toBe(200);
  });

  test('speaks no HTTP gets a JSON 400 and is cut off', async () => {
    const socket = await open();
    socket.write('\x04\x00\x00\x08\x00\x00\x00\x01'); // an OpenFlow hello, to the wrong port
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!).error.message).toBe('not an HTTP request');
  });

  test('sends endless headers is cut off', async () => {
    const socket = await open();
    socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('never ends its request is cut off in time', async () => {
    const quick = await start({ requestMs: 200 });
    const socket = await open(quick.address);
    socket.write('GET /v1/health HTTP/1.1\r\nHost: x\r\n');
    const began = performance.now();
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - began).toBeLessThan(5000);
    await quick.close();
  });

  test('does not read its answers is cut off in time', async () => {
    const quick = await start({ stalledMs: 300 });
    const socket = await open(quick.address);
    socket.on('error', () => undefined);
    socket.pause();
    // enough answers to fill both sockets' buffers, in one pipeline
    socket.write('GET /v1/sessions?limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(60));
    const began = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    socket.resume();
    let read = 0;
    for await (const chunk of socket) read += chunk.length;
    const rowBytes = JSON.stringify(readings.sessions({}, { limit: 1000, offset: 0 }).items).length;
    expect(read).toBeLessThan(60 * rowBytes);
    expect(performance.now() - began).toBeLessThan(10_000);
    await quick.close();
  });

  test('opens more connections than are allowed finds the door shut, and the rest goes on', async () => {
    const small = await start({ connections: 2 });
    const kept = await Promise.all([open(small.address), open(small.address)]);
    const third = await open(small.address);
    third.on('error', () => undefined);
    expect(await text(third).catch(() => '')).toBe('');
    kept[0]!.write('GET /v1/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await text(kept[0]!)).toMatch(/^HTTP\/1\.1 200 OK/);
    kept[1]!.destroy();
    await small.close();
  });
});

describe('the server', () => {
  test('says on which port it listens, and says what to do when it cannot', async () => {
    expect(api.address).toMatch(/^127\.0\.0\.1:\d+$/);
    const port = Number(api.address.split(':')[1]);
    const second = startApi({ host: '127.0.0.1', port, readings, log: pino({ level: 'silent' }) });
    await expect(second).rejects.toThrow(
      expect.objectContaining({
        code: 'unavailable',
        message: expect.stringMatching(/cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE.*--api HOST:PORT/),
      }),
    );
  });

  test('closes at once though a connection is kept open', async () => {
    const other = await start();
    const socket = await open(other.address);
    const closed = once(socket, 'close');
    socket.resume();
    const began = performance.now();
    await other.close();
    await closed;
    expect(performance.now() - began).toBeLessThan(2000);
  });

  test('lets no answer be cached or guessed at', async () => {
    const { headers } = await ask('/v1/hosts');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});
