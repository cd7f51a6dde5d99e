// Charts as documents: well-formed, complete in themselves, and with every line and name where it can be seen.
import { describe, expect, test } from 'vitest';
import { latencyAxis, linearAxis } from '../../../src/cli/plot/axis.ts';
import { type Chart, drawChart, type Line } from '../../../src/cli/plot/chart.ts';
import { cornersOf, elementsOf, ofClass } from './xml.ts';

const LINE: Line = {
  ...{ name: 'p50', note: 'half of them', pen: 'blue' },
  points: [
    { x: 0, y: 10, mark: 'first 10 µs' },
    { x: 50, y: 40 },
    { x: 100, y: 1000, mark: 'last 1 ms' },
  ],
};

function chartOf(lines: Line[], rest: Partial<Chart> = {}): Chart {
  const axes = { x: linearAxis('offered', [100], String), y: latencyAxis('latency', [10, 1000]) };
  return { title: 'A chart', subtitle: ['of a test', 'in two lines'], ...axes, lines, ...rest };
}

describe('a chart', () => {
  test('of nothing is a frame with ticks and titles', () => {
    const elements = elementsOf(drawChart(chartOf([])));
    expect(ofClass(elements, 'line')).toEqual([]);
    const texts = elements.filter(({ name }) => name === 'text').map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining(['A chart', 'of a test', 'in two lines', 'offered', 'latency', '10 µs', '1 ms', '100']),
    );
  });

  test('of a line without points does not name it', () => {
    const elements = elementsOf(drawChart(chartOf([{ ...LINE, points: [] }])));
    expect(ofClass(elements, 'name')).toEqual([]);
  });

  test('needs no other file and runs nothing', () => {
    const svg = drawChart(chartOf([LINE]));
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|url\(|@import|href|script|on\w+=/,
    );
  });

  test('takes names as text, whatever they hold', () => {
    const name = `<script>alert("1")</script> & ]]>`;
    const svg = drawChart(chartOf([{ ...LINE, name, note: name }], { title: name, subtitle: [name] }));
    expect(svg).not.toContain('<script');
    expect(elementsOf(svg).filter(({ text }) => text.includes('alert')).length).toBeGreaterThan(3);
  });

  test('puts a line where its axes say, and a dot with a tip on each marked point', () => {
    const elements = elementsOf(drawChart(chartOf([LINE])));
    const [path] = ofClass(elements, 'line');
    const corners = cornersOf(path!);
    const [frame] = ofClass(elements, 'axis');
    const [, left, top, bottom, right] = /^M(\S+) (\S+)V(\S+)H(\S+)$/.exec(frame!.attributes.d!)!.map(Number);
    expect(corners).toEqual([
      [left, bottom],
      [(left! + right!) / 2, expect.closeTo(bottom! - (bottom! - top!) * (Math.log10(4) / 2), 0)],
      [right, top],
    ]);
    const dots = elements.filter(({ name }) => name === 'circle');
    expect(dots.map(({ attributes }) => [Number(attributes.cx), Number(attributes.cy)])).toEqual([
      [left, bottom],
      [right, top],
    ]);
    expect(elements.filter(({ name }) => name === 'title').map(({ text }) => text)).toEqual([
      ...['A chart', 'first 10 µs', 'last 1 ms'],
    ]);
  });

  test('is told in words to those who hear it', () => {
    const [description] = elementsOf(drawChart(chartOf([LINE]))).filter(({ name }) => name === 'desc');
    expect(description!.text).toBe('latency by offered. p50 (half of them): first 10 µs, last 1 ms');
  });

  test('shades a zone from where it begins to the end', () => {
    const elements = elementsOf(drawChart(chartOf([LINE], { zone: { x: 50, label: 'saturated' } })));
    const [zone] = ofClass(elements, 'zone');
    const [page] = ofClass(elements, 'page');
    expect(Number(zone!.attributes.width)).toBeGreaterThan(100);
    expect(Number(zone!.attributes.x)).toBeLessThan(Number(page!.attributes.width));
    expect(ofClass(elements, 'muted').map(({ text }) => text)).toContain('saturated');
  });

  test.each([1, 6, 30])('keeps the names of %i lines apart and inside the page, wherever the lines end', (count) => {
    for (const endOf of [() => 10, () => 1000, (i: number) => 10 * (i + 1)]) {
      const lines = Array.from({ length: count }, (_, i) => ({
        ...LINE,
        name: `n${i}`,
        points: [
          { x: 0, y: 10 },
          { x: 90, y: endOf(i) },
        ],
      }));
      const elements = elementsOf(drawChart(chartOf(lines)));
      const heights = ofClass(elements, 'name').map(({ attributes }) => Number(attributes.y));
      expect(heights).toHaveLength(count);
      heights.sort((a, b) => a - b);
      for (let i = 1; i < count; i++) expect(heights[i]! - heights[i - 1]!).toBeGreaterThanOrEqual(35.9);
      expect(heights[0]).toBeGreaterThan(60);
      expect(heights.at(-1)).toBeLessThan(Number(elements[0]!.attributes.height) - 30);
    }
  });
});

describe('colours', () => {
  /** WCAG 2.1, relative luminance. */
  function luminance(hex: string): number {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  }

  function contrast(a: string, b: string): number {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light! + 0.05) / (dark! + 0.05);
  }

  test('can be told from a light page and from a dark one, lines by 3 : 1 and text by 4.5 : 1', () => {
    const [style] = elementsOf(drawChart(chartOf([]))).filter(({ name }) => name === 'style');
    const themes = style!.text.split('@media (prefers-color-scheme:dark)');
    expect(themes).toHaveLength(2);
    for (const theme of themes) {
      const page = /\.page\{fill:(#\w{6})\}/.exec(theme)![1]!;
      const strokes = [...theme.matchAll(/path\.(\w+)\{stroke:(#\w{6})\}/g)];
      expect(strokes.length).toBeGreaterThan(6);
      for (const [, pen, colour] of strokes) expect(contrast(colour!, page), pen).toBeGreaterThan(3);
      const texts = [...theme.matchAll(/(?:text\.|\.(?=muted|title))(\w+)\{fill:(#\w{6})\}/g)];
      expect(texts.length).toBeGreaterThan(7);
      for (const [, pen, colour] of texts) expect(contrast(colour!, page), pen).toBeGreaterThan(4.5);
    }
  });
});
