import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatDateTime, formatNumber, inLanguage, localeIn, t } from '../../../kernel/i18n/index.ts';
import type { Detail } from './alarm-kinds.rule.ts';

export type AlarmWords = {
  kind: string;
  detail: unknown;
  position: number;
  serial: string | null;
  machine_name: string | null;
  location_name: string | null;
  material_name: string | null;
  material_unit: string | null;
};
type Names = (name: string) => string;

const named = ({ machine_name, serial, location_name }: AlarmWords) => machine_name || serial || location_name || '';

/** What an alarm is about: the machine with its location, or the location. */
export function alarmPlace(alarm: AlarmWords): string {
  const { serial, location_name } = alarm;
  return [named(alarm), serial === null ? null : location_name].filter(Boolean).join(', ');
}

/** An alarm in a sentence; `literally` protects names where a text has markup (kernel/lib/chat-markup.ts). */
export function alarmText(ctx: Ctx, language: string, alarm: AlarmWords, literally: Names = (name) => name): string {
  const detail = alarm.detail as Detail;
  const { country, timeZone } = orgOf(ctx);
  const locale = localeIn(language, country);
  const number = (value: Detail[string] | undefined, digits = 0) =>
    formatNumber(Number(value ?? 0), { locale }, { maximumFractionDigits: digits });
  const unit = alarm.material_unit ? t(language, `console.coffee.material.units.${alarm.material_unit}`) : '';
  const amount = (milli: Detail[string] | undefined) => `${number(Number(milli ?? 0) / 1000, 1)} ${unit}`.trim();
  const bin = alarm.material_name ?? t(language, 'console.coffee.machine.bin', { position: alarm.position });
  const errors = Array.isArray(detail.errors) ? detail.errors.join(', ') : '';
  const { seen_at } = detail;
  const say = (key: string, values: object = {}) =>
    t(inLanguage(ctx, language), `messages.coffee.alarm.${key}`, { place: literally(alarmPlace(alarm)), ...values });
  switch (alarm.kind) {
    case 'offline':
      return typeof seen_at === 'string'
        ? say('offline', { seen: formatDateTime(new Date(seen_at), { locale, timeZone }) })
        : say('never_seen');
    case 'site':
      return say('site', { gone: number(detail.gone), machines: number(detail.machines) });
    case 'overheating':
      return say('overheating', { degrees: number(Number(detail.temperature_dc) / 10, 1) });
    case 'firmware':
      return say('firmware', {
        firmware: literally(String(detail.firmware)),
        wanted: literally(String(detail.wanted)),
      });
    case 'low_bin':
    case 'empty_bin':
      return say(alarm.kind, { bin: literally(bin), level: amount(detail.level_milli) });
    case 'orders': {
      const values = { orders: number(detail.orders), usual: number(detail.usual), hours: number(detail.hours) };
      return say(Number(detail.orders) < Number(detail.usual) ? 'few_orders' : 'many_orders', values);
    }
    case 'drift':
      return say('drift', {
        bin: literally(bin),
        used: amount(detail.used_milli),
        sold: amount(detail.reckoned_milli),
      });
    case 'rollback':
      return say('rollback', { package: String(detail.package) });
    default:
      return say(errors ? alarm.kind : `${alarm.kind}_plain`, { errors: literally(errors) });
  }
}
