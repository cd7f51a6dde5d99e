// Draws lines in a frame as one SVG document that needs nothing else: no script, no font, no other file. Pure.
//
//   title                                            A line is named where it ends, in the right margin, in its own
//   subtitle                                         colour: a reader need not match swatches, nor see colours well.
//   │ · · · · · ╭──●─╴ name                          Marked points say their value when the pointer rests on them.
//   │ · ·╭──●───╯      note                          Colours are for a light page and, where the reader prefers it,
//   └──────────────                                  for a dark one.

import type { Axis } from './axis.ts';

/** Which of the colours: `ink` is the text's own, for the line that matters most; `faint` for the one that least does. */
export type Pen = 'ink' | 'faint' | 'blue' | 'orange' | 'green' | 'amber' | 'pink';

export interface Point {
  readonly x: number;
  readonly y: number;
  /** Marked with a dot that says this. */
  readonly mark?: string;
}

export interface Line {
  readonly name: string;
  /** What the name means, in a few words. */
  readonly note: string;
  readonly pen: Pen;
  readonly points: readonly Point[];
}

/** A part of the chart that is not like the rest, from `x` on. */
export interface Zone {
  readonly x: number;
  readonly label: string;
}

export interface Chart {
  readonly title: string;
  /** Lines below the title, two at most. */
  readonly subtitle: readonly string[];
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  readonly zone?: Zone | undefined;
}

const WIDTH = 1080;
const LEFT = 86;
const RIGHT = 742;
const TOP = 100;
/** Of the frame; it grows when there are more names than stand beside it. */
const FRAME_HEIGHT = 400;
/** Below the frame: ticks and the axis's title. */
const FOOT = 72;
/** Where the names stand, and how far apart at least: two lines of text. */
const NAMES = RIGHT + 34;
const NAME_HEIGHT = 36;

/** On white, and on near black: each at least 3 : 1 against its page (WCAG 2.1, 1.4.11), text more. */
const COLOURS: Readonly<Record<Pen, readonly [light: string, dark: string]>> = {
  ink: ['#1b1f24', '#e8eaed'],
  faint: ['#69717d', '#8b939e'],
  blue: ['#2a6fd6', '#5b9bf0'],
  orange: ['#c2481a', '#f0814f'],
  green: ['#12805c', '#3dbb8c'],
  amber: ['#a36a00', '#d9a233'],
  pink: ['#b8427f', '#e57fb0'],
};
const PENS = Object.keys(COLOURS) as Pen[];

/** @returns the document, ending with a line feed */
export function drawChart(chart: Chart): string {
  const { title, subtitle } = chart;
  const bottom = TOP + Math.max(FRAME_HEIGHT, chart.lines.length * NAME_HEIGHT);
  const height = bottom + FOOT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(describe(chart))}</desc>`,
    `<style>${styles()}</style>`,
    `<rect class="page" width="${WIDTH}" height="${height}"/>`,
    text(LEFT, 34, 'title', title),
    ...subtitle.map((line, i) => text(LEFT, 56 + 17 * i, 'muted', line)),
    ...drawZone(chart, bottom),
    ...drawGrid(chart, bottom),
    ...chart.lines.flatMap((line) => drawLine(chart, line, bottom)),
    ...drawNames(chart, bottom),
    '</svg>',
    '',
  ].join('\n');
}

function drawZone({ x, zone }: Chart, bottom: number): string[] {
  if (zone === undefined) return [];
  const from = acrossOf(x, zone.x);
  return [
    `<rect class="zone" x="${from}" y="${TOP}" width="${px(RIGHT - from)}" height="${bottom - TOP}"/>`,
    text(RIGHT, TOP - 8, 'muted end', zone.label),
  ];
}

function drawGrid({ x, y }: Chart, bottom: number): string[] {
  const across = x.ticks.flatMap(({ value, label }) => {
    const at = acrossOf(x, value);
    const line = `<path class="grid" d="M${at} ${TOP}V${bottom}"/>`;
    return label === null ? [line] : [line, text(at, bottom + 20, 'muted middle', label)];
  });
  const up = y.ticks.flatMap(({ value, label }) => {
    const at = upOf(y, value, bottom);
    const line = `<path class="${label === null ? 'grid fine' : 'grid'}" d="M${LEFT} ${at}H${RIGHT}"/>`;
    return label === null ? [line] : [line, text(LEFT - 10, at + 4, 'muted end', label)];
  });
  const middle = (TOP + bottom) / 2;
  return [
    ...across,
    ...up,
    `<path class="axis" d="M${LEFT} ${TOP}V${bottom}H${RIGHT}"/>`,
    text((LEFT + RIGHT) / 2, bottom + 48, 'muted middle', x.title),
    `<text class="muted middle" transform="translate(22 ${middle}) rotate(-90)">${escapeXml(y.title)}</text>`,
  ];
}

function drawLine({ x, y }: Chart, { pen, points }: Line, bottom: number): string[] {
  const places = points.map((point) => ({ ...point, across: acrossOf(x, point.x), up: upOf(y, point.y, bottom) }));
  const path = places.map(({ across, up }) => `${across} ${up}`).join('L');
  const dots = places.flatMap(({ across, up, mark }) =>
    mark === undefined
      ? []
      : [`<circle class="${pen}" cx="${across}" cy="${up}" r="3.5"><title>${escapeXml(mark)}</title></circle>`],
  );
  return points.length === 0 ? [] : [`<path class="line ${pen}" d="M${path}"/>`, ...dots];
}

/** Names stand as high as their lines end, or as near to it as the other names allow. */
function drawNames({ x, y, lines }: Chart, bottom: number): string[] {
  const ends = lines
    .filter(({ points }) => points.length > 0)
    .map((line) => ({ line, across: acrossOf(x, line.points.at(-1)!.x), up: upOf(y, line.points.at(-1)!.y, bottom) }))
    .sort((a, b) => a.up - b.up);
  const heights = spread(
    ends.map(({ up }) => up),
    bottom - 8,
  );
  return ends.flatMap(({ line, across, up }, i) => {
    const at = heights[i]!;
    return [
      `<path class="leader ${line.pen}" d="M${across} ${up}H${RIGHT + 4}L${NAMES - 8} ${at}H${NAMES - 4}"/>`,
      text(NAMES, at + 4, `name ${line.pen}`, line.name),
      text(NAMES, at + 19, 'note muted', line.note),
    ];
  });
}

/**
 * Moves names apart that stand too close, and back into the chart those that were pushed out of it.
 * @param wanted heights, ascending
 * @param lowest that the last may have
 */
function spread(wanted: readonly number[], lowest: number): number[] {
  const heights: number[] = [];
  for (const height of wanted)
    heights.push(Math.max(height, (heights.at(-1) ?? Number.NEGATIVE_INFINITY) + NAME_HEIGHT));
  const last = heights.length - 1;
  return heights.map((height, i) => px(Math.min(height, lowest - (last - i) * NAME_HEIGHT)));
}

/** The chart in words, for those who hear it: each line with the values of its marked points. */
function describe({ x, y, lines }: Chart): string {
  const said = lines.map(({ name, note, points }) => {
    const marks = points.flatMap(({ mark }) => (mark === undefined ? [] : [mark]));
    return `${name} (${note}): ${marks.length === 0 ? 'nothing' : marks.join(', ')}`;
  });
  return `${y.title} by ${x.title}. ${said.join('. ')}`;
}

function styles(): string {
  const theme = (dark: 0 | 1) => {
    const [page, zone, grid, muted] = dark
      ? ['#14171b', '#20252c', '#2a3038', '#a3abb6']
      : ['#ffffff', '#f3f4f6', '#e2e5e9', '#59616b'];
    return [
      `.page{fill:${page}}.zone{fill:${zone}}.grid{stroke:${grid}}.axis{stroke:${muted}}.muted{fill:${muted}}`,
      `.title{fill:${COLOURS.ink[dark]}}circle{stroke:${page}}`,
      ...PENS.map((pen) => {
        const colour = COLOURS[pen][dark];
        return `path.${pen}{stroke:${colour}}circle.${pen},text.${pen}{fill:${colour}}`;
      }),
    ].join('');
  };
  return [
    'text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}',
    '.title{font-size:17px;font-weight:600}.name{font-size:13px;font-weight:600}.note{font-size:11px}',
    '.middle{text-anchor:middle}.end{text-anchor:end}path{fill:none}.grid.fine{stroke-dasharray:1 3}',
    '.line{stroke-width:2;stroke-linejoin:round}.line.ink{stroke-width:2.75}.line.faint{stroke-width:1.5}',
    '.leader{stroke-width:1;stroke-dasharray:1 2}circle{stroke-width:1.5}',
    theme(0),
    `@media (prefers-color-scheme:dark){${theme(1)}}`,
  ].join('\n');
}

function acrossOf(axis: Axis, value: number): number {
  return px(LEFT + axis.place(value) * (RIGHT - LEFT));
}

function upOf(axis: Axis, value: number, bottom: number): number {
  return px(bottom - axis.place(value) * (bottom - TOP));
}

/** A tenth of a pixel is as fine as anybody sees. */
function px(length: number): number {
  return Math.round(length * 10) / 10;
}

function text(x: number, y: number, classes: string, content: string): string {
  return `<text class="${classes}" x="${x}" y="${px(y)}">${escapeXml(content)}</text>`;
}

function escapeXml(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
