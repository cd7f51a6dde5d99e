// The verdict on a run: everything that was sent is accounted for, and nothing was answered that should not have been.
// Pure.
import type { Snapshot } from './fleet.ts';

export interface Balance {
  sent: number;
  answered: number;
  denied: number;
  /** By the controller's own counters, by name. */
  dropped: Record<string, number>;
  /** Neither answered nor denied nor dropped at the end; negative: the controller counted drops that it answered. */
  outstanding: number;
  /** Due in an open loop, and not even sent at the end. */
  unsent: number;
  /** Why the run is void, in words; none = it counts. */
  faults: string[];
  /** Those of the faults that more time might have mended. */
  unfinished: string[];
}

/**
 * @param end after the run has drained
 * @param dropped what the controller counted as dropped meanwhile
 * @param failures broken connections and errors of the controller
 */
export function strikeBalance(end: Snapshot, dropped: Record<string, number>, failures: readonly string[]): Balance {
  const droppedSum = Object.values(dropped).reduce((sum, value) => sum + value, 0);
  const outstanding = end.outstanding - droppedSum;
  const unsent = end.due - end.sent;
  const unfinished: string[] = [];
  if (outstanding > 0) {
    unfinished.push(`${outstanding} PacketIns were neither answered nor denied nor counted as dropped`);
  }
  if (unsent > 0) unfinished.push(`${unsent} PacketIns were due and never sent`);
  const faults = [...unfinished];
  if (end.sent === 0) faults.push('no PacketIn was sent');
  if (outstanding < 0) faults.push(`${-outstanding} PacketIns were counted as dropped and answered all the same`);
  if (end.unsolicited > 0) faults.push(`${end.unsolicited} answers to nothing that was out (twice, or too late)`);
  if (end.wrongVerdict > 0)
    faults.push(`${end.wrongVerdict} verdicts were wrong: denied packets let through, or allowed ones denied`);
  if (end.tally.faulty > 0)
    faults.push(`${end.tally.faulty} answers were malformed or about something else; first: ${end.tally.firstFault}`);
  faults.push(...failures);
  const { sent, answered, denied } = end;
  return { sent, answered, denied, dropped, outstanding, unsent, faults, unfinished };
}
