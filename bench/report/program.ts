// The frame of a benchmark's command: flags in, an exit code out, errors in words on stderr.
import { DaoliError } from '#base/error.ts';

export const EXIT_VOID = 1;
const EXIT_BAD_FLAGS = 2;
const EXIT_UNAVAILABLE = 3;
const EXIT_INTERRUPTED = 130;

export interface ProgramParts<Options> {
  readonly help: string;
  /** @returns null when help was asked for @throws DaoliError bad_flag */
  readonly parse: (argv: readonly string[]) => Options | null;
  /** @returns the exit code @throws DaoliError unavailable */
  readonly obey: (options: Options) => Promise<number>;
  /** Ends what runs, in its own time; without it an interrupted program exits at once, and its children with it. */
  readonly interruption?: AbortController;
}

/** Runs a program with the arguments that the process has. */
export async function runProgram<Options>({ help, parse, obey, interruption }: ProgramParts<Options>): Promise<void> {
  const interrupt = () => (interruption === undefined ? process.exit(EXIT_INTERRUPTED) : interruption.abort());
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const options = parse(process.argv.slice(2));
    if (options === null) process.stdout.write(help);
    else process.exitCode = await obey(options);
  } catch (error) {
    if (!(error instanceof DaoliError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = exitCodeOf(error, interruption?.signal.aborted === true);
  }
}

function exitCodeOf(error: DaoliError, interrupted: boolean): number {
  if (interrupted) return EXIT_INTERRUPTED;
  return error.code === 'bad_flag' ? EXIT_BAD_FLAGS : EXIT_UNAVAILABLE;
}
