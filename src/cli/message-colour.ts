// Colours for printed messages: the message's name, what went wrong, what a flow does. They are put into the finished text,
// so that the text itself is the same everywhere.
import { paint, printable, type Terminal } from './terminal.ts';

/** @returns the text as it may be shown: without a terminal's commands, and in colours where there are any */
export function showMessage(terminal: Terminal, text: string): string {
  const lines = text.split('\n').map(printable);
  if (!terminal.colours) return lines.join('\n');
  return lines.map((line) => colourLine(terminal, line)).join('\n');
}

function colourLine(terminal: Terminal, line: string): string {
  if (/^[0-9a-f]{8} {2}[0-9a-f]{2}[ -]/.test(line)) return paint(terminal, 'dim', line);
  return line
    .replace(/^((?:OFP|ONF|NX)[A-Z]*_\w+)/, (name) => paint(terminal, 'bold', name))
    .replace(/(\(xid=0x[0-9a-f]+\))/, (xid) => paint(terminal, 'dim', xid))
    .replace(/(\*\*\*.*\*\*\*|OFP[A-Z]*C_\w+)/, (error) => paint(terminal, 'red', error))
    .replace(
      /(actions=)(.*)$/,
      (_, word, actions) => word + paint(terminal, actions === 'drop' ? 'yellow' : 'green', actions),
    );
}
