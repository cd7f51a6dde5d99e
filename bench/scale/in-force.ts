// When changes of policy were in force, as a switch sees it: from when a change was due until the first answer that is
// by it. What was sent or decided when does not matter, only what came back. Pure.
import type { Judgement } from './verdict-probe.ts';

/** From `dueMs` on a pair's packets are to be allowed, or not any more. */
export interface VerdictChange {
  readonly pair: number;
  readonly isAllowed: boolean;
  /** On the clock that all processes share. */
  readonly dueMs: number;
}

export interface InForce {
  /** One for each change. One that was not seen before the pair's next one was due counts as if it had been seen then. */
  readonly seenMs: readonly number[];
  readonly unseen: number;
  /** Verdicts that went back to what was before, with no change due. */
  readonly faults: readonly string[];
}

/**
 * @param changes of each pair in the order in which they were due, allowed and not in turn; what was before is in force
 * @param judgements of each pair in the order in which they were heard
 */
export function findInForce(changes: readonly VerdictChange[], judgements: readonly Judgement[]): InForce {
  const seenMs: number[] = [];
  const faults: string[] = [];
  let unseen = 0;
  for (const pair of new Set(changes.map((change) => change.pair))) {
    const ours = changes.filter((change) => change.pair === pair);
    const heard = judgements.filter((judgement) => judgement.pair === pair);
    let at = 0;
    for (const [i, { isAllowed, dueMs }] of ours.entries()) {
      const untilMs = ours[i + 1]?.dueMs ?? Number.POSITIVE_INFINITY;
      while (at < heard.length && heard[at]!.heardMs < dueMs) at++;
      const since = heard.slice(at).filter(({ heardMs }) => heardMs < untilMs);
      // as long as the change before is not in force, what is like this one is by the one before that
      const isHidden = at > 0 && heard[at - 1]!.isAllowed === isAllowed;
      const first = isHidden ? undefined : since.find((judgement) => judgement.isAllowed === isAllowed);
      if (first === undefined) {
        unseen++;
        seenMs.push((Number.isFinite(untilMs) ? untilMs : (heard.at(-1)?.heardMs ?? dueMs)) - dueMs);
        continue;
      }
      seenMs.push(first.heardMs - dueMs);
      const back = since.find(({ sentMs, isAllowed: later }) => sentMs > first.heardMs && later !== isAllowed);
      if (back !== undefined) {
        faults.push(
          `pair ${pair} was ${isAllowed ? 'allowed' : 'denied'}, and not any more ` +
            `${(back.heardMs - first.heardMs).toFixed(1)} ms later though nothing had changed`,
        );
      }
    }
  }
  return { seenMs, unseen, faults };
}
