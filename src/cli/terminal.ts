// Where the command line writes, and what may be written there. Names and descriptions come from switches and
// containers, who may put a terminal's commands into them: everything from outside goes through `printable`.
import { styleText } from 'node:util';

/** Standard output and error, with the decision whether to colour. */
export interface Terminal {
  /** What was asked for. */
  write(text: string): void;
  /** What is said beside it. */
  note(text: string): void;
  /** A person looks at it as it comes. */
  readonly interactive: boolean;
  readonly colours: boolean;
}

export type Colour = 'green' | 'red' | 'yellow' | 'dim' | 'bold';

// C0, DEL, C1; and the marks that turn the direction of writing, which can make a name look like another.
// biome-ignore lint/suspicious/noControlCharactersInRegex: to find control characters is its purpose
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** The process's own: colours only where a person looks, and not with NO_COLOR (no-color.org) or TERM=dumb. */
export function processTerminal(): Terminal {
  const { NO_COLOR, TERM } = process.env;
  const interactive = process.stdout.isTTY === true;
  return {
    write: (text) => void process.stdout.write(text),
    note: (text) => void process.stderr.write(text),
    interactive,
    colours: interactive && (NO_COLOR ?? '') === '' && TERM !== 'dumb',
  };
}

/** `text` in a colour, where the terminal has any. */
export function paint(terminal: Terminal, colour: Colour | undefined, text: string): string {
  return terminal.colours && colour !== undefined ? styleText(colour, text, { validateStream: false }) : text;
}

/** `text` without anything that a terminal would obey. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
