// The text of an inventory as plain data: YAML 1.2, and JSON, which is a part of it. Runs where inventories are read.
//
// JSON goes to JSON.parse when it can: the YAML parser needs some 5 s for 100,000 endpoints (test/model/inventory-size)
// and JSON.parse a few hundredths of that. JSON.parse lets a key that stands twice win silently, so that is looked for.

import { LineCounter, parseDocument } from 'yaml';
import { findDuplicateKey } from './duplicate-key.ts';
import type { FaultList } from './fault.ts';
import { TEXT_LENGTH_MAX } from './limits.ts';

/** Aliases that may be expanded, so that a small file cannot become a huge one. */
const ALIASES_MAX = 1_000;

/**
 * @param faults gets a line with line and column for each fault of syntax
 * @returns the data; undefined when there were faults
 */
export function readDocument(text: string, faults: FaultList): unknown {
  if (text.length > TEXT_LENGTH_MAX) {
    faults.add('', `found ${text.length} characters, expected at most ${TEXT_LENGTH_MAX}`);
    return undefined;
  }
  return text.trimStart().startsWith('{') ? readJson(text, faults) : readYaml(text, faults);
}

function readJson(text: string, faults: FaultList): unknown {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    // Not JSON after all, but perhaps YAML's flow style; if not that either, its message names line and column.
    return readYaml(text, faults);
  }
  const duplicate = findDuplicateKey(text);
  if (duplicate === undefined) return data;
  faults.add('', () => `${place(text, duplicate.at)}: ${JSON.stringify(duplicate.key)} stands here a second time`);
  return undefined;
}

function readYaml(text: string, faults: FaultList): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  // A warning is a tag that we do not know: the value behind it is not what its writer meant.
  for (const error of [...document.errors, ...document.warnings]) {
    const { line, col } = lines.linePos(error.pos[0]);
    faults.add('', `line ${line}, column ${col}: ${error.message}`);
  }
  if (faults.total > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: ALIASES_MAX });
  } catch (error) {
    // An alias without its anchor, or too many of them.
    faults.add('', (error as Error).message);
    return undefined;
  }
}

function place(text: string, at: number): string {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf('\n') + 1;
  return `line ${before.split('\n').length}, column ${at - lineStart + 1}`;
}
