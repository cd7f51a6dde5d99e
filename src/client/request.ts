// One question to the API over HTTP: bounded in time and size, asked again only when nobody answered the door.
// Runs in any process; uses the platform's fetch.
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { DaoliError, type ErrorCode } from '#base/error.ts';
import { ErrorBody } from './schema.ts';

/** How patient a client is. */
export interface Patience {
  /** One attempt, from connecting to the last byte. */
  readonly timeoutMs: number;
  /** Attempts after the first, each only when no connection could be made. */
  readonly retries: number;
  /** Wait before the first of them; it doubles each time. */
  readonly retryDelayMs: number;
  /** The longest answer that is read. */
  readonly answerBytes: number;
}

export const PATIENCE: Patience = { timeoutMs: 10_000, retries: 2, retryDelayMs: 150, answerBytes: 64 * 1024 * 1024 };

/** The request never reached anyone, so asking again repeats nothing. */
const NOBODY_THERE = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const START_HINT = 'is the controller running, and is its address right (--host URL or DAOLI_HOST)?';

/**
 * GETs `url` and reads the answer by `schema`.
 * @param options.acceptStatus a status beside 200 that carries an answer of the same shape
 * @throws DaoliError the controller's own, or `unavailable` when there was no answer or not one of a controller
 */
export async function get<T extends z.ZodType>(
  url: string,
  schema: T,
  patience: Patience,
  options: { acceptStatus?: number | undefined; signal?: AbortSignal | undefined } = {},
): Promise<z.infer<T>> {
  const { status, text } = await attempt(url, patience, options.signal);
  const body = parseJson(url, status, text);
  if (status !== 200 && status !== options.acceptStatus) throw failureOf(url, status, body);
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new DaoliError(
    'unavailable',
    `${url}: not the answer expected (${faults[0]}); is the controller another version?`,
    {
      details: faults.slice(0, 20),
      cause: result.error,
    },
  );
}

async function attempt(
  url: string,
  patience: Patience,
  signal: AbortSignal | undefined,
): Promise<{ status: number; text: string }> {
  for (let tries = 0; ; tries++) {
    try {
      return await fetchText(url, patience, signal);
    } catch (cause) {
      if (cause instanceof DaoliError || signal?.aborted) throw cause;
      const code = codeOf(cause);
      if (tries >= patience.retries || !NOBODY_THERE.has(code)) throw unreachable(url, patience, code, cause);
    }
    await sleep(patience.retryDelayMs * 2 ** tries, undefined, { signal });
  }
}

async function fetchText(
  url: string,
  { timeoutMs, answerBytes }: Patience,
  signal: AbortSignal | undefined,
): Promise<{ status: number; text: string }> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
  });
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > answerBytes)
      throw new DaoliError('unavailable', `${url}: the answer is longer than ${answerBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return { status: response.status, text: text + decoder.decode() };
}

function parseJson(url: string, status: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const start = JSON.stringify(text.slice(0, 60));
    throw new DaoliError('unavailable', `${url}: answered ${status} with ${start}, expected JSON; ${START_HINT}`, {
      cause,
    });
  }
}

function failureOf(url: string, status: number, body: unknown): DaoliError {
  const parsed = ErrorBody.safeParse(body);
  if (!parsed.success) {
    return new DaoliError('unavailable', `${url}: answered ${status}, not as a controller does; ${START_HINT}`);
  }
  const { code, message, details = [] } = parsed.data.error;
  // `internal` is the controller's own trouble: for who asked, it is unavailable
  const known: ErrorCode = code === 'internal' ? 'unavailable' : code;
  return new DaoliError(known, message, { details });
}

function unreachable(url: string, { timeoutMs, retries }: Patience, code: string, cause: unknown): DaoliError {
  const { origin } = new URL(url);
  const reason =
    code === 'TimeoutError'
      ? `no answer within ${timeoutMs} ms`
      : NOBODY_THERE.has(code)
        ? `${code} after ${retries + 1} attempts`
        : code;
  return new DaoliError('unavailable', `cannot reach the controller at ${origin}: ${reason}; ${START_HINT}`, { cause });
}

/** What went wrong, out of fetch's nest of causes: a code where there is one. */
function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'TimeoutError') return 'TimeoutError';
    const { code } = cause as NodeJS.ErrnoException;
    if (typeof code === 'string') return code;
    if (cause.cause === undefined) return cause.message;
  }
  return String(error);
}
