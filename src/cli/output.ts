// Standard output at the speed of who reads it.

/** Writes, and waits while the reader is slower than we are, so that memory stays flat. */
export async function writeSlowly(output: string): Promise<void> {
  if (output === '' || process.stdout.write(output)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}
