import type { Static } from 'typebox';
import type { Camelized, Translate } from '../../../../kernel/ui/light/index.ts';
import type { BalanceView } from '../contract.ts';

type Balance = Camelized<Static<typeof BalanceView>>;

/**
 * "empty on Thursday in the evening": today, the weekday within a week, else the date; morning, afternoon, evening or
 * night.
 */
export function lasts(balance: Balance, t: Translate, now = new Date()): string {
  if (balance.balanceWh <= 0) return t('portal.electricity.empty_now');
  if (!balance.emptyAt) return t('portal.electricity.no_forecast');
  // The forecast is of a moment ago.
  const at = new Date(Math.max(Date.parse(balance.emptyAt), now.getTime()));
  const days = (at.getTime() - now.getTime()) / 86_400_000;
  // Nobody says "in 0 days": tomorrow morning is in a day.
  const count = Math.max(1, Math.floor(days));
  // Not by Intl: some browsers know neither days nor months in Kinyarwanda.
  if (days >= 6) {
    const month = t('portal.electricity.month_names').split(', ')[at.getMonth()] ?? '';
    const date = t('portal.electricity.day_of_month', { day: at.getDate(), month });
    return t('portal.electricity.empty_on', { day: date, count });
  }
  const part = ['night', 'morning', 'afternoon', 'evening'][Math.floor(at.getHours() / 6)];
  if (at.toDateString() === now.toDateString()) return t(`portal.electricity.empty_today_${part}`);
  const day = t('portal.electricity.weekdays').split(', ')[at.getDay()] ?? '';
  return t(`portal.electricity.empty_${part}`, { day, count });
}
