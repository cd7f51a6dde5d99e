// What a benchmark has to say, whichever it is: where it ran, its tables and plots, and what makes it void. Text for a
// terminal, a page for a browser (page.ts), and as it is for JSON. Pure but for publishReport.
import { writeFileSync } from 'node:fs';
import { formatMachine, type Machine } from './machine.ts';
import { renderPage } from './page.ts';
import type { Plot } from './plot.ts';
import { renderTable, type Table } from './table.ts';

export interface Report {
  readonly title: string;
  /** What repeats it. */
  readonly command: string;
  readonly machine: Machine;
  /** What a reader must know beside the figures. */
  readonly notes: readonly string[];
  /** Why the figures do not count; none = they do. */
  readonly faults: readonly string[];
  readonly tables: readonly Table[];
  readonly plots: readonly Plot[];
}

/** The report as text: plots are in the page only. */
export function renderText({ title, machine, notes, faults, tables }: Report): string {
  const head = [title, formatMachine(machine), ...notes];
  const verdict = faults.map((fault) => `VOID: ${fault}`);
  return `${[head.join('\n'), ...tables.map(renderTable), ...(verdict.length === 0 ? [] : [verdict.join('\n')])].join('\n\n').trimEnd()}\n`;
}

/**
 * Says it as the command line asks for it.
 * @param html where the page goes; '' = no page
 * @param details what JSON holds beside the report, for programs
 */
export function publishReport(report: Report, { json, html }: { json: boolean; html: string }, details: object): void {
  if (html !== '') writeFileSync(html, renderPage(report));
  process.stdout.write(json ? `${JSON.stringify({ ...report, details }, null, 2)}\n` : renderText(report));
}
