// `ofp decode --pcap` and `ofp print --pcap`: reads a capture to its end, or as long as it grows, and writes what it holds at
// the speed of who reads it. Messages go to standard output, and in JSON what is lost, too; all else to standard error.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type CaptureEvent, OpenFlowCapture } from '#capture/openflow-capture.ts';
import { decodeMessage, toJson } from '#openflow/message.ts';
import type { StreamItem } from '#openflow/stream-decoder.ts';
import type { CaptureFilter } from './capture-filter.ts';
import { type CaptureFlags, filterOf, portsOf } from './capture-flags.ts';
import {
  damageText,
  jsonPlace,
  lossText,
  messagePrefix,
  streamText,
  summaryText,
  type TimeStyle,
} from './capture-line.ts';
import { errorLine } from './ofp-line.ts';
import { writeSlowly } from './output.ts';
import { Progress } from './progress.ts';
import { printable, type Terminal } from './terminal.ts';

const CHUNK_BYTES = 256 * 1024;
/** Output is handed over in pieces of about this size. */
const OUTPUT_CHARS = 64 * 1024;

/** How messages are shown; left out: as JSON. */
export type ShowMessage = ((item: StreamItem) => string) | undefined;

/** What came of a reading. */
export interface CaptureOutcome {
  /** The file was read to its end, or as far as was asked for, and is sound. */
  readonly isWhole: boolean;
  /** All that was looked at was messages: nothing bad, nothing lost. */
  readonly isClean: boolean;
}

/** Reads and shows `flags.pcap`. */
export async function readCapture(flags: CaptureFlags, show: ShowMessage, terminal: Terminal): Promise<CaptureOutcome> {
  const path = flags.pcap!;
  const reading = new CaptureReading(flags, show, terminal);
  try {
    await reading.run(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    terminal.note(`ofp: cannot read ${path === '-' ? 'standard input' : path}: ${message}\n`);
    return { isWhole: false, isClean: false };
  }
  return reading.outcome();
}

class CaptureReading {
  readonly #terminal: Terminal;
  readonly #show: ShowMessage;
  readonly #filter: CaptureFilter;
  readonly #limit: number;
  readonly #isAbsolute: boolean;
  readonly #capture: OpenFlowCapture;
  #output = '';
  #shown = 0;
  #bad = 0;
  #progress = new Progress(false, undefined);

  constructor(flags: CaptureFlags, show: ShowMessage, terminal: Terminal) {
    this.#terminal = terminal;
    this.#show = show;
    this.#filter = filterOf(flags);
    this.#limit = flags.limit ?? Number.POSITIVE_INFINITY;
    this.#isAbsolute = flags.absolute === true;
    this.#capture = new OpenFlowCapture({ ports: portsOf(flags) });
  }

  async run(path: string): Promise<void> {
    const isInput = path === '-';
    const totalBytes = isInput ? undefined : (await stat(path)).size;
    this.#progress = new Progress(process.stderr.isTTY === true, totalBytes);
    const source = isInput ? process.stdin : createReadStream(path, { highWaterMark: CHUNK_BYTES });
    for await (const chunk of source as AsyncIterable<Buffer>) {
      if (await this.#takeAll(this.#capture.push(chunk))) break;
      await this.#flush();
      this.#progress.show(this.#capture.readBytes, this.#capture.tally.messages);
      if (this.#capture.damage !== undefined) break;
    }
    if (this.#shown < this.#limit) await this.#takeAll(this.#capture.finish());
    await this.#flush();
    this.#progress.clear();
    this.#summarise();
  }

  outcome(): CaptureOutcome {
    const { tally, damage } = this.#capture;
    const isWhole = damage === undefined;
    return { isWhole, isClean: isWhole && this.#bad === 0 && tally.missingBytes + tally.skippedBytes === 0 };
  }

  /** @returns true when enough was shown */
  async #takeAll(events: Iterable<CaptureEvent>): Promise<boolean> {
    for (const event of events) {
      // What goes to standard error keeps its place among the messages.
      if (event.kind !== 'message') await this.#flush();
      this.#take(event);
      if (this.#output.length >= OUTPUT_CHARS) await this.#flush();
      if (this.#shown >= this.#limit) return true;
    }
    return false;
  }

  #take(event: CaptureEvent): void {
    if (!this.#filter.takesStream(event.stream)) return;
    if (event.kind === 'message') this.#takeMessage(event);
    else if (this.#show === undefined) {
      if (event.kind === 'loss') this.#output += `${JSON.stringify(this.#lossJson(event))}\n`;
    } else this.#note(event.kind === 'loss' ? lossText(event, this.#style()) : streamText(event));
  }

  #takeMessage(event: Extract<CaptureEvent, { kind: 'message' }>): void {
    if (!this.#filter.takesHeader(event)) return;
    const { bytes } = event;
    const result = decodeMessage(bytes);
    if (!this.#filter.takesType(result.ok ? result.message.type : result.error.type)) return;
    this.#shown++;
    if (!result.ok) this.#bad++;
    const item: StreamItem = result.ok
      ? { ok: true, offset: 0, bytes, message: result.message }
      : { ok: false, offset: 0, bytes, error: result.error };
    this.#output +=
      this.#show === undefined
        ? `${this.#messageJson(event, item)}\n`
        : `${messagePrefix(event, this.#style())}${this.#show(item)}\n`;
  }

  #messageJson(event: Extract<CaptureEvent, { kind: 'message' }>, item: StreamItem): string {
    const place = JSON.stringify(jsonPlace(event, this.#capture.timeDigits)).slice(0, -1);
    if (item.ok) return `${place},"message":${JSON.stringify(toJson(item.message))}}`;
    const { message, ...details } = item.error;
    return `${place},${errorLine(message, details).slice(1)}`;
  }

  #lossJson(event: Extract<CaptureEvent, { kind: 'loss' }>): object {
    return { ...jsonPlace(event, this.#capture.timeDigits), loss: event.loss };
  }

  #style(): TimeStyle {
    const { timeDigits: digits, firstTimeNs } = this.#capture;
    return { digits, fromNs: this.#isAbsolute ? undefined : firstTimeNs };
  }

  #summarise(): void {
    const { damage, tally } = this.#capture;
    if (damage !== undefined) this.#note(damageText(damage));
    for (const line of summaryText(tally, this.#shown, this.#bad).split('\n')) this.#note(line);
    if (this.#shown >= this.#limit) this.#note(`ended after ${this.#limit} messages, as --limit asks`);
  }

  #note(text: string): void {
    this.#progress.clear();
    this.#terminal.note(`ofp: ${printable(text)}\n`);
  }

  async #flush(): Promise<void> {
    const output = this.#output;
    this.#output = '';
    if (output === '') return;
    if (this.#terminal.interactive) this.#progress.clear();
    await writeSlowly(output);
  }
}
