// A table of text for a terminal: columns as wide as what is in them, a rule under the head, sections with a title. Pure.

export type TableRow = readonly string[];

/** Rows under a title. */
export type TableSection = { title: string; rows: readonly TableRow[] };

/**
 * Lays out a table.
 * @param alignRight numbers of the columns whose text ends at the right
 */
export function formatTable(
  head: TableRow,
  sections: readonly TableSection[],
  alignRight: readonly number[] = [],
): string {
  const rows = [head, ...sections.flatMap((section) => section.rows)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: TableRow) =>
    row
      .map((cell, column) =>
        alignRight.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  const lines = [line(head), widths.map((width) => '-'.repeat(width)).join('  ')];
  for (const { title, rows: sectionRows } of sections) lines.push(`[${title}]`, ...sectionRows.map(line));
  return lines.join('\n');
}
