// The syntax of flows as ovs-ofctl(8) has it: words and `key=value`, `key:value` or `key(value)`, between commas or white
// space; parentheses and brackets nest. And the error that names the place of what is wrong. Pure.
//
//   priority=100,tcp,nw_dst=10.0.0.1 actions=set_field:5->tcp_src,write_actions(output:2)
import { DaoliError } from '#base/error.ts';

/** A flow in text is no longer than this; a message of 64 KiB has some 600 KiB. */
export const FLOW_TEXT_MAX = 1024 * 1024;

/** What is wrong with a flow in text, and where. */
export class FlowSyntaxError extends DaoliError {
  /** The whole text, and the place in it: characters from its start. */
  readonly text: string;
  readonly at: number;
  readonly length: number;
  readonly found: string;
  readonly allowed: string;

  constructor(text: string, place: Place, allowed: string) {
    const found = place.end > place.at ? text.slice(place.at, place.end) : 'nothing';
    super('bad_flow', `flow at character ${place.at + 1}: found ${quoted(found)}, expected ${allowed}`);
    this.text = text;
    this.at = place.at;
    this.length = Math.max(1, place.end - place.at);
    this.found = found;
    this.allowed = allowed;
  }
}

/** Characters of the text, [at, end). */
export interface Place {
  readonly at: number;
  readonly end: number;
}

/** One part of a list. */
export interface Item extends Place {
  readonly key: string;
  readonly keyEnd: number;
  /** What follows the key; undefined where nothing does. */
  readonly value: Place | undefined;
  /** What an arrow behind `key(value)` points to. */
  readonly after?: Place;
}

const SEPARATORS = ', \t\r\n';
const KEY_END = `${SEPARATORS}:=(`;
const NESTING_MAX = 32;

/** A text with what parses parts of it; every place counts from its start. */
export class FlowText {
  readonly text: string;

  constructor(text: string) {
    if (text.length > FLOW_TEXT_MAX) {
      const found = `${text.length} characters`;
      throw new FlowSyntaxError(found, { at: 0, end: found.length }, `at most ${FLOW_TEXT_MAX} characters`);
    }
    this.text = text;
  }

  slice(place: Place): string {
    return this.text.slice(place.at, place.end);
  }

  fail(place: Place, allowed: string): FlowSyntaxError {
    return new FlowSyntaxError(this.text, place, allowed);
  }

  /** @returns the items of a list, in order */
  *items(within: Place): Generator<Item> {
    let at = within.at;
    for (;;) {
      while (at < within.end && SEPARATORS.includes(this.text[at]!)) at++;
      if (at >= within.end) return;
      const item = this.#item(at, within.end);
      yield item;
      at = item.end;
    }
  }

  /** @returns the parts around a separator that stands outside all parentheses, at most `most` of them */
  parts(place: Place, separator: string, most = 2): Place[] {
    const parts: Place[] = [];
    let from = place.at;
    while (parts.length < most - 1) {
      const at = this.text.indexOf(separator, from);
      if (at < 0 || at + separator.length > place.end) break;
      parts.push({ at: from, end: at });
      from = at + separator.length;
    }
    parts.push({ at: from, end: place.end });
    return parts;
  }

  #item(at: number, end: number): Item {
    let keyEnd = at;
    while (keyEnd < end && !KEY_END.includes(this.text[keyEnd]!)) keyEnd++;
    const key = this.text.slice(at, keyEnd);
    const mark = keyEnd < end ? this.text[keyEnd]! : ',';
    if (key === '') throw this.fail({ at, end: at + 1 }, 'a word');
    if (mark === '(') {
      const close = this.#close(keyEnd, end);
      const value = { at: keyEnd + 1, end: close };
      if (!this.text.startsWith('->', close + 1)) return { key, at, keyEnd, value, end: close + 1 };
      const after = { at: close + 3, end: Math.max(close + 3, this.#valueEnd(close + 1, end)) };
      return { key, at, keyEnd, value, after, end: after.end };
    }
    if (mark !== ':' && mark !== '=') return { key, at, keyEnd, value: undefined, end: keyEnd };
    const valueEnd = this.#valueEnd(keyEnd + 1, end);
    return { key, at, keyEnd, value: { at: keyEnd + 1, end: valueEnd }, end: valueEnd };
  }

  /** @returns where a value that begins at `from` ends: at a separator outside all brackets */
  #valueEnd(from: number, end: number): number {
    let at = from;
    while (at < end && !SEPARATORS.includes(this.text[at]!)) {
      at = '(['.includes(this.text[at]!) ? this.#close(at, end) + 1 : at + 1;
    }
    return at;
  }

  /** @returns where the bracket that opens at `open` closes */
  #close(open: number, end: number): number {
    const closers: string[] = [];
    for (let at = open; at < end; at++) {
      const character = this.text[at]!;
      if (character === '(' || character === '[') {
        if (closers.length === NESTING_MAX) throw this.fail({ at, end: at + 1 }, `at most ${NESTING_MAX} parentheses`);
        closers.push(character === '(' ? ')' : ']');
      } else if (character === ')' || character === ']') {
        if (character !== closers.pop())
          throw this.fail({ at, end: at + 1 }, 'the parenthesis that closes the last one');
        if (closers.length === 0) return at;
      }
    }
    throw this.fail({ at: open, end: open + 1 }, `a ${closers.at(-1)} that closes it`);
  }
}

function quoted(found: string): string {
  if (found === 'nothing') return found;
  return found.length > 40 ? `"${found.slice(0, 40)}…"` : `"${found}"`;
}
