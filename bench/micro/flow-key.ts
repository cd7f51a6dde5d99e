// The flow key: what it costs to read a frame's headers into words.
import { FRAME_ARP, FRAME_IPV4_TCP, KEY_WORDS, parseFlowKey } from '#wire/flow-key.ts';
import { makeSynFrame } from './packet-in.ts';
import { CALLS, type Row, type Subject } from './subject.ts';

const ARP_HEAD = [0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 1];
const ETHER_TYPE_AT = 12;

export const FLOW_KEY: Subject = {
  name: 'flow-key',
  about: 'one frame parsed',
  rows: async () => {
    const arp = makeSynFrame();
    arp.set(ARP_HEAD, ETHER_TYPE_AT);
    return [parse('TCP SYN, 74 bytes', makeSynFrame(), FRAME_IPV4_TCP), parse('ARP request', arp, FRAME_ARP)];
  },
};

function parse(name: string, frame: Uint8Array, expected: number): Row {
  const key = new Int32Array(KEY_WORDS);
  return {
    name,
    calls: CALLS,
    run: () => {
      let right = 0;
      for (let i = 0; i < CALLS; i++) if (parseFlowKey(frame, 0, frame.length, key) === expected) right++;
      return right;
    },
  };
}
