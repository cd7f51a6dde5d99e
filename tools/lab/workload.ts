// PROGRAM that runs inside a container of the lab and does there what applications do: serves and uses TCP and UDP.
// It takes one JSON request per line on its standard input and answers each with one JSON line, so that a test pays for
// its start once and its times hold no start of a program. It ends when its standard input does.
//
// A server here answers a new TCP connection with one line, the client's address as the server sees it, and then echoes.
// A UDP datagram is answered with the same and the datagram. So the client learns what the far end saw.

import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** The requests, by name, and what each gives back. */
export type WorkloadOperations = {
  /** Serves TCP and UDP on a port. */
  listen: (request: { port: number }) => Promise<null>;
  /** Stops serving a port; connections to it end. */
  unlisten: (request: { port: number }) => Promise<null>;
  /** Makes one TCP connection, has one echo answered, and closes it. */
  tcp: (request: { to: string; port: number; timeoutMs?: number; localPort?: number }) => Promise<TcpOutcome>;
  /** Makes `count` TCP connections one after the other, each with one echo. */
  tcpSeries: (request: { to: string; port: number; count: number; timeoutMs?: number }) => Promise<SeriesOutcome>;
  /** Sends one datagram and waits for its answer. */
  udp: (request: { to: string; port: number; timeoutMs?: number; localPort?: number }) => Promise<UdpOutcome>;
  /** Makes a TCP connection and keeps it under a name. */
  open: (request: { name: string; to: string; port: number; timeoutMs?: number }) => Promise<TcpOutcome>;
  /** Has one echo answered on a kept connection. */
  talk: (request: { name: string; timeoutMs?: number }) => Promise<TalkOutcome>;
  /** Ends a kept connection. */
  close: (request: { name: string }) => Promise<null>;
  /** The kernel's counters of this container. */
  counters: (request: Record<string, never>) => Promise<KernelCounters>;
};

export type TcpOutcome = {
  ok: boolean;
  /** From the SYN until the connection stood: the time to the first packet's answer. */
  connectMs: number;
  /** Our address as we see it, `ip:port`. */
  local: string;
  /** Our address as the far end saw it. */
  seen: string;
  /** Error code of the kernel, or `timeout`; empty when all went well. */
  error: string;
};

export type UdpOutcome = { ok: boolean; rttMs: number; local: string; seen: string; from: string; error: string };

export type TalkOutcome = { ok: boolean; rttMs: number; error: string };

export type SeriesOutcome = {
  made: number;
  failed: number;
  /** SYNs that the kernel sent again, which it does after a second without an answer. */
  synRetransmits: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  firstError: string;
};

export type KernelCounters = {
  /** TCP segments sent again. */
  retransmits: number;
  synRetransmits: number;
  /** Connections reset by the other end. */
  resetsReceived: number;
  /** ICMP destination unreachable messages received. */
  unreachablesReceived: number;
};

const DEFAULT_TIMEOUT_MS = 3000;
const GREETING_LIMIT_BYTES = 200;

const servers = new Map<number, { tcp: Server; udp: UdpSocket; sockets: Set<Socket> }>();
const kept = new Map<string, Socket>();

const operations: WorkloadOperations = {
  listen: async ({ port }) => {
    const sockets = new Set<Socket>();
    const tcp = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
      socket.write(`${socket.remoteAddress}:${socket.remotePort}\n`);
      socket.pipe(socket);
    });
    const udp = createSocket('udp4', (message, from) => {
      udp.send(`${from.address}:${from.port}\n${message}`, from.port, from.address);
    });
    await new Promise<void>((resolve, reject) => {
      tcp.on('error', reject);
      tcp.listen({ port, host: '0.0.0.0', backlog: 511 }, resolve);
    });
    await new Promise<void>((resolve, reject) => {
      udp.on('error', reject);
      udp.bind(port, '0.0.0.0', resolve);
    });
    servers.set(port, { tcp, udp, sockets });
    return null;
  },

  unlisten: async ({ port }) => {
    const server = servers.get(port);
    if (!server) return null;
    servers.delete(port);
    for (const socket of server.sockets) socket.destroy();
    server.udp.close();
    await new Promise((resolve) => server.tcp.close(resolve));
    return null;
  },

  tcp: async (request) => {
    const { outcome, socket } = await dial(request);
    if (outcome.ok) {
      const talked = await echo(socket, request.timeoutMs ?? DEFAULT_TIMEOUT_MS);
      outcome.ok = talked.ok;
      outcome.error = talked.error;
    }
    socket.destroy();
    return outcome;
  },

  tcpSeries: async ({ to, port, count, timeoutMs }) => {
    const before = kernelCounters();
    const times: number[] = [];
    let firstError = '';
    for (let i = 0; i < count; i++) {
      const outcome = await operations.tcp({ to, port, timeoutMs });
      if (outcome.ok) times.push(outcome.connectMs);
      else firstError ||= outcome.error;
    }
    const after = kernelCounters();
    times.sort((a, b) => a - b);
    return {
      made: times.length,
      failed: count - times.length,
      synRetransmits: after.synRetransmits - before.synRetransmits,
      p50Ms: times[Math.floor(times.length * 0.5)] ?? 0,
      p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
      maxMs: times.at(-1) ?? 0,
      firstError,
    };
  },

  udp: async ({ to, port, timeoutMs, localPort }) => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(localPort ?? 0, resolve));
    const startedAtMs = performance.now();
    return new Promise((resolve) => {
      const finish = (answer: Partial<UdpOutcome>) => {
        clearTimeout(timer);
        const local = `${socket.address().port}`;
        socket.close();
        resolve({
          ok: false,
          rttMs: performance.now() - startedAtMs,
          local,
          seen: '',
          from: '',
          error: '',
          ...answer,
        });
      };
      const timer = setTimeout(() => finish({ error: 'timeout' }), timeoutMs ?? DEFAULT_TIMEOUT_MS);
      socket.on('error', (error: NodeJS.ErrnoException) => finish({ error: error.code ?? error.message }));
      socket.on('message', (message, from) => {
        const seen = message.toString().split('\n')[0]!;
        finish({ ok: true, seen, from: `${from.address}:${from.port}` });
      });
      socket.send('question', port, to, (error) => {
        if (error) finish({ error: (error as NodeJS.ErrnoException).code ?? error.message });
      });
    });
  },

  open: async (request) => {
    const { outcome, socket } = await dial(request);
    if (!outcome.ok) {
      socket.destroy();
      return outcome;
    }
    kept.get(request.name)?.destroy();
    kept.set(request.name, socket);
    socket.on('error', () => {}); // the next `talk` reports it
    return outcome;
  },

  talk: async ({ name, timeoutMs }) => {
    const socket = kept.get(name);
    if (!socket || socket.destroyed) return { ok: false, rttMs: 0, error: 'closed' };
    return echo(socket, timeoutMs ?? DEFAULT_TIMEOUT_MS);
  },

  close: async ({ name }) => {
    kept.get(name)?.destroy();
    kept.delete(name);
    return null;
  },

  counters: async () => kernelCounters(),
};

const lines = createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  const { id, op, request } = JSON.parse(line) as { id: number; op: keyof WorkloadOperations; request: never };
  try {
    answer({ id, result: await operations[op](request) });
  } catch (error) {
    answer({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
lines.on('close', () => process.exit(0));

function answer(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Connects and reads the server's greeting. */
function dial(request: {
  to: string;
  port: number;
  timeoutMs?: number;
  localPort?: number;
}): Promise<{ outcome: TcpOutcome; socket: Socket }> {
  const startedAtMs = performance.now();
  const socket = connect({ host: request.to, port: request.port, localPort: request.localPort, noDelay: true });
  return new Promise((resolve) => {
    const outcome: TcpOutcome = { ok: false, connectMs: 0, local: '', seen: '', error: '' };
    const finish = (error: string) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => {}); // whoever uses it next asks for its state
      socket.pause();
      outcome.ok = error === '';
      outcome.error = error;
      if (outcome.connectMs === 0) outcome.connectMs = performance.now() - startedAtMs;
      resolve({ outcome, socket });
    };
    const timer = setTimeout(() => finish('timeout'), request.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    socket.once('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
    socket.once('close', () => finish('closed'));
    socket.once('connect', () => {
      outcome.connectMs = performance.now() - startedAtMs;
      outcome.local = `${socket.localAddress}:${socket.localPort}`;
    });
    let greeting = '';
    socket.on('data', (chunk) => {
      greeting += chunk.toString();
      if (!greeting.includes('\n') && greeting.length < GREETING_LIMIT_BYTES) return;
      outcome.seen = greeting.split('\n')[0]!;
      finish('');
    });
  });
}

/** Sends a word and waits until it has come back. */
function echo(socket: Socket, timeoutMs: number): Promise<TalkOutcome> {
  const word = 'echo';
  const startedAtMs = performance.now();
  return new Promise((resolve) => {
    let received = 0;
    const finish = (error: string) => {
      clearTimeout(timer);
      socket.off('data', count);
      socket.off('close', closed);
      socket.off('error', failed);
      socket.pause();
      resolve({ ok: error === '', rttMs: performance.now() - startedAtMs, error });
    };
    const count = (chunk: Buffer) => {
      received += chunk.length;
      if (received >= word.length) finish('');
    };
    const closed = () => finish('closed');
    const failed = (error: NodeJS.ErrnoException) => finish(error.code ?? error.message);
    const timer = setTimeout(() => finish('timeout'), timeoutMs);
    socket.on('data', count);
    socket.on('close', closed);
    socket.on('error', failed);
    socket.resume();
    socket.write(word);
  });
}

/** Reads this namespace's counters: /proc/net/snmp and /proc/net/netstat, pairs of a line of names and one of values. */
function kernelCounters(): KernelCounters {
  const values = new Map<string, number>();
  for (const file of ['/proc/self/net/snmp', '/proc/self/net/netstat']) {
    const rows = readFileSync(file, 'utf8').split('\n');
    for (let i = 0; i + 1 < rows.length; i += 2) {
      const names = rows[i]!.split(' ');
      const numbers = rows[i + 1]!.split(' ');
      for (let k = 1; k < names.length; k++) values.set(names[0]! + names[k]!, Number(numbers[k]));
    }
  }
  return {
    retransmits: values.get('Tcp:RetransSegs') ?? 0,
    synRetransmits: values.get('TcpExt:TCPSynRetrans') ?? 0,
    resetsReceived: values.get('Tcp:EstabResets') ?? 0,
    unreachablesReceived: values.get('Icmp:InDestUnreachs') ?? 0,
  };
}
