// Lines over time and bars side by side, as SVG for a page that brings the colours (page.ts). Pure.
//
//   title                        lines: a legend above the frame     bars:  name ▇▇▇▇▇▇▇ 1,234
//   │ ──╮  ╭── series 0                                                     name ▇▇▇ 560
//   │   ╰──╯   series 1
//   └────────── x

export interface Lines {
  readonly kind: 'lines';
  readonly title: string;
  readonly xTitle: string;
  readonly series: readonly { readonly name: string; readonly points: readonly (readonly [x: number, y: number])[] }[];
}

export interface Bars {
  readonly kind: 'bars';
  readonly title: string;
  readonly bars: readonly { readonly name: string; readonly value: number }[];
}

export type Plot = Lines | Bars;

/** Colours that the page has, `.pen0` and up. */
export const PENS = 4;

const WIDTH = 720;
const FRAME_HEIGHT = 240;
const TOP = 34;
const LEFT = 80;
const RIGHT = WIDTH - 16;
const TICKS = 4;
const BAR_HEIGHT = 22;
const BAR_LEFT = 240;
const BAR_RIGHT = WIDTH - 100;

/** @returns an SVG element */
export function drawPlot(plot: Plot): string {
  return plot.kind === 'lines' ? drawLines(plot) : drawBars(plot);
}

/** Makes text safe within an element or an attribute in double quotes. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function drawLines({ title, xTitle, series }: Lines): string {
  const points = series.flatMap((each) => each.points);
  const xMin = Math.min(...points.map(([x]) => x));
  const xMax = Math.max(...points.map(([x]) => x));
  const step = tickStep(Math.max(0, ...points.map(([, y]) => y)) / TICKS);
  const bottom = TOP + FRAME_HEIGHT;
  const across = (x: number) => px(LEFT + ((x - xMin) / (xMax - xMin || 1)) * (RIGHT - LEFT));
  const up = (y: number) => px(bottom - (y / (TICKS * step)) * FRAME_HEIGHT);
  const grid = Array.from({ length: TICKS + 1 }, (_, i) => {
    const y = up(i * step);
    return `<path class="grid" d="M${LEFT} ${y}H${RIGHT}"/>${text(LEFT - 8, y + 4, 'end', figure(i * step))}`;
  });
  const lines = series.flatMap(({ name, points: own }, i) => {
    const path = own.map(([x, y]) => `${across(x)} ${up(y)}`).join('L');
    const label = text(LEFT + 160 * i + 18, 22, '', name);
    return [`<rect class="pen${i % PENS}" x="${LEFT + 160 * i}" y="12" width="12" height="12"/>${label}`].concat(
      own.length === 0 ? [] : [`<path class="line pen${i % PENS}" d="M${path}"/>`],
    );
  });
  const ends =
    points.length === 0
      ? []
      : [text(LEFT, bottom + 18, '', figure(xMin)), text(RIGHT, bottom + 18, 'end', figure(xMax))];
  const foot = text((LEFT + RIGHT) / 2, bottom + 18, 'middle', xTitle);
  return svg(title, bottom + 26, [...grid, ...lines, ...ends, foot]);
}

function drawBars({ title, bars }: Bars): string {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const rows = bars.map(({ name, value }, i) => {
    const y = 8 + i * (BAR_HEIGHT + 8);
    const width = px((value / most) * (BAR_RIGHT - BAR_LEFT));
    return [
      text(BAR_LEFT - 8, y + 15, 'end', name),
      `<rect class="pen${i % PENS}" x="${BAR_LEFT}" y="${y}" width="${width}" height="${BAR_HEIGHT}"/>`,
      text(BAR_LEFT + width + 8, y + 15, '', figure(value)),
    ].join('');
  });
  return svg(title, 8 + bars.length * (BAR_HEIGHT + 8), rows);
}

function svg(title: string, height: number, parts: readonly string[]): string {
  const open = `<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" role="img" aria-label="${escapeMarkup(title)}">`;
  return [open, ...parts, '</svg>'].join('\n');
}

function text(x: number, y: number, place: string, words: string): string {
  return `<text class="${place}" x="${x}" y="${y}">${escapeMarkup(words)}</text>`;
}

/** The least of 1, 2, 5 times a power of ten that is not below `least`. */
function tickStep(least: number): number {
  if (least <= 0) return 1;
  const ten = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((digit) => digit * ten).find((step) => step >= least)!;
}

function figure(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

function px(value: number): number {
  return Math.round(value * 10) / 10;
}
