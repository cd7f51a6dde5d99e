// A capture on one device of a lab by tcpdump, read back as one line per packet.

import { type ChildProcess, spawn } from 'node:child_process';
import { DaoliError } from '#base/error.ts';
import { commandEnvironment, sleep } from './command.ts';
import { inNamespace } from './wiring.ts';

/** One captured packet, as far as tests look at it; addresses without ports where there are none. */
export type CapturedPacket = { line: string; protocol: string; source: string; target: string };

const START_TIMEOUT_MS = 5000;
/** tcpdump reads its ring by the block; --immediate-mode hands packets on at once, and this is for the last of them. */
const SETTLE_MS = 150;
/** A capture that its owner forgot ends by itself. */
const PACKET_LIMIT = 200_000;

export class Capture {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #rest = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const lines = (this.#rest + text).split('\n');
      this.#rest = lines.pop()!;
      this.#lines.push(...lines);
    });
  }

  /**
   * Starts to capture; resolves when tcpdump listens, so that no packet sent afterwards is missed.
   * @param filter a pcap filter, e.g. `tcp or icmp`; empty for everything
   */
  static async start(namespace: string, device: string, filter: string): Promise<Capture> {
    const flags = ['-n', '-t', '-l', '--immediate-mode', '-e', '-v', '-c', String(PACKET_LIMIT)];
    const argv = inNamespace(namespace, ['tcpdump', ...flags, '-i', device, ...(filter ? [filter] : [])]);
    const child = spawn(argv[0]!, argv.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], env: commandEnvironment() });
    await listening(child, device);
    return new Capture(child);
  }

  /** What was captured so far, as tcpdump prints it, one packet a line. */
  packets(): string[] {
    return joinContinuations(this.#lines);
  }

  /** Ends the capture. */
  async stop(): Promise<string[]> {
    await sleep(SETTLE_MS);
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGINT');
      await ended;
    }
    return this.packets();
  }
}

/**
 * Reads IPv4 packets out of tcpdump's lines.
 * @param lines as `Capture.packets` gives them
 */
export function parseIpv4(lines: readonly string[]): CapturedPacket[] {
  const packets: CapturedPacket[] = [];
  for (const line of lines) {
    const match =
      /proto (\w+) \(\d+\).*?\)\s+(\d+\.\d+\.\d+\.\d+)(?:\.(\d+))? > (\d+\.\d+\.\d+\.\d+)(?:\.(\d+))?:/.exec(line);
    if (!match) continue;
    const [, protocol, source, sourcePort, target, targetPort] = match;
    packets.push({
      line,
      protocol: protocol!.toLowerCase(),
      source: sourcePort ? `${source}:${sourcePort}` : source!,
      target: targetPort ? `${target}:${targetPort}` : target!,
    });
  }
  return packets;
}

function listening(child: ChildProcess, device: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => fail('is not listening'), START_TIMEOUT_MS);
    const fail = (how: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new DaoliError('unavailable', `tcpdump on ${device} ${how}: ${said.trim()}`));
    };
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (!said.includes('listening on')) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('error', () => fail('cannot be started'));
    child.once('exit', () => fail('ended'));
  });
}

/** With -v tcpdump breaks a packet over lines; those that go on with one begin with a blank. It ends with an empty line. */
function joinContinuations(lines: readonly string[]): string[] {
  const packets: string[] = [];
  for (const line of lines) {
    if (line === '') continue;
    if (/^\s/.test(line) && packets.length > 0) packets[packets.length - 1] += ` ${line.trim()}`;
    else packets.push(line);
  }
  return packets;
}
