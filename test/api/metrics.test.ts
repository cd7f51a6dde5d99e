// What Prometheus reads: by its text format, and equal to what the counters say each time it is asked.
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Api, startApi } from '#api/server.ts';
import { FakeReadings, SESSION_COUNT } from './fake-readings.ts';

let api: Api;
let readings: FakeReadings;

beforeEach(async () => {
  readings = new FakeReadings();
  api = await startApi({ host: '127.0.0.1', port: 0, readings, log: pino({ level: 'silent' }) });
});
afterEach(() => api.close());

/** Every sample, by its name and labels as they are written. */
async function scrape(): Promise<Map<string, number>> {
  const response = await fetch(`http://${api.address}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const samples = new Map<string, number>();
  const text = await response.text();
  expect(text).toMatch(/^# TYPE daolinet_stage_latency_seconds histogram$/m);
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const parts = /^([a-zA-Z_:][\w:]*(?:\{.*\})?) (\S+)$/.exec(line);
    expect(parts, `not a sample: ${line}`).not.toBeNull();
    expect(samples.has(parts![1]!), `twice: ${line}`).toBe(false);
    samples.set(parts![1]!, Number(parts![2]));
  }
  return samples;
}

test('the outcomes of PacketIns are one metric, by thread, outcome and kind', async () => {
  const samples = await scrape();
  expect(samples.get('daolinet_packets_total{outcome="session_opened",kind="answered",thread="worker-0"}')).toBe(30);
  expect(samples.get('daolinet_packets_total{outcome="session_opened",kind="answered",thread="worker-1"}')).toBe(10);
  expect(samples.get('daolinet_packets_total{outcome="denied_default",kind="denied",thread="worker-0"}')).toBe(2);
  expect(samples.get('daolinet_packets_total{outcome="dropped_ipv6",kind="dropped",thread="worker-0"}')).toBe(0);
});

test('every other counter is a metric of its own', async () => {
  const samples = await scrape();
  expect(samples.get('daolinet_worker_packet_ins_total{thread="worker-0"}')).toBe(32);
  expect(samples.get('daolinet_channel_bytes_in_total{thread="channel"}')).toBe(9000);
});

test('a counter is what was read, not a sum over the times it was asked for', async () => {
  const before = await scrape();
  const after = await scrape();
  const name = 'daolinet_packets_total{outcome="session_opened",kind="answered",thread="worker-0"}';
  expect(after.get(name)).toBe(before.get(name));
});

test('what is there now is a gauge', async () => {
  const samples = await scrape();
  expect(samples.get('daolinet_sessions{worker="0"}')).toBe(SESSION_COUNT);
  expect(samples.get('daolinet_datapaths')).toBe(2);
  expect(samples.get('daolinet_endpoints')).toBe(6);
  expect(samples.get('daolinet_endpoints_located')).toBe(4);
  expect(samples.get('daolinet_hosts_ready')).toBe(1);
  expect(samples.get('daolinet_native_binding')).toBe(0);
  expect(samples.get('daolinet_build_info{version="9.8.7",node="v24.0.0"}')).toBe(1);
  expect(samples.get('daolinet_heap_used_bytes{thread="channel"}')).toBe(4_000_000);
  expect(samples.get('daolinet_heap_collections_total{thread="main"}')).toBe(7);
  expect(samples.get('daolinet_ready')).toBe(1);
  readings.isReady = false;
  expect((await scrape()).get('daolinet_ready')).toBe(0);
});

test('latency is in seconds, by thread and quantile', async () => {
  const samples = await scrape();
  const quantile = (name: string) => `daolinet_packet_in_latency_seconds{thread="channel",quantile="${name}"}`;
  expect(samples.get(quantile('0.5'))).toBeCloseTo(18.5e-6, 7);
  expect(samples.get(quantile('0.9'))).toBeCloseTo(30e-6, 7);
  expect(samples.get(quantile('1'))).toBeCloseTo(81e-6, 9);
  expect(samples.get('daolinet_packet_in_latency_samples_total{thread="channel"}')).toBe(42);
});

test('latency of each stage is a histogram: buckets add up to the count, and the sum is in seconds', async () => {
  const samples = await scrape();
  const name = 'daolinet_stage_latency_seconds';
  const labels = 'stage="total",thread="channel"';
  const under = (le: string) => samples.get(`${name}_bucket{le="${le}",${labels}}`);
  expect([under('0.00001'), under('0.00002'), under('0.00005'), under('0.0001')]).toEqual([0, 37, 41, 42]);
  expect([under('1'), under('+Inf'), samples.get(`${name}_count{${labels}}`)]).toEqual([42, 42, 42]);
  expect(samples.get(`${name}_sum{${labels}}`)).toBeCloseTo(37 * 18.5e-6 + 4 * 30e-6 + 81e-6, 12);
  const series = [...samples.keys()].filter((sample) => sample.startsWith(`${name}_count`));
  expect(series).toHaveLength(readings.latency({ buckets: false }).length);
});

test('a latency beyond the last bucket is in the count alone, and a stage without any is all zeros', async () => {
  readings.recorded = [
    ['channel', 'write', [[3e9, 2]]],
    ['worker-0', 'emit', []],
  ];
  const samples = await scrape();
  const name = 'daolinet_stage_latency_seconds';
  expect(samples.get(`${name}_bucket{le="1",stage="write",thread="channel"}`)).toBe(0);
  expect(samples.get(`${name}_bucket{le="+Inf",stage="write",thread="channel"}`)).toBe(2);
  expect(samples.get(`${name}_bucket{le="1",stage="emit",thread="worker-0"}`)).toBe(0);
  expect(samples.get(`${name}_sum{stage="emit",thread="worker-0"}`)).toBe(0);
});

test('the process is there too', async () => {
  const samples = await scrape();
  expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  expect([...samples.keys()].some((name) => name.startsWith('nodejs_eventloop_lag'))).toBe(true);
});

test('two who ask at once get the same', async () => {
  const [one, two] = await Promise.all([scrape(), scrape()]);
  const ours = (samples: Map<string, number>) => [...samples].filter(([name]) => name.startsWith('daolinet_'));
  expect(ours(one)).toEqual(ours(two));
});
