// Looks at the controllers at the beginning and at the end of each turn, while pairs.py waits: what a turn cost is the
// difference.
import { readdirSync, readFileSync } from 'node:fs';
import { sampleProcess } from '../load/process-sample.ts';
import type { Contestant, ControllerName } from './contestants.ts';
import type { Turn } from './outcome.ts';

/** What pairs.py says: a turn begins, or has ended and was seen so. */
export type Word =
  | { readonly event: 'begin'; readonly name: ControllerName }
  | ({ readonly event: 'end' } & Omit<Turn, 'cpuSeconds' | 'packetIns' | 'rssMiB'>);

export class TurnWatch {
  readonly turns: Turn[] = [];
  readonly #contestants: readonly Contestant[];
  readonly #onTurn: (name: ControllerName, turn: number) => void;
  #cpuSeconds = 0;
  #packetIns: number | null = null;

  /** @param onTurn called when a turn begins; turns count from 1 */
  constructor(contestants: readonly Contestant[], onTurn: (name: ControllerName, turn: number) => void) {
    this.#contestants = contestants;
    this.#onTurn = onTurn;
  }

  async hear(word: Word): Promise<void> {
    const contestant = this.#contestants.find(({ name }) => name === word.name)!;
    if (word.event === 'begin') {
      this.#onTurn(word.name, this.turns.length + 1);
      this.#packetIns = await contestant.packetIns();
      // last, as asking costs it something
      this.#cpuSeconds = cpuSecondsOf(contestant.pid);
      return;
    }
    const cpuSeconds = cpuSecondsOf(contestant.pid) - this.#cpuSeconds;
    const { event, ...seen } = word;
    const rssMiB = sampleProcess(contestant.pid)?.rssMiB ?? 0;
    const packetIns = await contestant.packetIns();
    const lifted = packetIns === null || this.#packetIns === null ? null : packetIns - this.#packetIns;
    this.turns.push({ ...seen, cpuSeconds, rssMiB, packetIns: lifted });
  }
}

/** CPU time of all threads by the scheduler's own account: a turn takes few of the ticks that /proc/PID/stat counts. */
function cpuSecondsOf(pid: number): number {
  const folder = `/proc/${pid}/task`;
  const spentNs = readdirSync(folder).map((tid) =>
    Number(readFileSync(`${folder}/${tid}/schedstat`, 'latin1').split(' ')[0]),
  );
  return spentNs.reduce((sum, ns) => sum + ns, 0) / 1e9;
}
