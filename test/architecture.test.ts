import { readdirSync, readFileSync } from 'node:fs';
import { posix, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { breachesOf, FLOOR_OF, importsOf, type Source } from './house-rule.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const PACKAGE = JSON.parse(readFileSync(posix.join(ROOT, 'package.json'), 'utf8')) as {
  imports: Record<string, string>;
  exports: Record<string, string>;
};
const FACES = Object.values(PACKAGE.exports).map((path) => posix.normalize(path));

function sourcesUnder(folder: string): Source[] {
  return readdirSync(posix.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'))
    .map((entry) => {
      const full = posix.join(entry.parentPath.replaceAll(sep, '/'), entry.name);
      return { path: posix.relative(ROOT, full), text: readFileSync(full, 'utf8') };
    });
}

/** The breaches of one made-up file with a header and this text. */
function breaches(path: string, text: string, faces: string[] = []): string[] {
  return breachesOf([{ path, text: `// A header.\n${text}\n` }], faces);
}

describe('the house', () => {
  const sources = ['src', 'bench', 'tools', 'examples'].flatMap(sourcesUnder);

  it('keeps its rule', () => {
    expect(breachesOf(sources, FACES)).toEqual([]);
  });

  it('was really looked at', () => {
    const rooms = new Set(sources.map(({ path }) => /^src\/([^/]+)\//.exec(path)?.[1]));
    for (const room of ['base', 'model', 'wire']) expect(rooms, room).toContain(room);
    const own = sources.find(({ path }) => path === 'src/wire/flow-key.ts')!;
    expect(importsOf(own.text).map(({ specifier }) => specifier)).toContain('./ipv4.ts');
    const across = sources.find(({ path }) => path === 'src/model/inventory.ts')!;
    expect(importsOf(across.text).map(({ specifier }) => specifier)).toContain('#base/error.ts');
  });

  it('has an alias for rooms only, each leading to its folder', () => {
    for (const [alias, target] of Object.entries(PACKAGE.imports)) {
      const room = alias.slice(1, -2);
      expect(FLOOR_OF, alias).toHaveProperty(room);
      expect([alias, target]).toEqual([`#${room}/*`, `./src/${room}/*`]);
    }
  });
});

describe('the rule lets pass', () => {
  it.each<[string, string, string]>([
    [
      'a lower floor',
      'src/dataplane/a.ts',
      "import { x } from '#wire/flow-key.ts';\nimport { y } from '#shm/ring.ts';",
    ],
    ['base, for its own floor too', 'src/model/a.ts', "import { x } from '#base/error.ts';"],
    ['its own room', 'src/shm/a.ts', "import { x } from './ring.ts';\nimport { y } from './table/row.ts';"],
    ['its own room from a folder inside', 'src/shm/table/a.ts', "import { x } from '../ring.ts';"],
    ['Node and packages', 'src/channel/a.ts', "import { x } from 'node:net';\nimport y from 'pino';"],
    ['piscina in control', 'src/control/a.ts', "import { Piscina } from 'piscina';"],
    ['the client in the command line', 'src/cli/a.ts', "import { x } from '#client/client.ts';"],
    [
      'everything in the composition root',
      'src/main.ts',
      "import { x } from './api/server.ts';\nimport '#control/a.ts';",
    ],
    ['the source in tools and benchmarks', 'bench/load/a.ts', "import { x } from '../../src/wire/mac.ts';"],
    ['a string with the word', 'src/wire/a.ts', "export const IMPORT = 'from here';\nconst t = \"export * from 'x'\";"],
    [
      'a comment about an import',
      'src/wire/a.ts',
      "// never import('#control/a.ts') here\n/**\n * import x from '#control/a.ts';\n */",
    ],
    ['a thread of a lower floor by its URL', 'src/control/a.ts', "new URL('../dataplane/worker.ts', import.meta.url);"],
    ['a name passed on beside its own', 'src/openflow/a.ts', "export type { A } from './b.ts';\nexport const x = 1;"],
    ['a URL of data', 'src/api/a.ts', "const u = new URL('../../package.json', import.meta.url);"],
  ])('%s', (_, path, text) => {
    expect(breaches(path, text)).toEqual([]);
  });

  it('a re-export in the face of the package', () => {
    expect(breaches('src/openflow/library.ts', "export { a } from './hello.ts';", ['src/openflow/library.ts'])).toEqual(
      [],
    );
  });

  it('a program that begins with a shebang', () => {
    expect(breachesOf([{ path: 'tools/a.ts', text: '#!/usr/bin/env node\n// A header.\n' }])).toEqual([]);
  });
});

describe('the rule catches', () => {
  it.each<[string, string, string, string]>([
    [
      'a higher floor',
      'src/wire/a.ts',
      "import { x } from '#control/a.ts';",
      ':2: wire (floor 0) imports control (floor 3)',
    ],
    [
      'a higher floor for its types',
      'src/shm/a.ts',
      "import type { X } from '#dataplane/a.ts';",
      ':2: shm (floor 1) imports dataplane (floor 2)',
    ],
    [
      'the same floor',
      'src/channel/a.ts',
      "import { x } from '#dataplane/worker.ts';",
      ':2: channel (floor 2) imports dataplane (floor 2)',
    ],
    [
      'the same floor at the bottom',
      'src/model/a.ts',
      "import { x } from '#wire/ip.ts';",
      ':2: model (floor 0) imports wire (floor 0)',
    ],
    [
      'anything but itself in base',
      'src/base/a.ts',
      "import { x } from '#model/limits.ts';",
      ':2: base (floor 0) imports model (floor 0)',
    ],
    [
      'an import over several lines',
      'src/openflow/a.ts',
      "import {\n  a,\n  b,\n} from '#shm/ring.ts';",
      ':2: openflow (floor 1) imports shm (floor 1)',
    ],
    [
      'an import for its effect',
      'src/dataplane/a.ts',
      "import '#api/server.ts';",
      ':2: dataplane (floor 2) imports api (floor 4)',
    ],
    [
      'an import at run time',
      'src/shm/a.ts',
      "const x = await import('#control/a.ts');",
      ':2: shm (floor 1) imports control (floor 3)',
    ],
    [
      'an import as a type',
      'src/shm/a.ts',
      "type X = import('#control/a.ts').X;",
      ':2: shm (floor 1) imports control (floor 3)',
    ],
    [
      'a resolved name',
      'src/channel/a.ts',
      "new Worker(import.meta.resolve('#dataplane/worker.ts'));",
      ':2: channel (floor 2) imports dataplane (floor 2)',
    ],
    [
      'a thread of the same floor by its URL',
      'src/channel/a.ts',
      "new Worker(new URL('../dataplane/worker.ts', import.meta.url));",
      ':2: channel (floor 2) imports dataplane (floor 2)',
    ],
    [
      'a thread outside the rooms by its URL',
      'src/control/a.ts',
      "new Worker(new URL('../../bench/load/switch.ts', import.meta.url));",
      ':2: bench/load/switch.ts is no room',
    ],
    [
      'a computed name',
      'src/control/a.ts',
      'await import(name);',
      ':2: imports a computed name, which nobody can check',
    ],
    ['require', 'src/shm/a.ts', "const x = require('#control/a.ts');", ':2: shm (floor 1) imports control (floor 3)'],
    [
      'the way round by a path',
      'src/dataplane/a.ts',
      "import { x } from '../wire/mac.ts';",
      ':2: ../wire/mac.ts leaves the room; write #room/file.ts',
    ],
    [
      'the composition root',
      'src/api/a.ts',
      "import { x } from '../main.ts';",
      ':2: ../main.ts leaves the room; write #room/file.ts',
    ],
    [
      'the tools',
      'src/api/a.ts',
      "import { x } from '../../tools/lab/lab.ts';",
      ':2: ../../tools/lab/lab.ts leaves the room; write #room/file.ts',
    ],
    [
      'control in the command line',
      'src/cli/a.ts',
      "import { x } from '#control/a.ts';",
      ':2: cli knows only base, model, openflow, capture, client, not control',
    ],
    [
      'the dataplane in the agent',
      'src/agent/a.ts',
      "import { x } from '#dataplane/a.ts';",
      ':2: agent knows only base, model, openflow, client, not dataplane',
    ],
    [
      'wire in the agent',
      'src/agent/a.ts',
      "import { x } from '#wire/mac.ts';",
      ':2: agent knows only base, model, openflow, client, not wire',
    ],
    [
      'the API behind the dashboard',
      'src/dashboard/a.ts',
      "import { x } from '#api/server.ts';",
      ':2: dashboard knows only base, model, client, not api',
    ],
    ['piscina elsewhere', 'src/dataplane/a.ts', "import { x } from 'piscina';", ':2: only control imports piscina'],
    [
      'Node in a pure room',
      'src/wire/a.ts',
      "import { isIPv4 } from 'node:net';",
      ':2: wire is pure and imports node:net',
    ],
    ['a room that is none', 'src/wire/a.ts', "import { x } from '#lib/a.ts';", ':2: #lib/a.ts is no room'],
    ['a missing extension', 'src/shm/a.ts', "import { x } from './ring';", ':2: ./ring lacks its extension'],
    [
      'a missing extension behind an alias',
      'src/shm/a.ts',
      "import { x } from '#base/error';",
      ':2: #base/error lacks its extension',
    ],
    ['a default export', 'src/api/a.ts', 'export default function x() {}', ':2: exports a default'],
    ['a default export by renaming', 'src/api/a.ts', 'export { x as default };', ':2: exports a default'],
    ['a barrel', 'src/api/a.ts', "export * from './b.ts';", ':2: exports what another file has: a barrel'],
    [
      'a barrel by names',
      'src/api/a.ts',
      "export { a, type B } from './b.ts';",
      ':2: exports what another file has: a barrel',
    ],
    ['a room that nobody built', 'src/plugins/a.ts', '', ':1: lies in no room of the house'],
    ['a file beside the rooms', 'src/start.ts', '', ':1: lies in no room of the house'],
    ['utils', 'src/api/string-utils.ts', '', ':1: is named for no noun (utils, helpers, common, manager)'],
    ['a folder of helpers', 'bench/helpers/a.ts', '', ':1: is named for no noun (utils, helpers, common, manager)'],
    ['a manager', 'src/api/session-manager.ts', '', ':1: is named for no noun (utils, helpers, common, manager)'],
    ['camel case', 'src/api/flowMod.ts', '', ':1: is not in kebab-case'],
    ['an index', 'src/api/index.ts', '', ':1: is named index: a barrel'],
  ])('%s', (_, path, text, breach) => {
    expect(breaches(path, text)).toEqual([path + breach]);
  });

  it('a file without a header', () => {
    expect(breachesOf([{ path: 'src/api/a.ts', text: "import 'zod';\n// later\n" }])).toEqual([
      'src/api/a.ts:1: has no header comment',
    ]);
    expect(breachesOf([{ path: 'src/api/a.ts', text: '' }])).toEqual(['src/api/a.ts:1: has no header comment']);
  });

  it('every breach of a file, each with its line', () => {
    const text = "import { a } from '#wire/mac.ts';\n\nimport { b } from '#control/a.ts';\nexport default b;";
    expect(breaches('src/shm/a.ts', text)).toEqual([
      'src/shm/a.ts:5: exports a default',
      'src/shm/a.ts:4: shm (floor 1) imports control (floor 3)',
    ]);
  });

  it('not words that only contain a bad one', () => {
    expect(breaches('src/api/commonality.ts', '')).toEqual([]);
  });
});
