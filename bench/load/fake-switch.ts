// One fake switch: its connection, and when it may send. Runs in the generator's only thread. Hot: a write is one run of
// PacketIns, patched again only when the kernel has taken all of it; nothing is allocated for a message.
import { connect, type Socket } from 'node:net';
import { OFP10 } from './openflow-numbers.ts';
import { type ReadBuffer, Reassembly } from './reassembly.ts';
import { encodeHello, type Face } from './switch-face.ts';
import { reactAs10 } from './switch-face-10.ts';
import { reactAs13 } from './switch-face-13.ts';
import type { Traffic } from './traffic.ts';

export class FakeSwitch {
  readonly face: Face;
  readonly traffic: Traffic;
  /** Whether the controller knows who we are. */
  introduced = false;
  /** When the last bytes came: a controller that is still setting us up is not loaded yet. */
  readAtMs = 0;
  /** Why this switch is of no use any more; '' = it is well. */
  failure = '';
  /** The first error that the controller sent or made, in words. */
  trouble = '';
  /** The latest that an open loop sent what was due, in ms. */
  latestMs = 0;

  private readonly window: number;
  private readonly read: ReadBuffer;
  private readonly reassembly = new Reassembly();
  private readonly react: typeof reactAs10;
  private socket: Socket | null = null;
  private sending = false;
  private pumpQueued = false;
  private closing = false;

  /** @param window outstanding PacketIns; 0 = as many as the socket takes, or as are due in an open loop */
  constructor(face: Face, traffic: Traffic, window: number, read: ReadBuffer) {
    this.face = face;
    this.traffic = traffic;
    this.window = window;
    this.read = read;
    this.react = face.version === OFP10 ? reactAs10 : reactAs13;
  }

  /** Whether it wants PacketIns: a switch of OpenFlow 1.3 sends none before it has a table-miss flow (§5.4). */
  get programmed(): boolean {
    return this.introduced && (this.face.version === OFP10 || this.traffic.tally.tableMissFlows > 0);
  }

  /** Whether the controller has not read what was sent, so that nothing more can be: `onWritten` goes on when it has. */
  get isHeld(): boolean {
    return this.socket !== null && this.socket.writableLength > 0;
  }

  connect(host: string, port: number): void {
    const onread = { buffer: this.read.bytes, callback: this.onRead };
    const socket = connect({ host, port, noDelay: true, onread });
    this.socket = socket;
    socket.on('connect', () => socket.write(encodeHello(this.face)));
    socket.on('error', (error) => this.fail(error.message));
    socket.on('close', () => this.fail('the controller closed the connection'));
  }

  /** Begins to send PacketIns. */
  start(): void {
    this.sending = true;
    this.pump();
  }

  /** No more PacketIns are due: a closed loop sends none, an open one those that are late. Answers are still counted. */
  stop(nowMs: number): void {
    const { ledger } = this.traffic;
    if (ledger.isPaced) ledger.endPace(nowMs);
    else this.sending = false;
  }

  close(): void {
    this.closing = true;
    this.socket?.destroy();
  }

  /** Sends what the window or the pace allows now. */
  pump = (): void => {
    this.pumpQueued = false;
    const socket = this.socket;
    if (socket === null || socket.writableLength > 0 || this.failure !== '') return;
    const nowMs = performance.now();
    const count = this.sending ? this.budget(nowMs) : 0;
    if (count === 0 && this.traffic.backlog() === 0) return;
    socket.write(this.traffic.compose(count, nowMs), this.onWritten);
  };

  private budget(nowMs: number): number {
    const { ledger, runLength, backlogRun } = this.traffic;
    // flows end sooner than new ones begin: a run brings more flows than one run of their ends can tell, and what is not told
    // would fill the controller's table with sessions that no switch has
    if (this.traffic.backlog() > backlogRun) return 0;
    let count = Math.min(runLength, ledger.room(this.window), ledger.limit - ledger.sent);
    if (ledger.isPaced) {
      count = Math.min(count, ledger.due(nowMs) - ledger.sent);
      if (count > 0) this.latestMs = Math.max(this.latestMs, nowMs - ledger.nextDueMs());
    }
    return Math.max(0, count);
  }

  /** Goes on when the kernel has all of the last run: at the next turn of the loop, so that reads get theirs. */
  private onWritten = (error?: Error | null): void => {
    if (error) this.fail(error.message);
    if (this.window !== 0 && this.traffic.ledger.room(this.window) <= 0) return;
    this.queuePump();
  };

  private queuePump(): void {
    if (this.pumpQueued || this.closing) return;
    this.pumpQueued = true;
    setImmediate(this.pump);
  }

  private onRead = (count: number): boolean => {
    this.readAtMs = performance.now();
    if (!this.reassembly.feed(this.read, count, this.walk)) {
      this.fail('the controller sent a message shorter than its header');
      return false;
    }
    // a window is refilled at once; without one, writing and reading take turns; an open loop has its own clock
    if (this.window !== 0) this.pump();
    else if (!this.traffic.ledger.isPaced) this.queuePump();
    return true;
  };

  private walk = (from: ReadBuffer, at: number, end: number): number =>
    this.traffic.walk(from.bytes, from.view, at, end, this.readAtMs, this.onControl);

  private onControl = (bytes: Buffer, at: number, end: number): void => {
    const reaction = this.react(this.face, bytes, at, end);
    if (reaction.reply !== null) this.socket?.write(reaction.reply);
    if (reaction.isIntroduced) this.introduced = true;
    if (reaction.trouble !== '' && this.trouble === '') this.trouble = reaction.trouble;
  };

  private fail(reason: string): void {
    if (this.closing || this.failure !== '') return;
    this.failure = reason;
    this.sending = false;
    this.socket?.destroy();
  }
}
