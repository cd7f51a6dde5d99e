// The typed client of the REST API: what the command line and the agent speak to the controller with. Runs in any
// process. Every answer is checked against its schema, so what comes back is what its type says.
import type { z } from 'zod';
import { parseHost } from './address.ts';
import {
  Endpoint,
  EndpointList,
  Group,
  GroupList,
  Host,
  HostList,
  Network,
  NetworkList,
  type Policy,
  PolicyList,
  type Publication,
  PublicationList,
  type Service,
  ServiceList,
} from './inventory-schema.ts';
import { GREATEST_LIMIT, type Listing } from './listing.ts';
import { get, PATIENCE, type Patience } from './request.ts';
import {
  type Counter,
  CounterList,
  Datapath,
  type DatapathFilter,
  DatapathList,
  type EndpointFilter,
  Health,
  type Latency,
  LatencyList,
  type LatencyQuery,
  type Page,
  Ready,
  type Session,
  type SessionFilter,
  SessionList,
  Why,
  type WhyQuery,
} from './schema.ts';

type Parameters = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Asks one controller. Each method throws a DaoliError: the controller's own, or `unavailable`. */
export class DaoliClient {
  /** Base URL of the API. */
  readonly host: string;
  readonly #patience: Patience;
  readonly #signal: AbortSignal | undefined;

  /**
   * @param host as `parseHost` takes it
   * @param options.signal ends whatever is being asked
   */
  constructor(host: string, options: { patience?: Partial<Patience>; signal?: AbortSignal } = {}) {
    this.host = parseHost(host);
    this.#patience = { ...PATIENCE, ...options.patience };
    this.#signal = options.signal;
  }

  health(): Promise<Health> {
    return this.#get('/v1/health', Health);
  }

  /** Not ready is an answer, not an error. */
  ready(): Promise<Ready> {
    return this.#get('/v1/ready', Ready, {}, 503);
  }

  hosts(page: Partial<Page> = {}): Promise<Listing<Host>> {
    return this.#get('/v1/hosts', HostList, { ...page });
  }

  hostNamed(name: string): Promise<Host> {
    return this.#get(`/v1/hosts/${encodeURIComponent(name)}`, Host);
  }

  networks(page: Partial<Page> = {}): Promise<Listing<Network>> {
    return this.#get('/v1/networks', NetworkList, { ...page });
  }

  networkNamed(name: string): Promise<Network> {
    return this.#get(`/v1/networks/${encodeURIComponent(name)}`, Network);
  }

  endpoints(filter: EndpointFilter = {}, page: Partial<Page> = {}): Promise<Listing<Endpoint>> {
    return this.#get('/v1/endpoints', EndpointList, { ...filter, ...page });
  }

  endpointNamed(name: string): Promise<Endpoint> {
    return this.#get(`/v1/endpoints/${encodeURIComponent(name)}`, Endpoint);
  }

  groups(page: Partial<Page> = {}): Promise<Listing<Group>> {
    return this.#get('/v1/groups', GroupList, { ...page });
  }

  groupNamed(name: string): Promise<Group> {
    return this.#get(`/v1/groups/${encodeURIComponent(name)}`, Group);
  }

  policies(page: Partial<Page> = {}): Promise<Listing<Policy>> {
    return this.#get('/v1/policies', PolicyList, { ...page });
  }

  publications(page: Partial<Page> = {}): Promise<Listing<Publication>> {
    return this.#get('/v1/publications', PublicationList, { ...page });
  }

  services(page: Partial<Page> = {}): Promise<Listing<Service>> {
    return this.#get('/v1/services', ServiceList, { ...page });
  }

  datapaths(filter: DatapathFilter = {}, page: Partial<Page> = {}): Promise<Listing<Datapath>> {
    return this.#get('/v1/datapaths', DatapathList, { ...filter, ...page });
  }

  /** @param dpid hex digits; leading zeros, 0x and colons as you like */
  datapath(dpid: string): Promise<Datapath> {
    return this.#get(`/v1/datapaths/${encodeURIComponent(dpid)}`, Datapath);
  }

  sessions(filter: SessionFilter = {}, page: Partial<Page> = {}): Promise<Listing<Session>> {
    return this.#get('/v1/sessions', SessionList, { ...filter, ...page });
  }

  why({ from, to, protocol, port }: WhyQuery): Promise<Why> {
    return this.#get('/v1/why', Why, { from, to, protocol, port });
  }

  counters(): Promise<Listing<Counter>> {
    return this.#get('/v1/counters', CounterList);
  }

  latency(query: Partial<LatencyQuery> = {}): Promise<Listing<Latency>> {
    return this.#get('/v1/latency', LatencyList, { ...query });
  }

  #get<T extends z.ZodType>(
    path: string,
    schema: T,
    query: Parameters = {},
    acceptStatus?: number,
  ): Promise<z.infer<T>> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null) parameters.set(name, String(value));
    }
    const suffix = parameters.size > 0 ? `?${parameters}` : '';
    return get(`${this.host}${path}${suffix}`, schema, this.#patience, { acceptStatus, signal: this.#signal });
  }
}

/**
 * Reads a list page by page.
 * @param read one page of it
 * @param most rows wanted at most
 * @returns the rows as one list; rows that come or go meanwhile may be missed or seen twice
 */
export async function collect<T>(read: (page: Page) => Promise<Listing<T>>, most: number): Promise<Listing<T>> {
  const items: T[] = [];
  while (true) {
    const page = await read({ limit: Math.min(GREATEST_LIMIT, most - items.length), offset: items.length });
    items.push(...page.items);
    if (!page.truncated || page.items.length === 0 || items.length >= most) {
      return { items, total: page.total, truncated: page.truncated };
    }
  }
}
