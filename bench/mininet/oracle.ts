// The ceiling in Mininet: a controller that knows where everybody is and so learns nothing. In `--topo single,N --mac`
// host N has the MAC 00:00:00:00:00:NN and sits on port NN: a PacketIn is answered with a flow for its two MACs, patched
// into constant bytes, and its packet, as a learning switch that knows both would. What goes to everybody is flooded. A
// program of its own, so that it has a core of its own.
//
//   node bench/mininet/oracle.ts PORT        `ready openflow=127.0.0.1:PORT` on stdout says that it listens; then each
//                                            line on stdin is answered by one with the number of PacketIns so far
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { encodeMessage } from '../../src/openflow/message.ts';
import { oxm } from '../../src/openflow/oxm.ts';
import { OFPP_CONTROLLER, OFPP_FLOOD } from '../../src/openflow/port-number.ts';
import {
  HEADER_BYTES,
  NO_BUFFER,
  OFPT_ECHO_REPLY,
  OFPT_ECHO_REQUEST,
  OFPT_FEATURES_REPLY,
  OFPT_HELLO,
  OFPT_PACKET_IN,
  PACKET_IN13_IN_PORT,
  PACKET_IN13_MATCH,
  PACKET_OUT13_ACTIONS,
  PACKET_OUT13_IN_PORT,
} from '../load/openflow-numbers.ts';
import { makeReadBuffer, type ReadBuffer, Reassembly } from '../load/reassembly.ts';

const IDLE_TIMEOUT_SEC = 60;
const PRIORITY = 100;
const WHOLE_PACKET = 0xffff;
/** Mininet's hosts have their number in the last byte of a MAC whose other bytes are 0. */
const HOST_MAC_HIGH = 0;
// Places in the flow below (OpenFlow 1.3 §7.3.4.1): the match has in_port, eth_dst and eth_src, in this order.
const FLOW_IN_PORT = 56;
const FLOW_ETH_DST = 64;
const FLOW_ETH_SRC = 74;
const FLOW_OUTPUT = 92;
const MAC_BYTES = 6;
const PACKET_OUT_OUTPUT = PACKET_OUT13_ACTIONS + 4;
const PACKET_OUT_DATA = PACKET_OUT13_ACTIONS + 16;

const HELLO = message({ version: 4, type: 'HELLO', xid: 1 });
const FEATURES_REQUEST = message({ version: 4, type: 'FEATURES_REQUEST', xid: 2 });
const TABLE_MISS = message({
  ...{ version: 4, type: 'FLOW_MOD', command: 'ADD', priority: 0, match: [] },
  instructions: [output(OFPP_CONTROLLER)],
});
const FLOW = message({
  ...{ version: 4, type: 'FLOW_MOD', command: 'ADD', priority: PRIORITY, idleTimeout: IDLE_TIMEOUT_SEC },
  match: [oxm('IN_PORT', 1), oxm('ETH_DST', '00:00:00:00:00:01'), oxm('ETH_SRC', '00:00:00:00:00:02')],
  instructions: [output(1)],
});
const PACKET_OUT = message({
  ...{ version: 4, type: 'PACKET_OUT', bufferId: NO_BUFFER, inPort: 1, data: new Uint8Array(0) },
  actions: [{ type: 'OUTPUT', port: 1 }],
});

let packetIns = 0;

/** Answers one switch. */
class OracleConnection {
  private readonly reassembly = new Reassembly();
  private readonly socket: Socket;
  private readonly read: ReadBuffer;
  /** Answers to the PacketIns of one read, written together. */
  private answers: Buffer[] = [];

  constructor(socket: Socket, read: ReadBuffer) {
    this.socket = socket;
    this.read = read;
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes: Buffer) => this.onData(bytes));
    socket.write(HELLO);
  }

  private onData(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += this.read.bytes.length) {
      const count = bytes.copy(this.read.bytes, 0, at);
      if (!this.reassembly.feed(this.read, count, this.walk)) this.socket.destroy();
    }
    if (this.answers.length > 0) this.socket.write(Buffer.concat(this.answers));
    this.answers = [];
  }

  private walk = ({ bytes, view }: ReadBuffer, at: number, end: number): number => {
    while (end - at >= HEADER_BYTES) {
      const length = view.getUint16(at + 2);
      if (length > end - at) break;
      if (length < HEADER_BYTES) return -1;
      this.onMessage(bytes.subarray(at, at + length));
      at += length;
    }
    return at;
  };

  private onMessage(bytes: Buffer): void {
    switch (bytes[1]) {
      case OFPT_HELLO:
        this.answers.push(FEATURES_REQUEST);
        return;
      case OFPT_FEATURES_REPLY:
        this.answers.push(TABLE_MISS);
        return;
      case OFPT_ECHO_REQUEST: {
        const reply = Buffer.from(bytes);
        reply[1] = OFPT_ECHO_REPLY;
        this.answers.push(reply);
        return;
      }
      case OFPT_PACKET_IN:
        packetIns++;
        this.onPacketIn(bytes);
    }
  }

  /** Open vSwitch names in_port first in the match of a PacketIn. */
  private onPacketIn(bytes: Buffer): void {
    const frame = PACKET_IN13_MATCH + ((bytes.readUInt16BE(PACKET_IN13_MATCH + 2) + 7) & ~7) + 2;
    const inPort = bytes.readUInt32BE(PACKET_IN13_IN_PORT);
    const isHosts = bytes.readUInt32BE(frame) === HOST_MAC_HIGH && bytes[frame + 4] === 0;
    const outPort = isHosts ? bytes[frame + 5]! : OFPP_FLOOD;
    if (isHosts) {
      const flow = Buffer.from(FLOW);
      flow.writeUInt32BE(inPort, FLOW_IN_PORT);
      bytes.copy(flow, FLOW_ETH_DST, frame, frame + MAC_BYTES);
      bytes.copy(flow, FLOW_ETH_SRC, frame + MAC_BYTES, frame + 2 * MAC_BYTES);
      flow.writeUInt32BE(outPort, FLOW_OUTPUT);
      this.answers.push(flow);
    }
    const out = Buffer.alloc(PACKET_OUT_DATA + bytes.length - frame);
    PACKET_OUT.copy(out);
    out.writeUInt16BE(out.length, 2);
    out.writeUInt32BE(inPort, PACKET_OUT13_IN_PORT);
    out.writeUInt32BE(outPort, PACKET_OUT_OUTPUT);
    bytes.copy(out, PACKET_OUT_DATA, frame);
    this.answers.push(out);
  }
}

function message(described: Parameters<typeof encodeMessage>[0]): Buffer {
  return Buffer.from(encodeMessage(described));
}

function output(port: number) {
  return {
    type: 'APPLY_ACTIONS' as const,
    actions: [{ type: 'OUTPUT' as const, port, ...(port === OFPP_CONTROLLER ? { maxLen: WHOLE_PACKET } : {}) }],
  };
}

const read = makeReadBuffer(65_536);
const server = createServer((socket) => new OracleConnection(socket, read));
server.listen(Number(process.argv[2]), '127.0.0.1', () => {
  process.stdout.write(`ready openflow=127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
createInterface({ input: process.stdin }).on('line', () => process.stdout.write(`${packetIns}\n`));
