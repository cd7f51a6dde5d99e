// How quantities are written for people: ages, times, latencies. Pure.

/** `340 ms`, `12 s`, `3 m 07 s`, `5 h 02 m`, `12 d 03 h`. */
export function formatAge(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${pad(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${pad(minutes % 60)} m`;
  return `${Math.floor(hours / 24)} d ${pad(hours % 24)} h`;
}

/**
 * How long ago `since` was.
 * @param since ISO 8601; null stays null
 * @param nowMs by this machine's clock, which need not be the controller's: never negative
 */
export function formatSince(since: string | null, nowMs: number): string | null {
  return since === null ? null : formatAge(Math.max(0, nowMs - Date.parse(since)));
}

/** `0.51 µs`, `18.5 µs`, `3.2 ms`, `1.20 s`. */
export function formatMicroseconds(us: number): string {
  if (us < 10) return `${us.toFixed(2)} µs`;
  if (us < 1e3) return `${us.toFixed(1)} µs`;
  return us < 1e6 ? `${(us / 1e3).toFixed(1)} ms` : `${(us / 1e6).toFixed(2)} s`;
}

/** `0.4 MiB`, `340 MiB`. */
export function formatBytes(bytes: number): string {
  const mib = bytes / 2 ** 20;
  return `${mib < 100 ? mib.toFixed(1) : Math.round(mib)} MiB`;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
