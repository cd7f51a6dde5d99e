// A report as one HTML page that needs nothing else: no script, no font, no other file; light, or dark where the reader
// prefers it. Pure.
import { formatMachine } from './machine.ts';
import { drawPlot, escapeMarkup, PENS } from './plot.ts';
import type { Report } from './report.ts';
import { isText, type Table } from './table.ts';

/** On white, and on near black: each at least 3 : 1 against its page (WCAG 2.1, 1.4.11). */
const PEN_COLOURS: readonly (readonly [light: string, dark: string])[] = [
  ['#2a6fd6', '#5b9bf0'],
  ['#c2481a', '#f0814f'],
  ['#12805c', '#3dbb8c'],
  ['#a36a00', '#d9a233'],
];

/** @returns the document, ending with a line feed */
export function renderPage(report: Report): string {
  const { title, machine, command, notes, faults, tables, plots } = report;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeMarkup(title)}</title>`,
    `<style>${styles()}</style>`,
    '</head>',
    '<body>',
    `<h1>${escapeMarkup(title)}</h1>`,
    `<p>${escapeMarkup(formatMachine(machine))}</p>`,
    `<p><code>${escapeMarkup(command)}</code></p>`,
    ...notes.map((note) => `<p>${escapeMarkup(note)}</p>`),
    ...(faults.length === 0 ? [] : [list('Void', faults)]),
    ...tables.map(renderHtmlTable),
    ...plots.map((plot) => `<h2>${escapeMarkup(plot.title)}</h2>\n${drawPlot(plot)}`),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function list(title: string, items: readonly string[]): string {
  const lines = items.map((item) => `<li>${escapeMarkup(item)}</li>`);
  return `<h2 class="void">${title}</h2>\n<ul>\n${lines.join('\n')}\n</ul>`;
}

function renderHtmlTable(table: Table): string {
  const { title, columns, rows } = table;
  const head = columns.map((name, i) => `<th${isText(table, i) ? '' : ' class="figure"'}>${escapeMarkup(name)}</th>`);
  const body = rows.map((row) => {
    const cells = row.map((cell, i) => {
      const isLast = i === row.length - 1;
      const span = isLast && row.length < columns.length ? ` colspan="${columns.length - i}"` : '';
      return `<td${span}${isText(table, i) ? '' : ' class="figure"'}>${escapeMarkup(cell)}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<h2>${escapeMarkup(title)}</h2>\n<table>\n<tr>${head.join('')}</tr>\n${body.join('\n')}\n</table>`;
}

function styles(): string {
  const theme = (index: 0 | 1) =>
    Array.from({ length: PENS }, (_, i) => `--pen${i}:${PEN_COLOURS[i]![index]}`)
      .concat(
        index === 0
          ? ['--page:#fff', '--ink:#1b1f24', '--grid:#d8dce2']
          : ['--page:#15181c', '--ink:#e8eaed', '--grid:#363c44'],
      )
      .join(';');
  const pens = Array.from({ length: PENS }, (_, i) => `.pen${i}{fill:var(--pen${i});stroke:var(--pen${i})}`);
  return [
    `:root{color-scheme:light dark;${theme(0)}}`,
    `@media(prefers-color-scheme:dark){:root{${theme(1)}}}`,
    'body{background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif;max-width:960px;margin:2rem auto;padding:0 1rem}',
    'table{border-collapse:collapse}td,th{padding:.2rem .8rem;border-bottom:1px solid var(--grid);text-align:left}',
    '.figure{text-align:right;font-variant-numeric:tabular-nums}.void{color:var(--pen1)}',
    'svg{max-width:100%;height:auto}text{fill:var(--ink);font-size:12px}.end{text-anchor:end}.middle{text-anchor:middle}',
    `.grid{stroke:var(--grid)}${pens.join('')}.line{fill:none;stroke-width:2}`,
  ].join('\n');
}
