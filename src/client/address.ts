// Where the controller's API is, as people write it. Pure; the command line and the agent read it from a flag.
import { DaoliError } from '#base/error.ts';

/** Where the API of a controller on this machine is unless it is told otherwise. */
export const DEFAULT_HOST = 'http://127.0.0.1:3380';
const DEFAULT_PORT = '3380';

/**
 * Reads `http://HOST:PORT`, `https://…`, `tcp://…`, `HOST:PORT`, `HOST` or `:PORT`. Without a port, an address that
 * names http or https has that scheme's own; any other has 3380.
 * @returns base URL without a slash at its end
 * @throws DaoliError `bad_flag`
 */
export function parseHost(text: string): string {
  const trimmed = text.trim();
  const [, scheme = 'tcp', rest = ''] = /^(?:([a-z]+):\/\/)?(.*)$/i.exec(trimmed) ?? [];
  const withHost = rest.startsWith(':') ? `127.0.0.1${rest}` : rest;
  const known = ['http', 'https', 'tcp'].includes(scheme.toLowerCase());
  const url = known ? URL.parse(`${scheme.toLowerCase() === 'tcp' ? 'http' : scheme}://${withHost}`) : null;
  if (url === null || url.hostname === '' || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new DaoliError(
      'bad_flag',
      `controller address: found ${JSON.stringify(text)}, expected http://HOST:PORT as in ${DEFAULT_HOST}`,
    );
  }
  // a port that is the scheme's own is dropped by URL; it was meant all the same
  if (scheme.toLowerCase() === 'tcp' && url.port === '' && !/:80$/.test(withHost)) url.port = DEFAULT_PORT;
  return url.href.replace(/\/+$/, '');
}
