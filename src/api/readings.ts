// What the API reads from: the control plane implements it, tests fake it. Runs on the main thread, between the
// control plane's own work, so every method is synchronous and cheap: a list builds the rows of one page and no more.
// The control plane lies on a lower floor and does not import this file; the composition root checks that it fits.
import type { Endpoint, Group, Host, Network, Policy, Publication, Service } from '#client/inventory-schema.ts';
import type {
  Counter,
  Datapath,
  DatapathFilter,
  EndpointFilter,
  Health,
  Latency,
  LatencyQuery,
  Page,
  Ready,
  Session,
  SessionFilter,
  Why,
  WhyQuery,
} from '#client/schema.ts';

/** The rows of one page. */
export interface Slice<T> {
  /** At most `page.limit` rows, from row `page.offset` on. */
  readonly items: T[];
  /** Rows that pass the filter. */
  readonly total: number;
  /** True when `total` is a lower bound because the search was stopped at its limit. */
  readonly partial?: boolean;
}

/** Everything that can be read. A method that takes a name returns undefined when there is no such thing. */
export interface Readings {
  health(): Health;
  ready(): Ready;
  hosts(page: Page): Slice<Host>;
  host(name: string): Host | undefined;
  networks(page: Page): Slice<Network>;
  network(name: string): Network | undefined;
  endpoints(filter: EndpointFilter, page: Page): Slice<Endpoint>;
  endpoint(name: string): Endpoint | undefined;
  groups(page: Page): Slice<Group>;
  group(name: string): Group | undefined;
  policies(page: Page): Slice<Policy>;
  publications(page: Page): Slice<Publication>;
  services(page: Page): Slice<Service>;
  datapaths(filter: DatapathFilter, page: Page): Slice<Datapath>;
  /** @param dpid 16 lower-case hex digits */
  datapath(dpid: string): Datapath | undefined;
  /** In no promised order; a filter by an endpoint that does not exist gives none. */
  sessions(filter: SessionFilter, page: Page): Slice<Session>;
  /** @throws DaoliError `not_found` when either end is no endpoint of the inventory */
  why(query: WhyQuery): Why;
  counters(): Counter[];
  /** One row for each thread and stage that it sees. */
  latency(query: LatencyQuery): Latency[];
}
