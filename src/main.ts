#!/usr/bin/env node
// The command line: flags in, a controller (controller.ts) that runs until it is told to stop, an exit status. Standard
// output carries one line, `ready openflow=HOST:PORT api=HOST:PORT`; everything else goes to the log on standard error.
// Exit status: 0 stopped by SIGINT or SIGTERM, 1 could not go on, 2 bad flags, configuration or inventory.

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command, CommanderError } from 'commander';
import { describeSettings, parseConfig } from '#base/config.ts';
import { DaoliError } from '#base/error.ts';
import { type Log, openLog } from '#base/log.ts';
import { setV8Options } from '#base/v8-options.ts';
import type { InventoryFile } from '#control/inventory-file.ts';
import { loadBindings } from '#native/bindings.ts';
import { WORKERS_MAX } from '#shm/layout.ts';
import { Controller, type Listen } from './controller.ts';

const EXIT_STOPPED = 0;
const EXIT_FATAL = 1;
const EXIT_USAGE = 2;
/** Workers unless told otherwise: one core is for the channel thread and main. */
const DEFAULT_WORKERS = Math.max(1, Math.min(8, availableParallelism() - 1));

interface Flags {
  readonly inventory?: string;
  readonly openflow: string;
  readonly api: string;
  readonly workers: string;
  readonly native: boolean;
  readonly pin?: string;
  readonly learn: boolean;
  readonly logLevel: string;
  readonly set: readonly string[];
}

async function main(): Promise<void> {
  const program = new Command('daolinet')
    .description('connects containers on independent servers over Open vSwitch')
    .version(programVersion())
    .exitOverride()
    .configureOutput({ writeOut: (text) => process.stdout.write(text) });
  program
    .command('controller')
    .description('serves switches and the API')
    .option('--inventory <file>', 'YAML or JSON: hosts, networks, endpoints, groups, policies; read again on SIGHUP')
    .option('--openflow <host:port>', 'where switches connect; port 0 takes a free one', '0.0.0.0:6653')
    .option('--api <host:port>', 'where the API listens; port 0 takes a free one', '127.0.0.1:3380')
    .option('--workers <n>', `dataplane threads, 1 to ${WORKERS_MAX}`, String(DEFAULT_WORKERS))
    .option('--no-native', 'serve sockets by node:net though the native bindings are there')
    .option('--pin <core>', 'keep the channel thread on this core and workers on the next ones (native bindings)')
    .option('--learn', 'serve switches that are no host of the inventory as learning switches', false)
    .option('--log-level <level>', 'fatal, error, warn, info, debug, trace or silent', 'info')
    .option('--set <name=value>', 'a setting of the table below; may be repeated', collect, [])
    .addHelpText('after', `\nSettings (--set name=value), with their defaults:\n${describeSettings()}`)
    .allowExcessArguments(false)
    .action((flags: Flags) => runController(flags));
  await program.parseAsync();
}

async function runController(flags: Flags): Promise<void> {
  const log = openLog(flags.logLevel);
  const openflow = parseListen('--openflow', flags.openflow);
  const apiAt = parseListen('--api', flags.api);
  const workers = parseWorkers(flags.workers);
  const pin = parsePin(flags.pin, workers);
  const config = parseConfig(flags.set);

  const { promise: ending, resolve: end } = Promise.withResolvers<number>();
  setV8Options();
  const controller = await Controller.prepare({
    ...{ log, config, workers, pin, openflow, api: apiAt, version: programVersion() },
    ...{ inventory: flags.inventory, learn: flags.learn, native: flags.native },
    onFatal: (reason) => {
      log.fatal({ err: reason }, reason.message);
      end(EXIT_FATAL);
    },
  });
  listenForSignals(log, controller.inventoryFile, end);
  try {
    const { bound, api } = await controller.start();
    process.stdout.write(`ready openflow=${formatListen(bound.host, bound.port)} api=${api}\n`);
    log.info({ openflow: bound, api, workers, learn: flags.learn }, 'ready');
    process.exitCode = await ending;
  } finally {
    await controller.stop();
  }
  log.info('stopped');
}

function listenForSignals(log: Log, inventoryFile: InventoryFile, end: (status: number) => void): void {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Asked twice, the caller does not want to wait.
      if (asked) process.exit(EXIT_FATAL);
      asked = true;
      log.info({ signal }, 'stopping');
      end(EXIT_STOPPED);
    });
  }
  process.on('SIGHUP', () => {
    if (inventoryFile.path === undefined) log.warn('SIGHUP: there is no inventory file to read again');
    else void inventoryFile.reload();
  });
}

/** @throws DaoliError `bad_flag` */
function parseListen(flag: string, text: string): Listen {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  const host = bracketed ?? plain;
  if (host === undefined || port > 65_535) {
    throw new DaoliError('bad_flag', `${flag}: found ${JSON.stringify(text)}, expected HOST:PORT as in 127.0.0.1:6653`);
  }
  return { host, port };
}

function formatListen(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** @throws DaoliError `bad_flag` */
function parseWorkers(text: string): number {
  const workers = Number(text);
  if (Number.isInteger(workers) && workers >= 1 && workers <= WORKERS_MAX) return workers;
  throw new DaoliError(
    'bad_flag',
    `--workers: found ${JSON.stringify(text)}, expected a whole number 1..${WORKERS_MAX}`,
  );
}

/**
 * @returns the core of the channel thread, -1 = any
 * @throws DaoliError `bad_flag`
 */
function parsePin(text: string | undefined, workers: number): number {
  if (text === undefined) return -1;
  const core = Number(text);
  const last = availableParallelism() - 1 - workers;
  if (!Number.isInteger(core) || core < 0 || core > last) {
    const expected = last < 0 ? `fewer workers than the ${last + 1 + workers} cores here` : `a core 0..${last}`;
    throw new DaoliError(
      'bad_flag',
      `--pin: found ${JSON.stringify(text)}, expected ${expected} (one for each thread)`,
    );
  }
  const loaded = loadBindings();
  if (loaded.bindings === undefined) throw new DaoliError('bad_flag', `--pin: ${loaded.reason}`);
  return core;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function programVersion(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

/** Says what is wrong on standard error. @returns the exit status */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_STOPPED : EXIT_USAGE;
  if (!(error instanceof DaoliError)) {
    process.stderr.write(`daolinet: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return EXIT_FATAL;
  }
  process.stderr.write(`daolinet: ${error.message}\n`);
  for (const line of error.details) process.stderr.write(`  ${line}\n`);
  return ['bad_flag', 'bad_config', 'bad_inventory'].includes(error.code) ? EXIT_USAGE : EXIT_FATAL;
}

try {
  await main();
} catch (error) {
  process.exitCode = report(error);
}
