// CPU time and memory of a process, as Linux shows them in /proc. Read once a second, never per PacketIn.
import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ: what /proc counts CPU time in, 100 on every Linux platform that Node runs on. */
const TICKS_PER_SECOND = 100;
// Fields of /proc/PID/stat after the name in parentheses, which may hold spaces (proc_pid_stat(5)): 14 and 15 in all.
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

export interface ProcessSample {
  /** User and system time of all threads. */
  cpuSeconds: number;
  rssMiB: number;
  /** By thread, the busiest first: `name/tid`. */
  threads: { name: string; cpuSeconds: number }[];
}

/** @returns null when there is no such process (or no /proc) */
export function sampleProcess(pid: number): ProcessSample | null {
  if (pid === 0) return null;
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const rss = /^VmRSS:\s+(\d+) kB$/m.exec(status);
    const threads = readdirSync(`/proc/${pid}/task`).map((tid) => {
      const { name, cpuSeconds } = readStat(`/proc/${pid}/task/${tid}/stat`);
      return { name: `${name}/${tid}`, cpuSeconds };
    });
    threads.sort((a, b) => b.cpuSeconds - a.cpuSeconds);
    return {
      cpuSeconds: readStat(`/proc/${pid}/stat`).cpuSeconds,
      rssMiB: rss === null ? 0 : Number(rss[1]) / 1024,
      threads,
    };
  } catch {
    // it ended between two reads: whoever waits for it reports that
    return null;
  }
}

function readStat(path: string): { name: string; cpuSeconds: number } {
  const text = readFileSync(path, 'latin1');
  const nameEnd = text.lastIndexOf(')');
  const fields = text.slice(nameEnd + 2).split(' ');
  const ticks = Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS]);
  return { name: text.slice(text.indexOf('(') + 1, nameEnd), cpuSeconds: ticks / TICKS_PER_SECOND };
}
