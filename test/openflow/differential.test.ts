// Thousands of random messages before two outside readers: `ovs-ofctl` takes each of them, tshark marks none as malformed, and
// what both show of a message are the values that we put in. One process reads all: a process for each message would take
// minutes.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '#openflow/bytes.ts';
import { encodeMessage, type MessageIn } from '#openflow/message.ts';
import { pcap } from './pcap.ts';
import { announce, SEED } from './seed.ts';
import { type Sound, soundMessage } from './sound.ts';

const COUNT = Number(process.env.DAOLI_DIFFERENTIAL ?? 2000);

/** How many types and kinds of multipart messages there are in each version. */
const KINDS = { 1: 59, 4: 82, 5: 80, 6: 80 };

announce(import.meta.url);

describe.each([1, 4, 5, 6] as const)(`${COUNT} random messages of version %d`, (version) => {
  // The xid tells in what the readers print where a message begins.
  const sounds = fc.sample(soundMessage(version), { seed: SEED, numRuns: COUNT });
  const messages = sounds.map(({ message }, index) => withXid(message, 0x1000_0000 + index));
  const bytes = messages.map((message) => encodeMessage(message));
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'daoli-differential-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // All but those of experimenters that nobody else knows, and what Open vSwitch does not implement of 1.5.
  it('are of every type and kind', () => {
    const kinds = new Set(sounds.map(kindOf));
    expect(kinds.size).toBe(KINDS[version]);
  });

  it('are taken by ovs-ofctl, which prints what we put in', () => {
    writeFileSync(join(folder, 'stream'), Buffer.concat(bytes));
    const output = run('ovs-ofctl', ['ofp-parse', join(folder, 'stream')]);
    const texts = split(output);
    const wrong: string[] = [];
    sounds.forEach((sound, index) => {
      const text = texts.get(0x1000_0000 + index) ?? 'nothing';
      const missing = sound.ovs.filter((words) => !shows(text, words));
      if (missing.length > 0 || /decode error|\*\*\*/.test(text)) {
        wrong.push(`${kindOf(sound)} ${toHex(bytes[index]!)}\nlacks ${missing.join(' | ')}\nin ${text}`);
      }
    });
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(wrong.length).toBe(0);
  });

  // tshark 4.0 cannot read a match field of 1.5: it takes the header of each for one of 1.3's properties, and reads on from there.
  it.skipIf(version === 6)('are dissected by tshark, which shows what we put in', () => {
    writeFileSync(join(folder, 'pcap'), pcap(bytes));
    const fields = [...new Set(sounds.flatMap(({ tshark }) => Object.keys(tshark)))];
    const columns = ['_ws.malformed', ...fields];
    const argv = ['-n', '-r', join(folder, 'pcap'), '-T', 'fields', '-E', 'separator=|', '-E', 'aggregator=;'];
    const output = run('tshark', [...argv, ...columns.flatMap((column) => ['-e', column])]);
    const rows = output.replace(/\n$/, '').split('\n');
    expect(rows.length).toBe(COUNT);
    const wrong: string[] = [];
    sounds.forEach((sound, index) => {
      const shown = new Map(rows[index]!.split('|').map((value, column) => [columns[column]!, value]));
      if (shown.get('_ws.malformed') !== '' && sound.stumble === undefined) {
        wrong.push(`malformed: ${kindOf(sound)} ${toHex(bytes[index]!)}`);
      }
      for (const [field, values] of Object.entries(sound.tshark)) {
        const found = shown.get(field)!.split(';').map(plain);
        const expected = values.map((value) => plain(`${value}`));
        if (found.join() !== expected.join()) {
          wrong.push(
            `${kindOf(sound)} ${field}: ${found.join()}, expected ${expected.join()}: ${toHex(bytes[index]!)}`,
          );
        }
      }
    });
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(wrong.length).toBe(0);
  });
});

/** @returns what a program prints; what it warns of on stderr (tshark: that it runs as root) is left out */
function run(program: string, argv: readonly string[]): string {
  return execFileSync(program, argv, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 * 2 ** 20,
  });
}

/** A message that is carried has the xid of the one that carries it. */
function withXid(message: MessageIn, xid: number): MessageIn {
  if (message.type === 'REQUESTFORWARD') return { ...message, xid, request: { ...message.request, xid } as MessageIn };
  if (message.type !== 'BUNDLE_ADD_MESSAGE') return { ...message, xid };
  return { ...message, xid, message: { ...message.message, xid } as MessageIn };
}

function kindOf({ message }: Sound): string {
  const kind = Reflect.get(message, 'multipartType') ?? Reflect.get(message, 'statsType');
  return kind === undefined ? message.type : `${message.type} ${kind}`;
}

/** @returns what is printed of each message, by xid */
function split(output: string): Map<number, string> {
  const texts = new Map<number, string>();
  for (const text of output.split(/^(?=(?:OFP|NX|ONF)\w+ .*\(xid=0x1)/m)) {
    const xid = /\(xid=0x([0-9a-f]+)\)/.exec(text);
    if (xid !== null) {
      const number = Number.parseInt(xid[1]!, 16);
      texts.set(number, (texts.get(number) ?? '') + text); // a bundled message is printed behind its bundle's
    }
  }
  return texts;
}

/** Whether words stand in a text, and no part of a longer word; runs of blanks are one. */
function shows(text: string, words: string): boolean {
  const plainText = text.replace(/[ \t]+/g, ' ');
  const plainWords = words.replace(/[ \t]+/g, ' ').trim();
  for (let at = plainText.indexOf(plainWords); at >= 0; at = plainText.indexOf(plainWords, at + 1)) {
    const before = plainText[at - 1] ?? ' ';
    const after = plainText[at + plainWords.length] ?? ' ';
    if (!/\w/.test(before) && !/[\w.]/.test(after)) return true;
  }
  return false;
}

/** A number in one notation, whatever the field's; other values as they are. */
function plain(value: string): string {
  return /^(0x[0-9a-fA-F]+|\d{1,20})$/.test(value) ? BigInt(value).toString() : value;
}
