// The rule of the house as a function over sources: which room may import which, and how files look from outside.
// architecture.test.ts runs it over the tree, and over made-up sources that break it.
//
//     floor 4   api   rehearsal   agent   cli   dashboard    agent and cli speak HTTP through client;
//           3   control                                      the dashboard is a page on the API
//           2   channel   dataplane   capture
//           1   openflow   shm   native   store   client
//           0   model   wire
//               base                                  carries every room
//
// A room imports lower floors and itself; rooms on one floor do not know each other. src/controller.ts composes all of
// them for src/main.ts, src/channel-thread.ts and src/worker-thread.ts what runs in those threads.

import { posix } from 'node:path';

/** A file of the tree. */
export interface Source {
  /** Relative to the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

export const FLOOR_OF: Readonly<Record<string, number>> = {
  base: 0,
  model: 0,
  wire: 0,
  openflow: 1,
  shm: 1,
  native: 1,
  store: 1,
  client: 1,
  channel: 2,
  dataplane: 2,
  capture: 2,
  control: 3,
  api: 4,
  rehearsal: 4,
  agent: 4,
  cli: 4,
  dashboard: 4,
};

/** Rooms of other processes know the controller only by what it says over HTTP. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  agent: ['base', 'model', 'openflow', 'client'],
  cli: ['base', 'model', 'openflow', 'capture', 'client'],
  dashboard: ['base', 'model', 'client'],
};

/** Packages that one room alone may import. */
const OWNER_OF_PACKAGE: Readonly<Record<string, string>> = { piscina: 'control' };

/** Rooms that import nothing from outside the house: no package, no part of Node. */
const SEALED: readonly string[] = ['wire'];

const COMPOSITION_ROOTS: readonly string[] = [
  'src/main.ts',
  'src/controller.ts',
  'src/channel-thread.ts',
  'src/worker-thread.ts',
];
const BAD_NAME = /(^|[-/])(utils?|helpers?|common|managers?)([-./]|$)/;
const GOOD_FILE_NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/;

/** How an import is written; each has the specifier as its first group. Lines begin with them, as biome formats. */
const IMPORT_PATTERNS: readonly RegExp[] = [
  /^[ \t]*import\s+(?:[^'"`;()]*?\bfrom\s*)?['"]([^'"]+)['"]/gm,
  /^[ \t]*export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s*from\s*['"]([^'"]+)['"]/gm,
  /\b(?:import|require|require\.resolve|import\.meta\.resolve)\s*\(\s*['"`]([^'"`]+)['"`]/g,
];
/** How a thread's first file is named, which no import can: its floor counts, the way to it does not. */
const THREAD_PATTERN = /\bnew\s+URL\(\s*['"`]([^'"`]+\.[cm]?[jt]s)['"`]\s*,\s*import\.meta\.url/g;
const COMPUTED_IMPORT = /\bimport\s*\(\s*[^'"\s)]/g;
const RE_EXPORT = /^[ \t]*export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s*from\b/gm;
const RE_EXPORT_ALL = /^[ \t]*export\s+(?:type\s+)?\*/gm;
/** Something of a file's own. A file that has it may pass on a name or two that belong to its face. */
const DECLARATION = /^(?:export\s+)?(?:async\s+|abstract\s+)*(?:const|let|function|class|interface|type\s+\w)/m;
const DEFAULT_EXPORT = /^[ \t]*export\s+(?:default\b|\{[^}]*\bas\s+default\b)/gm;

/**
 * @param faces files that are the face of a package (package.json `exports`): they alone may re-export
 * @returns a line `path:line: what is wrong` for each breach
 */
export function breachesOf(sources: readonly Source[], faces: readonly string[] = []): string[] {
  return sources.flatMap((source) => {
    const inSource = source.path.startsWith('src/');
    return [
      ...namingBreaches(source),
      ...headerBreaches(source),
      ...(inSource ? exportBreaches(source, faces.includes(source.path)) : []),
      ...(inSource ? importBreaches(source) : []),
    ];
  });
}

/** Every specifier that a source imports, in any of the ways there are. */
export function importsOf(text: string): { specifier: string; line: number }[] {
  return IMPORT_PATTERNS.flatMap((pattern) => matches(text, pattern)).map(({ match, line }) => {
    return { specifier: match[1]!, line };
  });
}

function importBreaches(source: Source): string[] {
  if (COMPOSITION_ROOTS.includes(source.path)) return [];
  const room = roomOf(source.path);
  if (room === undefined || !(room in FLOOR_OF)) return [`${source.path}:1: lies in no room of the house`];
  const breaches = importsOf(source.text).flatMap(({ specifier, line }) => {
    const breach = importBreach(source.path, room, specifier);
    return breach === undefined ? [] : [`${source.path}:${line}: ${breach}`];
  });
  for (const { match, line } of matches(source.text, THREAD_PATTERN)) {
    const target = posix.join(posix.dirname(source.path), match[1]!);
    const breach = aliasBreach(room, target.replace(/^src\//, '#'));
    if (breach !== undefined) breaches.push(`${source.path}:${line}: ${breach}`);
  }
  // What native loads is a file whose name depends on the machine.
  if (room === 'native') return breaches;
  const computed = matches(source.text, COMPUTED_IMPORT).map(({ line }) => {
    return `${source.path}:${line}: imports a computed name, which nobody can check`;
  });
  return [...breaches, ...computed];
}

function importBreach(path: string, room: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    if (!target.startsWith(`src/${room}/`)) return `${specifier} leaves the room; write #room/file.ts`;
    return /\.(ts|json)$/.test(target) ? undefined : `${specifier} lacks its extension`;
  }
  if (specifier.startsWith('#')) return aliasBreach(room, specifier);
  if (SEALED.includes(room)) return `${room} is pure and imports ${specifier}`;
  const owner = OWNER_OF_PACKAGE[packageOf(specifier)];
  return owner === undefined || owner === room ? undefined : `only ${owner} imports ${specifier}`;
}

function aliasBreach(room: string, specifier: string): string | undefined {
  const [, target, file] = /^#([^/]+)\/(.+)$/.exec(specifier) ?? [];
  if (target === undefined || file === undefined || !(target in FLOOR_OF)) return `${specifier} is no room`;
  if (!file.endsWith('.ts')) return `${specifier} lacks its extension`;
  if (target === room) return undefined;
  if (target === 'base') return undefined;
  const only = ONLY[room];
  if (only !== undefined && !only.includes(target)) return `${room} knows only ${only.join(', ')}, not ${target}`;
  if (FLOOR_OF[target]! < FLOOR_OF[room]!) return undefined;
  return `${room} (floor ${FLOOR_OF[room]}) imports ${target} (floor ${FLOOR_OF[target]})`;
}

function exportBreaches(source: Source, isFace: boolean): string[] {
  const defaults = matches(source.text, DEFAULT_EXPORT).map(({ line }) => `${source.path}:${line}: exports a default`);
  if (isFace) return defaults;
  const barrel = DECLARATION.test(source.text) ? RE_EXPORT_ALL : RE_EXPORT;
  const passedOn = matches(source.text, barrel).map(({ line }) => {
    return `${source.path}:${line}: exports what another file has: a barrel`;
  });
  return [...defaults, ...passedOn];
}

function namingBreaches(source: Source): string[] {
  const breaches: string[] = [];
  if (BAD_NAME.test(source.path))
    breaches.push(`${source.path}:1: is named for no noun (utils, helpers, common, manager)`);
  const fileName = posix.basename(source.path);
  if (!GOOD_FILE_NAME.test(fileName)) breaches.push(`${source.path}:1: is not in kebab-case`);
  if (fileName === 'index.ts') breaches.push(`${source.path}:1: is named index: a barrel`);
  return breaches;
}

function headerBreaches(source: Source): string[] {
  const text = source.text.replace(/^#!.*\n/, '');
  return /^\/[/*] ?\S/.test(text) ? [] : [`${source.path}:1: has no header comment`];
}

/** @returns the name behind `src/`; undefined for a file directly in it */
function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** `@scope/name/file` → `@scope/name` */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function matches(text: string, pattern: RegExp): { match: RegExpExecArray; line: number }[] {
  return [...text.matchAll(pattern)]
    .filter((match) => !/(^|\n)[ \t]*(\/\/|\*)[^\n]*$/.test(text.slice(0, match.index)))
    .map((match) => {
      // A pattern that begins at a line's start may have taken the blank lines before it.
      const at = match.index + (match[0].length - match[0].trimStart().length);
      return { match, line: text.slice(0, at).split('\n').length };
    });
}
