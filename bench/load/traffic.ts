// What a fake switch sends and how it counts what comes back: one interface, OpenFlow 1.0 and 1.3 behind it.
import type { Ledger } from './ledger.ts';

/** Bytes of one write: as many PacketIns as fit. */
export const RUN_BYTES = 65_536;

/** Handles a message that is no answer: bytes, its first and one past its last. */
export type ControlHandler = (bytes: Buffer, at: number, end: number) => void;

/** What one switch has seen beside the ledger's account. */
export interface Tally {
  /** Bytes and messages of answers, so that the null responder can send as many. */
  flowMods: number;
  flowModBytes: number;
  packetOuts: number;
  packetOutBytes: number;
  /** 1.3: session flows by their part in the session, as the cookie says it (see sessionPart). */
  outAtSource: number;
  inAtTarget: number;
  outAtTarget: number;
  inAtSource: number;
  /** 1.3: flows of denials, those of the table-miss, and all others. */
  denyFlows: number;
  tableMissFlows: number;
  otherFlows: number;
  /** 1.3: PacketOuts that let no SYN of ours through, such as ARP. */
  otherPacketOuts: number;
  flowsRemoved: number;
  /** 1.3: session flows that went unremoved because the list was full. */
  flowsForgotten: number;
  /** Answers that validation found wrong. */
  faulty: number;
  /** The first of them, in words. */
  firstFault: string;
}

export interface Traffic {
  readonly ledger: Ledger;
  readonly tally: Tally;
  /** PacketIns that fit into one write. */
  readonly runLength: number;
  /** Other messages that want to be written (FlowRemoved). */
  backlog(): number;
  /** How many of those fit into one write. */
  readonly backlogRun: number;
  /**
   * Patches the next `count` PacketIns and what is in the backlog into the run.
   * @returns the bytes to write; they are overwritten by the next call
   */
  compose(count: number, nowMs: number): Buffer;
  /** From now on all flows that were kept are due to be removed. */
  releaseFlows(): void;
  /** Gives up what is out, so that a window full of lost PacketIns cannot stop the switch. */
  giveUp(): void;
  /**
   * Counts the whole messages in `bytes`.
   * @returns where the first incomplete message begins, or -1 when the bytes are no OpenFlow
   */
  walk(bytes: Buffer, view: DataView, at: number, end: number, nowMs: number, control: ControlHandler): number;
}

export function newTally(): Tally {
  return {
    flowMods: 0,
    flowModBytes: 0,
    packetOuts: 0,
    packetOutBytes: 0,
    outAtSource: 0,
    inAtTarget: 0,
    outAtTarget: 0,
    inAtSource: 0,
    denyFlows: 0,
    tableMissFlows: 0,
    otherFlows: 0,
    otherPacketOuts: 0,
    flowsRemoved: 0,
    flowsForgotten: 0,
    faulty: 0,
    firstFault: '',
  };
}

/** Notes a fault that validation found. */
export function noteFault(tally: Tally, fault: string, bytes: Buffer, at: number, end: number): void {
  tally.faulty++;
  if (tally.firstFault !== '') return;
  const shown = bytes.subarray(at, Math.min(end, at + 128)).toString('hex');
  tally.firstFault = `${fault}: ${shown}${end - at > 128 ? '…' : ''}`;
}
