// Both file formats through the one door: edges first, then both byte orders, both resolutions, any split into chunks.
import { describe, expect, it } from 'vitest';
import { CaptureFile } from '#capture/capture-file.ts';
import { hex } from '../openflow/vectors/vector.ts';
import {
  block,
  EMPTY,
  enhancedPacket,
  interfaceBlock,
  join,
  pcapngOf,
  pcapOf,
  sectionHeader,
  shorts,
  type TestPacket,
  words,
} from './capture-bytes.ts';

const TIME = 1_800_000_000_123_456_789n;
const PACKETS: readonly TestPacket[] = [
  { bytes: hex('01 02 03'), timeNs: TIME },
  { bytes: EMPTY, timeNs: TIME + 1000n },
  { bytes: hex('04 05 06 07 08'), timeNs: TIME + 2000n, wireBytes: 100 },
];

interface Read {
  readonly packets: readonly { hex: string; linkType: number; timeNs: bigint | undefined }[];
  readonly damage: string | undefined;
  readonly offset: number | undefined;
  readonly timeDigits: number;
}

/** Reads a whole file, given in chunks of so many bytes. */
function read(bytes: Uint8Array, chunkBytes = bytes.length): Read {
  const file = new CaptureFile();
  const packets: { hex: string; linkType: number; timeNs: bigint | undefined }[] = [];
  const drain = () => {
    for (let packet = file.next(); packet !== undefined; packet = file.next()) {
      const { at, end, linkType, timeNs } = packet;
      packets.push({ hex: Buffer.from(packet.bytes.slice(at, end)).toString('hex'), linkType, timeNs });
    }
  };
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    file.push(bytes.subarray(at, at + chunkBytes));
    drain();
  }
  file.finish();
  return { packets, damage: file.damage?.reason, offset: file.damage?.offset, timeDigits: file.timeDigits };
}

const HEX = ['010203', '', '0405060708'];

describe('a capture file', () => {
  it('that is empty, too short, of another kind or compressed is refused with a reason', () => {
    expect(read(EMPTY).damage).toContain('the file is empty');
    expect(read(hex('d4 c3 b2')).damage).toContain('ends within its first four bytes');
    expect(read(hex('04 02 00 08 00 00 00 01'))).toMatchObject({
      damage: 'begins with 04020008, expected a capture (pcap or pcapng)',
      offset: 0,
    });
    expect(read(hex('1f 8b 08 00')).damage).toContain('zcat FILE');
  });

  it('that is damaged is given no more to', () => {
    const file = new CaptureFile();
    file.push(hex('00 00 00 00'));
    expect(file.next()).toBeUndefined();
    file.push(pcapOf(PACKETS));
    expect(file.next()).toBeUndefined();
    expect(file.damage?.offset).toBe(0);
  });
});

describe('the classic format', () => {
  it.each([
    [true, false],
    [true, true],
    [false, false],
    [false, true],
  ])('is read, little endian %s, nanoseconds %s', (isLittle, isNanoseconds) => {
    const { packets, damage, timeDigits } = read(pcapOf(PACKETS, { isLittle, isNanoseconds, linkType: 113 }));
    expect([packets.map((packet) => packet.hex), damage]).toEqual([HEX, undefined]);
    const first = isNanoseconds ? TIME : TIME - 789n;
    expect(packets.map(({ timeNs }) => timeNs)).toEqual([first, first + 1000n, first + 2000n]);
    expect(packets[0]!.linkType).toBe(113);
    expect(timeDigits).toBe(isNanoseconds ? 9 : 6);
  });

  it('is read in chunks of any size', () => {
    const bytes = pcapOf(PACKETS);
    const whole = read(bytes);
    for (let chunk = 1; chunk <= bytes.length; chunk++) expect(read(bytes, chunk)).toEqual(whole);
  });

  it('without packets has none, and nothing is wrong with it', () => {
    expect(read(pcapOf([]))).toMatchObject({ packets: [], damage: undefined });
  });

  it('takes the link type from the low 16 bits: the frame check sequence stands above', () => {
    expect(read(pcapOf(PACKETS, { linkType: 0x5400_0001 })).packets[0]!.linkType).toBe(1);
  });

  it('cut anywhere gives the packets before, and says where it ends', () => {
    const bytes = pcapOf(PACKETS);
    const ends = [24, 24 + 19, 24 + 19 + 16, bytes.length];
    for (let length = 4; length < bytes.length; length++) {
      const { packets, damage, offset } = read(bytes.subarray(0, length));
      const whole = Math.max(0, ends.filter((end) => end <= length).length - 1);
      expect(packets.map((packet) => packet.hex)).toEqual(HEX.slice(0, whole));
      const start = length < 24 ? 0 : ends[whole]!;
      if (start === length) expect(damage).toBeUndefined();
      else {
        expect(damage).toBe(
          `the file ends ${length - start} bytes into ${length < 24 ? 'the header of 24 bytes' : 'a record'}`,
        );
        expect(offset).toBe(start);
      }
    }
  });

  it('of another version, or with a record longer than any packet, is damaged', () => {
    const old = pcapOf(PACKETS);
    old.set(shorts(true, 1), 4);
    expect(read(old).damage).toBe('version 1 of the file format, expected 2');
    const long = join(pcapOf(PACKETS), words(true, 0, 0, 262_145, 262_145), new Uint8Array(100));
    expect(read(long)).toMatchObject({
      damage: 'a record of 262145 bytes, expected at most 262144',
      offset: pcapOf(PACKETS).length,
    });
    expect(read(long).packets).toHaveLength(3);
  });

  it('holds packets as long as there may be', () => {
    const { packets, damage } = read(pcapOf([{ bytes: new Uint8Array(262_144) }]), 65_536);
    expect([packets[0]!.hex.length, damage]).toEqual([2 * 262_144, undefined]);
  });
});

describe('pcapng', () => {
  it.each([true, false])('is read, little endian %s', (isLittle) => {
    const { packets, damage, timeDigits } = read(pcapngOf(PACKETS, { isLittle, linkType: 276 }));
    expect([packets.map((packet) => packet.hex), damage, timeDigits]).toEqual([HEX, undefined, 6]);
    const first = TIME - 789n;
    expect(packets.map(({ timeNs }) => timeNs)).toEqual([first, first + 1000n, first + 2000n]);
    expect(packets[0]!.linkType).toBe(276);
  });

  it.each<[string, number, bigint, bigint, number]>([
    ['nanoseconds', 9, 1_000_000_000n, TIME, 9],
    ['seconds', 0, 1n, TIME - 123_456_789n, 6],
    ['milliseconds', 3, 1000n, TIME - 456_789n, 6],
    ['tenths of nanoseconds', 10, 10_000_000_000n, TIME, 9],
    ['halves of a second', 0x81, 2n, TIME - 123_456_789n, 6],
  ])('is read in %s', (_, resolution, unitsPerSecond, first, timeDigits) => {
    const result = read(pcapngOf(PACKETS, { resolution, unitsPerSecond }));
    expect([result.packets[0]!.timeNs, result.timeDigits]).toEqual([first, timeDigits]);
  });

  it('is read in picoseconds, whose 64 bits reach for half a year from the offset of the interface', () => {
    const packets = [{ bytes: hex('01'), timeNs: 5_123_456_789n }];
    const shape = { resolution: 12, unitsPerSecond: 1_000_000_000_000n, offsetSeconds: 1_800_000_000n };
    expect(read(pcapngOf(packets, shape)).packets[0]!.timeNs).toBe(1_800_000_005_123_456_789n);
  });

  it('adds the offset of the interface, which may be negative', () => {
    const first = TIME - 789n;
    const result = read(pcapngOf(PACKETS, { offsetSeconds: -5n }));
    expect(result.packets[0]!.timeNs).toBe(first - 5_000_000_000n);
  });

  it('is read in chunks of any size', () => {
    const bytes = pcapngOf(PACKETS);
    const whole = read(bytes);
    for (let chunk = 1; chunk <= bytes.length; chunk++) expect(read(bytes, chunk)).toEqual(whole);
  });

  it('has sections of their own byte order and interfaces', () => {
    const one = pcapngOf(PACKETS, { linkType: 101 });
    const two = pcapngOf(PACKETS, { isLittle: false });
    const { packets, damage } = read(join(one, two));
    expect(packets.map(({ linkType }) => linkType)).toEqual([101, 101, 101, 1, 1, 1]);
    expect(damage).toBeUndefined();
  });

  it('has packets of several interfaces, and of none that is described', () => {
    const bytes = join(
      sectionHeader(),
      interfaceBlock({ linkType: 1 }),
      interfaceBlock({ linkType: 101 }),
      ...[1, 0, 2].map((face) => enhancedPacket(PACKETS[0]!, true, 1_000_000n, face)),
    );
    expect(read(bytes).packets.map(({ linkType }) => linkType)).toEqual([101, 1, -1]);
  });

  it('has simple and obsolete packets', () => {
    const simple = block(3, join(words(true, 3), hex('01 02 03')));
    const obsolete = block(2, join(shorts(true, 0, 7), words(true, 0, 5_000_000, 3, 3), hex('04 05 06')));
    const { packets } = read(join(sectionHeader(), interfaceBlock(), simple, obsolete));
    expect(packets).toEqual([
      { hex: '010203', linkType: 1, timeNs: undefined },
      { hex: '040506', linkType: 1, timeNs: 5_000_000_000n },
    ]);
  });

  it('passes over blocks of other types, longer than any packet, without holding them', () => {
    const other = block(0x0bad, new Uint8Array(8 * 1024 * 1024));
    const bytes = join(sectionHeader(), interfaceBlock(), other, enhancedPacket(PACKETS[0]!));
    expect(read(bytes, 65_536)).toMatchObject({ packets: [{ hex: '010203' }], damage: undefined });
    const cut = bytes.subarray(0, sectionHeader().length + interfaceBlock().length + 1000);
    expect(read(cut).damage).toBe('the file ends inside a block');
  });

  it('gives a packet of nothing for one that is longer than its block', () => {
    const bytes = join(sectionHeader(), interfaceBlock(), enhancedPacket(PACKETS[0]!), enhancedPacket(PACKETS[2]!));
    bytes.set(words(true, 99), sectionHeader().length + interfaceBlock().length + 20);
    expect(read(bytes).packets.map((packet) => packet.hex)).toEqual(['', '0405060708']);
  });

  it.each<[string, Uint8Array, string]>([
    ['has a block shorter than its own head', words(true, 6, 8, 8), 'a block of 8 bytes, expected at least 12'],
    [
      'has a block of an odd length',
      words(true, 6, 14, 0, 14),
      'a block of 14 bytes, expected at least 12 and a multiple of 4',
    ],
    ['has a packet block longer than any packet', words(true, 6, 0x7fff_fffc, 0), 'expected at most 1048576'],
    ['has a block whose two lengths differ', words(true, 6, 16, 0, 20), 'a block of 16 bytes that ends as one of 20'],
    ['has a section without a byte order', words(true, 0x0a0d0d0a, 28, 0x11111111, 0, 0, 0, 28), 'neither of the two'],
    ['has an interface that is cut short', block(1, hex('01 00 00 00')), 'an interface that is cut short'],
    ['ends inside a block', enhancedPacket(PACKETS[0]!).subarray(0, 20), 'the file ends 20 bytes into a block'],
  ])('that %s is damaged, and what stands before counts', (_, bad, reason) => {
    const { packets, damage, offset } = read(join(pcapngOf(PACKETS), bad));
    expect(packets).toHaveLength(3);
    expect(damage).toContain(reason);
    expect(offset).toBeGreaterThanOrEqual(pcapngOf(PACKETS).length);
  });

  it('of another version is damaged', () => {
    const bytes = sectionHeader();
    bytes.set(shorts(true, 2), 12);
    expect(read(bytes).damage).toBe('version 2 of the file format, expected 1');
  });
});
