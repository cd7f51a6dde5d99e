// The ceiling: a process that does a controller's input and output and nothing else. It reads 64 KiB at a time into one
// buffer, answers each PacketIn with constant bytes and writes all answers of a read at once. It is a program of its own
// so that it has a core of its own, as a controller has. `ready openflow=HOST:PORT` on stdout says where it listens.
//
//   node bench/load/null-responder.ts --protocol 1.3 --flows 2 --flow-bytes 200 --packet-out-bytes 122
import { type AddressInfo, createServer, Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { AllowAnswers, type AnswerWriter, encodeTableMiss, LearnAnswers } from './null-answers.ts';
import {
  HEADER_BYTES,
  OFP10,
  OFP13,
  OFPT_ECHO_REPLY,
  OFPT_ECHO_REQUEST,
  OFPT_FEATURES_REPLY,
  OFPT_FEATURES_REQUEST,
  OFPT_HELLO,
  OFPT_PACKET_IN,
} from './openflow-numbers.ts';
import { makeReadBuffer, type ReadBuffer, Reassembly } from './reassembly.ts';
import { encodeMessage } from './switch-face.ts';

const READ_BYTES = 65_536;
/** A peer that does not read its answers is not read from either beyond this. */
const UNWRITTEN_BYTES = 4 << 20;

/** One switch's connection. */
class NullConnection {
  private readonly reassembly = new Reassembly();
  private readonly socket: Socket;
  private readonly version: number;
  private readonly answers: AnswerWriter;
  private readonly read: ReadBuffer;
  private out: Buffer;
  private outEnd = 0;
  private readonly free: Buffer[] = [];
  /** By write that is not called back yet: the buffer that waits for it, or null when the kernel took it at once. */
  private readonly waiting: (Buffer | null)[] = [];

  constructor(accepted: Socket, version: number, answers: AnswerWriter, read: ReadBuffer) {
    this.version = version;
    this.answers = answers;
    this.read = read;
    this.out = answers.makeBuffer(READ_BYTES);
    // an accepted socket takes no `onread`; its handle, wrapped anew, does
    const bare = accepted as unknown as { _handle: unknown };
    const handle = bare._handle;
    bare._handle = null;
    const onread = { buffer: read.bytes, callback: this.onRead };
    this.socket = new Socket({ handle, onread } as ConstructorParameters<typeof Socket>[0]);
    this.socket.setNoDelay(true);
    this.socket.on('error', () => this.socket.destroy());
    this.socket.on('drain', () => this.socket.resume());
    this.socket.write(encodeMessage(version, OFPT_HELLO, 1, 0));
    this.socket.resume();
  }

  private onRead = (count: number): boolean => {
    if (!this.reassembly.feed(this.read, count, this.walk)) {
      this.socket.destroy();
      return false;
    }
    if (this.outEnd > 0) this.flush();
    return this.socket.writableLength < UNWRITTEN_BYTES;
  };

  private flush(): void {
    this.socket.write(this.out.subarray(0, this.outEnd), this.onWritten);
    this.outEnd = 0;
    const isTaken = this.socket.writableLength === 0;
    this.waiting.push(isTaken ? null : this.out);
    // what the kernel did not take stays as it is until it is written, and another buffer takes its place
    if (!isTaken) this.out = this.free.pop() ?? this.answers.makeBuffer(READ_BYTES);
  }

  private onWritten = (): void => {
    const written = this.waiting.shift();
    if (written) this.free.push(written);
  };

  private walk = (from: ReadBuffer, at: number, end: number): number => {
    const { bytes, view } = from;
    while (end - at >= HEADER_BYTES) {
      const length = view.getUint16(at + 2);
      if (length > end - at) break;
      if (length < HEADER_BYTES) return -1;
      if (bytes[at + 1] === OFPT_PACKET_IN) this.outEnd = this.answers.answer(view, at, this.out, this.outEnd);
      else this.control(bytes, at, at + length);
      at += length;
    }
    return at;
  };

  private control(bytes: Buffer, at: number, end: number): void {
    if (bytes[at + 1] === OFPT_HELLO) this.socket.write(encodeMessage(this.version, OFPT_FEATURES_REQUEST, 2, 0));
    if (bytes[at + 1] === OFPT_FEATURES_REPLY && this.version === OFP13) this.socket.write(encodeTableMiss());
    if (bytes[at + 1] !== OFPT_ECHO_REQUEST) return;
    const reply = Buffer.from(bytes.subarray(at, end));
    reply[1] = OFPT_ECHO_REPLY;
    this.socket.write(reply);
  }
}

const flags = parseArgs({
  options: {
    protocol: { type: 'string', default: '1.0' },
    flows: { type: 'string', default: '2' },
    'flow-bytes': { type: 'string', default: '200' },
    'packet-out-bytes': { type: 'string', default: '122' },
    faithful: { type: 'boolean', default: false },
    fault: { type: 'string', default: 'none' },
  },
}).values;
const sharedRead = makeReadBuffer(READ_BYTES);
const answers =
  flags.protocol === '1.0'
    ? new LearnAnswers(flags.faithful, flags.fault)
    : new AllowAnswers({
        flows: Number(flags.flows),
        flowBytes: Number(flags['flow-bytes']),
        packetOutBytes: Number(flags['packet-out-bytes']),
        faithful: flags.faithful,
        fault: flags.fault,
      });
const server = createServer({ pauseOnConnect: true }, (socket) => {
  new NullConnection(socket, flags.protocol === '1.0' ? OFP10 : OFP13, answers, sharedRead);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready openflow=127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
// it must not outlive the one who started it
process.stdin.on('end', () => process.exit(0)).resume();
