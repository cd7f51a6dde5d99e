// Meters as Open vSwitch writes them: `meter=1 kbps burst bands=` and a line for each band. Pure.
import type { MeterBand } from '../meter-mod.ts';
import { OFPM_ALL, OFPM_CONTROLLER, OFPM_SLOWPATH } from '../meter-mod.ts';
import { formatUnknown } from './fallback-text.ts';
import { formatFlags } from './port-text.ts';

/** A number, `all`, `controller` or `slowpath`. */
export function formatMeterId(meterId: number): string {
  if (meterId === OFPM_ALL) return 'all';
  if (meterId === OFPM_CONTROLLER) return 'controller';
  return meterId === OFPM_SLOWPATH ? 'slowpath' : `${meterId}`;
}

/** `kbps burst`; nothing for none */
export function formatMeterFlags(flags: readonly (string | number)[]): string {
  return formatFlags(flags, '').toLowerCase();
}

/** Each band on a line of its own, the first behind a newline. */
export function formatBands(bands: readonly MeterBand[]): string {
  return bands.map((band) => `\n${formatBand(band)}`).join('');
}

function formatBand(band: MeterBand): string {
  if (band.type !== 'DROP' && band.type !== 'DSCP_REMARK') return formatUnknown(band.type, band);
  const burst = band.burstSize === 0 ? '' : ` burst_size=${band.burstSize}`;
  const level = band.type === 'DSCP_REMARK' ? ` prec_level=${band.precLevel}` : '';
  return `type=${band.type.toLowerCase()} rate=${band.rate}${burst}${level}`;
}
