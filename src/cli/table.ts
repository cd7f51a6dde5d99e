// Aligned text for people: rows under titles, and fields of one thing. Pure.
import { type Colour, paint, printable, type Terminal } from './terminal.ts';

/** What a cell may hold; null and undefined are shown as a dash. */
export type Cell = string | number | boolean | null | undefined;

/** One column of a table of `T`. */
export interface Column<T> {
  readonly title: string;
  /** Set to the right, as columns of numbers are anyway. */
  readonly right?: boolean;
  cell(row: T): Cell;
  colour?(row: T): Colour | undefined;
}

const GAP = '  ';
const NOTHING = '-';
/** East Asian wide and fullwidth characters, which take two places (Unicode UAX 11, in blocks). */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;

/** Titles and rows, each on its line; the titles alone when there are no rows. */
export function formatTable<T>(terminal: Terminal, rows: readonly T[], columns: readonly Column<T>[]): string {
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const texts = cells.map((row) => row.map(textOf));
  const widths = columns.map(({ title }, at) => Math.max(title.length, ...texts.map((row) => widthOf(row[at]!))));
  const numeric = columns.map((_column, at) => cells.length > 0 && cells.every((row) => typeof row[at] !== 'string'));
  const right = columns.map((column, at) => column.right ?? numeric[at]!);
  const lines = [columns.map(({ title }, at) => paint(terminal, 'bold', pad(title, widths[at]!, right[at]!)))];
  rows.forEach((row, index) => {
    const line = columns.map(({ colour }, at) =>
      paint(terminal, colour?.(row), pad(texts[index]![at]!, widths[at]!, right[at]!)),
    );
    lines.push(line);
  });
  return lines.map((line) => `${line.join(GAP).trimEnd()}\n`).join('');
}

/** `name  value` lines; a field whose value is undefined is left out. */
export function formatFields(terminal: Terminal, fields: readonly (readonly [string, Cell])[]): string {
  const shown = fields.filter(([, value]) => value !== undefined);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown
    .map(([name, value]) => `${paint(terminal, 'bold', pad(name, width, false))}${GAP}${textOf(value)}\n`)
    .join('');
}

function textOf(cell: Cell): string {
  if (cell === null || cell === undefined || cell === '') return NOTHING;
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return typeof cell === 'number' ? String(cell) : printable(cell);
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}

function widthOf(text: string): number {
  const points = [...text].length;
  return points + (text.match(WIDE)?.length ?? 0);
}
