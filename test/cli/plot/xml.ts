// A look at an SVG document as XML: that it is well-formed, and the elements that it has. Knows what our charts need
// and no more: no comments, no CDATA, no entities but the predefined ones.
import { expect } from 'vitest';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Without that of the elements inside. */
  text: string;
}

/** All elements, in order; fails the test when the document is not well-formed. */
export function elementsOf(document: string): Element[] {
  const elements: Element[] = [];
  const open: Element[] = [];
  for (const [token] of document.trimEnd().matchAll(/<[^>]*>|[^<]+/g)) {
    if (!token.startsWith('<')) {
      expect(token, 'a bare ampersand').not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
      if (open.length > 0) open.at(-1)!.text += token;
      continue;
    }
    const [, close, name, attributes, empty] = /^<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<]*")*)(\/?)>$/.exec(token) ?? [];
    expect(name, `a tag: ${token}`).toBeDefined();
    if (close === '/') {
      expect(open.pop()?.name, 'what is closed').toBe(name);
      continue;
    }
    expect(open.length > 0 || elements.length === 0, 'one root').toBe(true);
    const pairs = [...attributes!.matchAll(/([a-zA-Z-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]);
    const element = { name: name!, attributes: Object.fromEntries(pairs), text: '' };
    elements.push(element);
    if (empty === '') open.push(element);
  }
  expect(open, 'left open').toEqual([]);
  return elements;
}

/** Those of one class among others. */
export function ofClass(elements: readonly Element[], name: string): Element[] {
  return elements.filter(({ attributes }) => attributes.class?.split(' ').includes(name));
}

/** The corners of a path of absolute moves and lines. */
export function cornersOf(path: Element): [x: number, y: number][] {
  return path.attributes
    .d!.slice(1)
    .split('L')
    .map((corner) => corner.split(' ').map(Number) as [number, number]);
}
