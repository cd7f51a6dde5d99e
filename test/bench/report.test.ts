// Reports as text and as a page: what is in them, that nothing in them is taken for markup, and that the page needs
// nothing from elsewhere.
import { describe, expect, it } from 'vitest';
import { formatMachine } from '../../bench/report/machine.ts';
import { renderPage } from '../../bench/report/page.ts';
import { drawPlot } from '../../bench/report/plot.ts';
import { type Report, renderText } from '../../bench/report/report.ts';
import { renderTable } from '../../bench/report/table.ts';

const MACHINE = {
  cpu: 'a CPU',
  cores: 2,
  kernel: 'Linux 6',
  node: 'v24.0.0',
  door: 'native (epoll)',
  commit: '1234567',
};
const TABLE = {
  title: 'rates',
  columns: ['', 'PacketIns/s'],
  rows: [
    ['ours', '1,234'],
    ['a <b> & "c"', '5'],
  ],
};
const REPORT: Report = {
  ...{ title: 'a benchmark', command: 'npm run bench:x', machine: MACHINE, notes: ['one note'], faults: [] },
  tables: [TABLE],
  plots: [
    {
      kind: 'lines',
      title: 'rate',
      xTitle: 'seconds',
      series: [
        {
          name: 'ours',
          points: [
            [0, 0],
            [10, 8],
          ],
        },
      ],
    },
    {
      kind: 'bars',
      title: 'ratio',
      bars: [
        { name: 'ours', value: 2 },
        { name: 'theirs', value: 1 },
      ],
    },
  ],
};

describe('a report', () => {
  it('names its machine in a line, without what is not known', () => {
    expect(formatMachine(MACHINE)).toBe('a CPU, 2 cores, Linux 6, Node v24.0.0, commit 1234567, native (epoll)');
    expect(formatMachine({ ...MACHINE, door: '', commit: '' })).toBe('a CPU, 2 cores, Linux 6, Node v24.0.0');
  });

  it('aligns words left and figures right in text', () => {
    expect(renderTable(TABLE)).toBe(
      'rates\n              PacketIns/s\nours                1,234\na <b> & "c"             5\n',
    );
  });

  it('lets a short row run over the columns that are left', () => {
    const rows = [
      ['a', '1', '2'],
      ['b', 'left out, for a reason longer than any column'],
    ];
    expect(renderTable({ title: 't', columns: ['', 'x', 'y'], rows })).toContain('a   1   2\nb   left out');
  });

  it('says in text and on the page why it is void, and nothing of it otherwise', () => {
    const faulty = { ...REPORT, faults: ['1 PacketIn is missing'] };
    expect(renderText(faulty)).toContain('VOID: 1 PacketIn is missing');
    expect(renderPage(faulty)).toContain('<li>1 PacketIn is missing</li>');
    expect(renderText(REPORT)).not.toContain('VOID');
    expect(renderPage(REPORT)).not.toContain('<li>');
  });

  it('takes nothing for markup', () => {
    expect(renderPage(REPORT)).toContain('<td>a &lt;b> &amp; &quot;c&quot;</td>');
  });

  it('has a page that needs nothing from elsewhere, light and dark', () => {
    const page = renderPage(REPORT);
    expect(page).not.toMatch(/https?:|<script|@import|url\(|<link|src=/);
    expect(page).toContain('prefers-color-scheme:dark');
    expect(page.match(/<svg/g)).toHaveLength(2);
  });
});

describe('a plot', () => {
  it('draws a line from its first point to its last, within the frame', () => {
    expect(drawPlot(REPORT.plots[0]!)).toContain('d="M80 274L704 34"');
  });

  it('draws bars to one scale, each with its figure', () => {
    const [first, second] = [...drawPlot(REPORT.plots[1]!).matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, w]) =>
      Number(w),
    );
    expect(first).toBe(2 * second!);
    expect(drawPlot(REPORT.plots[1]!)).toContain('>theirs<');
  });

  it('of nothing, or of zeros, is a plot all the same', () => {
    const empty = drawPlot({ kind: 'lines', title: 't', xTitle: 'x', series: [{ name: 'none', points: [] }] });
    const flat = drawPlot({ kind: 'lines', title: 't', xTitle: 'x', series: [{ name: 'flat', points: [[1, 0]] }] });
    const zero = drawPlot({ kind: 'bars', title: 't', bars: [{ name: 'zero', value: 0 }] });
    for (const svg of [empty, flat, zero]) expect(svg).not.toMatch(/NaN|Infinity/);
  });
});
