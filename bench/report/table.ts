// A table of a report: as text for a terminal. Pure.

export interface Table {
  readonly title: string;
  /** Heads; the first column is text, and so is each whose head is empty. Others are figures, flush right. */
  readonly columns: readonly string[];
  /** A row may be shorter than the heads: its last cell then runs over the columns that are left. */
  readonly rows: readonly (readonly string[])[];
}

/** The table as lines of text, each with its newline. */
export function renderTable(table: Table): string {
  const { title, columns, rows } = table;
  const widths = columns.map((head, i) => {
    const cells = rows.filter((row) => row.length > i && (i < row.length - 1 || row.length === columns.length));
    return Math.max(head.length, ...cells.map((row) => row[i]!.length));
  });
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (isText(table, i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('   ')
      .trimEnd();
  return `${[title, line(columns), ...rows.map(line)].join('\n')}\n`;
}

/** Whether a column holds words rather than figures. */
export function isText({ columns }: Table, column: number): boolean {
  return column === 0 || columns[column] === '';
}
