// What `ovs-ofctl` makes of messages and flows: the oracle of the text form.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs it; what it says when it refuses is an answer too. */
export function ovsOfctl(args: readonly string[]): Answer {
  const { stdout, stderr, error } = spawnSync('ovs-ofctl', args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 30_000,
  });
  if (error !== undefined) throw error;
  return { stdout, stderr };
}

/** One message, without white space at the ends of lines. */
export function ofpPrint(bytes: Uint8Array): Answer {
  const { stdout, stderr } = ovsOfctl(['ofp-print', Buffer.from(bytes).toString('hex')]);
  return { stdout: trimmed(stdout), stderr };
}

/** A stream of messages in one go; it prints them one after the other. */
export function ofpParse(messages: readonly Uint8Array[]): Answer {
  const { stdout, stderr } = withFile(Buffer.concat(messages), (file) => ovsOfctl(['ofp-parse', file]));
  return { stdout: trimmed(stdout), stderr };
}

/** Flows of 1.3 in one go; it prints their messages one after the other, up to the first that it refuses. */
export function parseFlows(texts: readonly string[]): Answer {
  return withFile(texts.join('\n'), (file) => ovsOfctl(['-O', 'OpenFlow13', 'parse-flows', file]));
}

function withFile(content: Uint8Array | string, run: (file: string) => Answer): Answer {
  const folder = mkdtempSync(join(tmpdir(), 'daoli-ofp-'));
  try {
    const file = join(folder, 'input');
    writeFileSync(file, content);
    return run(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without white space at the ends of lines and of the whole. */
export function trimmed(text: string): string {
  return text.replaceAll(/[ \t]+$/gm, '').trimEnd();
}
