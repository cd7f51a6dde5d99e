// The record of what a lab has made, in the lab's own directory: written before anything is made, so that whatever
// happens to the program that made it, the next one can clean up. A lab whose owner still runs is left alone.
//
//   $TMPDIR/daolinet-lab-ID/   lab.json (this record)   inventory.yaml   controller.log   s1/ s2/ (each host's Open vSwitch)

import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DaoliError } from '#base/error.ts';
import { run } from './command.ts';
import { endProcesses, identify, isAlive, type ProcessIdentity } from './process-identity.ts';

export type LabRecord = {
  id: string;
  owner: ProcessIdentity;
  namespaces: string[];
  /** Processes of the lab outside its namespaces: its controllers. Those inside are found by looking. */
  processes: ProcessIdentity[];
};

const DIRECTORY_PREFIX = 'daolinet-lab-';
const RECORD_FILE = 'lab.json';
const NAMESPACE_DIRECTORY = '/run/netns';
/** A directory without a record is one being made just now, or one whose maker died within milliseconds. */
const RECORDLESS_GRACE_MS = 60_000;
/** Open vSwitch and our own programs need less; past it they are ended the hard way. */
const POLITE_MS = 500;

/**
 * Makes a directory for a new lab, under an identifier that no other lab has.
 * @returns the identifier and the directory
 */
export function claimLabDirectory(random: () => number = Math.random): { id: string; directory: string } {
  for (let attempt = 0; attempt < 100; attempt++) {
    const id = Math.floor(random() * 36 ** 4)
      .toString(36)
      .padStart(4, '0');
    const directory = join(tmpdir(), DIRECTORY_PREFIX + id);
    try {
      mkdirSync(directory); // the claim: it fails when another lab has it
      return { id, directory };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new DaoliError('unavailable', `no free lab directory under ${tmpdir()}: remove old ${DIRECTORY_PREFIX}* there`);
}

/** Writes the record; to be done before what it names is made. */
export function writeRecord(directory: string, record: LabRecord): void {
  const path = join(directory, RECORD_FILE);
  writeFileSync(`${path}.new`, JSON.stringify(record, null, 2));
  renameSync(`${path}.new`, path);
}

/** The record's owner field for a lab of this process. */
export function ownIdentity(): ProcessIdentity {
  return identify(process.pid)!;
}

/**
 * Removes all that a lab made. Safe to repeat, and to run on a lab of which only a part exists.
 * @returns what could not be removed, one line each
 */
export async function removeLab(directory: string, record: LabRecord): Promise<string[]> {
  await endProcesses([...record.processes, ...processesWithin(record.namespaces)], POLITE_MS);
  const present = record.namespaces.filter((name) => namespaceInode(name) !== undefined);
  if (present.length > 0) {
    await run(['ip', '-force', '-batch', '-'], { input: present.map((name) => `netns delete ${name}\n`).join('') });
  }
  rmSync(directory, { recursive: true, force: true });
  return present.filter((name) => namespaceInode(name) !== undefined).map((name) => `namespace ${name} is still there`);
}

/**
 * Removes what labs of earlier runs left behind, when the programs that made them are gone.
 * @returns the identifiers of the labs removed
 */
export async function removeLeftovers(): Promise<string[]> {
  const removed: string[] = [];
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(DIRECTORY_PREFIX)) continue;
    const directory = join(tmpdir(), name);
    const record = readRecord(directory);
    if (record === undefined) {
      if (ageMs(directory) > RECORDLESS_GRACE_MS) rmSync(directory, { recursive: true, force: true });
      continue;
    }
    if (isAlive(record.owner)) continue;
    await removeLab(directory, record);
    removed.push(record.id);
  }
  return removed;
}

/** Every process whose network namespace is one of these; they are the lab's, because the namespaces are. */
export function processesWithin(namespaces: readonly string[]): ProcessIdentity[] {
  const wanted = new Set(namespaces.map(namespaceInode).filter((inode) => inode !== undefined));
  if (wanted.size === 0) return [];
  const found: ProcessIdentity[] = [];
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      const inode = /^net:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/ns/net`))?.[1];
      const identity = inode !== undefined && wanted.has(Number(inode)) ? identify(pid) : undefined;
      if (identity) found.push(identity);
    } catch {
      // it ended while we looked, or it is a kernel thread, which has no namespace of its own
    }
  }
  return found;
}

function namespaceInode(name: string): number | undefined {
  return statSync(join(NAMESPACE_DIRECTORY, name), { throwIfNoEntry: false })?.ino;
}

function readRecord(directory: string): LabRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, RECORD_FILE), 'utf8')) as LabRecord;
  } catch {
    return undefined; // none yet, or the directory has just gone
  }
}

function ageMs(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? Date.now() - found.mtimeMs : 0;
}
