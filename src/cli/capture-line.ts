// What `ofp` writes of a capture: a message, a loss, a connection, as text or as a line of JSON; and the summary. Pure.
import type { CaptureDamage } from '#capture/capture-file.ts';
import type { CaptureEvent } from '#capture/openflow-capture.ts';
import { PACKET_OUTCOMES, type Tally } from '#capture/tally.ts';

type InStream = Extract<CaptureEvent, { kind: 'message' | 'loss' }>;
type LossEvent = Extract<CaptureEvent, { kind: 'loss' }>;

const NS_PER_SECOND = 1_000_000_000n;
/** The last second that a Date can name. */
const DATE_SECONDS_MAX = 8_640_000_000_000n;

/** How times are written. */
export interface TimeStyle {
  /** Digits behind the second's point. */
  readonly digits: number;
  /** What relative times count from; undefined: times are absolute, in UTC. */
  readonly fromNs: bigint | undefined;
}

/** `12.345678`, `2026-01-02T03:04:05.678901Z`, or `-` where there is none. */
export function formatTime(timeNs: bigint | undefined, { digits, fromNs }: TimeStyle): string {
  if (timeNs === undefined) return '-';
  const ns = timeNs - (fromNs ?? 0n);
  const isNegative = ns < 0n;
  const fraction = String((isNegative ? -ns : ns) % NS_PER_SECOND)
    .padStart(9, '0')
    .slice(0, digits);
  const seconds = (isNegative ? -ns : ns) / NS_PER_SECOND;
  if (fromNs !== undefined || isNegative || seconds > DATE_SECONDS_MAX) {
    return `${isNegative ? '-' : ''}${seconds}.${fraction}`;
  }
  return `${new Date(Number(seconds) * 1000).toISOString().replace(/\.\d+Z$/, '')}.${fraction}Z`;
}

/** What stands before a message's text: `0.001234 #1 switch `. */
export function messagePrefix({ timeNs, stream, from }: InStream, style: TimeStyle): string {
  return `${formatTime(timeNs, style)} #${stream} ${from} `;
}

/** What every line of JSON begins with. */
export function jsonPlace({ timeNs, stream, from, source, target }: InStream, digits: number): object {
  const time = timeNs === undefined ? null : formatTime(timeNs, { digits, fromNs: undefined });
  return { time, stream, from, source, target };
}

/** `0.001234 #1 switch: 1460 bytes are missing (not in the capture), 12 were skipped` */
export function lossText(event: LossEvent, style: TimeStyle): string {
  const { missing, skipped, why } = event.loss;
  const parts = [
    ...(missing > 0 ? [`${bytesText(missing)} missing`] : []),
    ...(skipped > 0 ? [`${bytesText(skipped)} skipped`] : []),
  ];
  const what = parts.length === 0 ? why : `${parts.join(', ')}: ${why}`;
  return `${messagePrefix(event, style).trimEnd()}: ${what}`;
}

/** `stream 1: switch 10.0.0.1:40000, controller 10.0.0.2:6653` */
export function streamText(event: Extract<CaptureEvent, { kind: 'stream' }>): string {
  return `stream ${event.stream}: switch ${event.switchAt}, controller ${event.controllerAt}`;
}

/** `at byte 123: the file ends 5 bytes into a record` */
export function damageText({ offset, reason }: CaptureDamage): string {
  return `at byte ${offset}: ${reason}`;
}

const OUTCOME_WORDS: Readonly<Record<(typeof PACKET_OUTCOMES)[number], string>> = {
  segments: 'of OpenFlow',
  late: 'behind the end of their stream',
  otherPorts: 'of other ports',
  notTcp: 'not TCP',
  notIp: 'not IP',
  fragments: 'fragments of IP, not put together',
  malformed: 'cut short or malformed',
  unknownLink: 'of an unknown link type',
};

/** What was seen, in a line or two; what did not occur is left out. */
export function summaryText(tally: Tally, shown: number, bad: number): string {
  const outcomes = PACKET_OUTCOMES.filter((outcome) => tally[outcome] > 0).map(
    (outcome) => `${tally[outcome]} ${OUTCOME_WORDS[outcome]}`,
  );
  const packets = [`${tally.packets} packets`, ...(outcomes.length > 0 ? [outcomes.join(', ')] : [])].join(': ');
  const messages = [
    `${tally.streams} streams`,
    `${tally.messages} messages${shown === tally.messages ? '' : ` (${shown} shown)`}`,
    `${bad} bad`,
    `${bytesText(tally.missingBytes)} missing`,
    `${bytesText(tally.skippedBytes)} skipped`,
    ...(tally.retransmissions > 0 ? [`${tally.retransmissions} segments sent again`] : []),
    ...(tally.outOfOrder > 0 ? [`${tally.outOfOrder} out of order`] : []),
    ...(tally.evicted > 0 ? [`${tally.evicted} streams given up for others`] : []),
  ];
  return `${packets}\n${messages.join(', ')}`;
}

function bytesText(bytes: number): string {
  return bytes === 1 ? '1 byte' : `${bytes} bytes`;
}
