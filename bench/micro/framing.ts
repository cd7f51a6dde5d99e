// Framing: what it costs to find one message in what a socket delivers.
import { Connection, STATE_SERVING } from '#channel/connection.ts';
import { type FrameHandlers, Framing } from '#channel/framing.ts';
import { OFP_VERSION_13 } from '#openflow/header.ts';
import { encodePacketIn } from './packet-in.ts';
import { CALLS, type Row, type Subject } from './subject.ts';

export const FRAMING: Subject = {
  name: 'framing',
  about: 'one PacketIn found',
  rows: async () => [
    feed('in one read of 1024', (bytes, take) => take(bytes, bytes.length)),
    feed('in reads of 1000 bytes, most of them cut', (bytes, take) => {
      for (let at = 0; at < bytes.length; at += 1000) {
        take(bytes.subarray(at, at + 1000), Math.min(1000, bytes.length - at));
      }
    }),
  ],
};

type Take = (bytes: Uint8Array, length: number) => void;

function feed(name: string, deliver: (bytes: Uint8Array, take: Take) => void): Row {
  const packetIn = encodePacketIn();
  const bytes = new Uint8Array(CALLS * packetIn.length);
  for (let i = 0; i < CALLS; i++) bytes.set(packetIn, i * packetIn.length);
  let found = 0;
  const handlers: FrameHandlers = {
    joinsRun: () => false,
    onRun: (_connection, _bytes, _from, _end, _messages, packetIns) => {
      found += packetIns;
      return true;
    },
    onMessage: () => true,
    onMalformed: () => {},
  };
  const framing = new Framing(handlers);
  const connection = new Connection(0, 'bench', 1, 0);
  connection.state = STATE_SERVING;
  connection.version = OFP_VERSION_13;
  const take: Take = (part, length) => void framing.take(connection, part, length, 0);
  return {
    name,
    calls: CALLS,
    run: () => {
      found = 0;
      deliver(bytes, take);
      return found;
    },
  };
}
