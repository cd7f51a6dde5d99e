// ovs-testcontroller, the learning switch that Open vSwitch brings: found on the machine, or unpacked from Debian's
// package. The package is not installed, for its installation would start a controller on the machine's port 6653.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DaoliError } from '#base/error.ts';
import { must, run } from '../../tools/lab/command.ts';
import { environmentOf } from '../../tools/lab/open-vswitch.ts';
import { inNamespace } from '../../tools/lab/wiring.ts';

const PACKAGE = 'openvswitch-testcontroller';
const INSTALLED = '/usr/bin/ovs-testcontroller';
/** Ignored by git. */
const OUT = fileURLToPath(new URL('../out', import.meta.url));
const UNPACKED = join(OUT, PACKAGE, INSTALLED);
const DOWNLOAD_MS = 120_000;

/**
 * @param progress takes a line when the package has to be fetched
 * @returns where the program is
 * @throws DaoliError unavailable, with how to put it right
 */
export async function findTestController(progress: (line: string) => void): Promise<string> {
  const found = [INSTALLED, UNPACKED].find((path) => existsSync(path));
  if (found !== undefined) return found;
  progress(`fetching Debian's package ${PACKAGE}, to unpack it into bench/out`);
  mkdirSync(OUT, { recursive: true });
  const fetched = await run(['apt-get', '-qq', 'download', PACKAGE], { cwd: OUT, timeoutMs: DOWNLOAD_MS });
  const file = readdirSync(OUT).find((name) => name.startsWith(`${PACKAGE}_`) && name.endsWith('.deb'));
  if (file === undefined) {
    throw new DaoliError(
      'unavailable',
      `${PACKAGE} could not be fetched (${fetched.stderr.trim().slice(-300)}); put ovs-testcontroller at ${INSTALLED}`,
    );
  }
  await must(['dpkg-deb', '-x', join(OUT, file), join(OUT, PACKAGE)]);
  return UNPACKED;
}

/**
 * Starts it in a lab's namespace, where it listens on 127.0.0.1; it ends with the lab.
 * @returns its pid
 */
export async function startTestController(
  program: string,
  namespace: string,
  directory: string,
  port: number,
): Promise<number> {
  const pidFile = join(directory, 'testcontroller.pid');
  const flags = ['--no-chdir', '--detach', `--pidfile=${pidFile}`, '--verbose=console:off', '-O', 'OpenFlow13'];
  // --detach returns when it listens
  const argv = inNamespace(namespace, [program, ...flags, `ptcp:${port}:127.0.0.1`]);
  await must(argv, { env: environmentOf(join(directory, 'ovs')) });
  return Number(readFileSync(pidFile, 'utf8'));
}
