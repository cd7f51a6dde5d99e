// What is wrong with an inventory, as lines for a person: which file, where in it, what was found, what was expected.
// Runs where inventories are read: main thread, tools, tests.

import { FAULTS_MAX } from './limits.ts';

/** Longest piece of a value that is quoted. */
const FOUND_LENGTH_MAX = 60;
/** A suggestion is at most that many edits away, and is looked for among at most that many names. */
const EDITS_MAX = 2;
const CANDIDATES_MAX = 5_000;

/** Collects faults; keeps the first FAULTS_MAX lines and counts the rest. */
export class FaultList {
  readonly lines: string[] = [];
  total = 0;
  readonly #fileName: string;

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  /** @param text a thunk where the text costs something: it is not called for what is only counted */
  add(path: string, text: string | (() => string)): void {
    this.total++;
    if (this.lines.length >= FAULTS_MAX) return;
    const said = typeof text === 'string' ? text : text();
    this.lines.push(path === '' ? `${this.#fileName}: ${said}` : `${this.#fileName}: ${path}: ${said}`);
  }

  /** The usual fault: this was found, that was expected. */
  found(path: string, value: unknown, expected: string): void {
    this.add(path, () => `found ${quote(value)}, expected ${expected}`);
  }
}

/** A value as one short line, with what a terminal could stumble on escaped. */
export function quote(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > FOUND_LENGTH_MAX ? `${text.slice(0, FOUND_LENGTH_MAX)}…` : text;
}

/** A path as a person writes it: `groups[2].rules[0].peer`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w-]+$/.test(String(step))) text += text === '' ? String(step) : `.${String(step)}`;
    else text += `[${JSON.stringify(String(step))}]`;
  }
  return text;
}

/** @returns `; did you mean "x"?` when one of the names is close to `wrong`, else nothing */
export function suggestion(wrong: string, names: Iterable<string>): string {
  let best: string | undefined;
  let bestEdits = Math.min(EDITS_MAX, Math.floor(wrong.length / 2)) + 1;
  let looked = 0;
  for (const name of names) {
    if (++looked > CANDIDATES_MAX) break;
    if (Math.abs(name.length - wrong.length) >= bestEdits) continue;
    const edits = editDistance(wrong.toLowerCase(), name.toLowerCase());
    if (edits < bestEdits) {
      best = name;
      bestEdits = edits;
    }
  }
  return best === undefined ? '' : `; did you mean ${JSON.stringify(best)}?`;
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one text to the other. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    before = above;
    above = row;
  }
  return above[b.length]!;
}
