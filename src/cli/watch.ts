// `--watch`: a command that looks again and again, until Ctrl-C or until the controller is gone.
import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidArgumentError, Option } from 'commander';
import type { Terminal } from './terminal.ts';

export const STANDARD_WATCH_SECONDS = 2;
const CLEAR_SCREEN = '\u001b[H\u001b[2J';

/** @param meaning what the later looks have that the first has not: `with rates` */
export function watchOption(meaning: string): Option {
  const option = new Option('--watch [seconds]', `again and again, ${meaning}, until Ctrl-C`);
  return option.preset(STANDARD_WATCH_SECONDS).argParser(readSeconds);
}

/**
 * Looks again and again, without an end.
 * @param everySeconds as --watch gave it
 */
export async function keepWatch(everySeconds: number, look: () => Promise<void>): Promise<never> {
  while (true) {
    await look();
    await sleep(everySeconds * 1000);
  }
}

/** Shows a look apart from the one before: a person's screen is cleared, in a pipe an empty line ends each. */
export function showLook(terminal: Terminal, show: () => void): void {
  if (terminal.interactive) terminal.write(CLEAR_SCREEN);
  show();
  if (!terminal.interactive) terminal.write('\n');
}

function readSeconds(text: string | number): number {
  const seconds = Number(text);
  if (!/^\d{1,4}(\.\d{1,3})?$/.test(String(text)) || seconds < 0.1 || seconds > 3600) {
    throw new InvalidArgumentError('expected seconds from 0.1 to 3600.');
  }
  return seconds;
}
