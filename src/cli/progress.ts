// How far a long reading has got: one line on standard error that is written over again and again, where a person looks at it,
// from the second second on.
import { formatBytes } from './quantity.ts';

const FIRST_MS = 1000;
const EVERY_MS = 200;
const CLEAR_LINE = '\r\u001b[K';

export class Progress {
  readonly #isShown: boolean;
  readonly #totalBytes: number | undefined;
  #dueMs = performance.now() + FIRST_MS;
  #isThere = false;

  /** @param totalBytes undefined when nobody knows */
  constructor(isShown: boolean, totalBytes: number | undefined) {
    this.#isShown = isShown;
    this.#totalBytes = totalBytes;
  }

  show(readBytes: number, messages: number): void {
    if (!this.#isShown || performance.now() < this.#dueMs) return;
    this.#dueMs = performance.now() + EVERY_MS;
    this.#isThere = true;
    process.stderr.write(`${CLEAR_LINE}${progressText(readBytes, this.#totalBytes, messages)}`);
  }

  /** Takes the line away, before something else is written. */
  clear(): void {
    if (!this.#isThere) return;
    this.#isThere = false;
    process.stderr.write(CLEAR_LINE);
  }
}

/** `45 % of 100.0 MiB, 12345 messages` */
export function progressText(readBytes: number, totalBytes: number | undefined, messages: number): string {
  const isKnown = totalBytes !== undefined && totalBytes > 0;
  const part = isKnown
    ? `${Math.min(100, Math.floor((readBytes / totalBytes) * 100))} % of ${formatBytes(totalBytes)}`
    : formatBytes(readBytes);
  return `${part}, ${messages} messages`;
}
