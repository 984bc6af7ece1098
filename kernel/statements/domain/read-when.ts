import { latinDigits } from '../../lib/digits.ts';
import { type DateOrder, readDay, readTime } from '../../lib/read-day.ts';

export type When = { day: string; time: string | null };

const WEEKDAY =
  /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|mo|di|mi|do|fr|sa|so|lun|mar|mie|mié|jue|vie|sab|sáb|dom|jeu|ven|sam|dim|mer)(?:day|di|tag|es|ves|nes|s)?\.?,?\s+(?=\d|\p{L}{3,}\.?\s\d)/iu;
/** Excel counts days from 1899-12-30; these are the years 2000 to 2099. */
const SERIAL = { from: 36_526, to: 73_050, epoch: Temporal.PlainDate.from('1899-12-30') };

/**
 * A day, with its time, in any form that banks' files were seen with: those of readDay, `20261120`, `20112026`, `20NOV2026`,
 * `20-NOV-26 10.15.03 AM`, `Fri 20 Nov 2026`, a day written twice, Excel's serial number, the names of zones, and a time
 * in UTC or with an offset, which becomes the day of `zone`. Null for everything else.
 */
export function readWhen(text: string, order: DateOrder, zone: string): When | null {
  const plain = latinDigits(text)
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ')
    .trim();
  if (plain === '' || plain.length > 60) return null;
  return numbersAlone(plain) ?? dayFirst(plain, order) ?? withOffset(plain, order, zone) ?? written(plain, order);
}

function numbersAlone(text: string): When | null {
  const serial = /^(\d{5})(?:\.(\d+))?$/.exec(text);
  if (serial) {
    const days = Number(serial[1]);
    if (days < SERIAL.from || days > SERIAL.to) return null;
    const seconds = Math.round(Number(`0.${serial[2] ?? 0}`) * 86_400) % 86_400;
    const time = new Date(seconds * 1000).toISOString().slice(11, 19);
    return { day: SERIAL.epoch.add({ days }).toString(), time: serial[2] ? time : null };
  }
  const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})(?:[T ]?(\d{2}):?(\d{2}):?(\d{2}))?(?:\.\d+)?(?:\[[^\]]*\])?$/.exec(
    text,
  );
  if (!compact) return null;
  const [, year, month, day, hour, minute, second] = compact;
  const read = readDay(`${year}-${month}-${day}`, 'ymd');
  return read && { day: read.day, time: hour ? readTime(`${hour}:${minute}:${second}`) : null };
}

/** `20112026`: never a day with the year in front, because 20 is no month. */
function dayFirst(text: string, order: DateOrder): When | null {
  const found = /^(\d{2})(\d{2})(20\d{2})$/.exec(text);
  return found && order !== 'ymd' ? readDay(`${found[1]}/${found[2]}/${found[3]}`, order) : null;
}

/** `2026-11-19T22:40:10Z`, `20/11/2026 10:15 +0200`, `… UTC`. */
function withOffset(text: string, order: DateOrder, zone: string): When | null {
  const found = /^(.*\d{1,2}:\d{2}.*?)\s?(Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}:?\d{2})$/i.exec(text);
  if (!found) return null;
  const local = written(found[1] as string, order);
  if (!local?.time) return null;
  const digits = /([+-])(\d{2}):?(\d{2})$/.exec(found[2] as string);
  const offset = digits ? `${digits[1]}${digits[2]}:${digits[3]}` : '+00:00';
  try {
    const there = Temporal.Instant.from(`${local.day}T${local.time}${offset}`).toZonedDateTimeISO(zone);
    return { day: there.toPlainDate().toString(), time: there.toPlainTime().toString().slice(0, 8) };
  } catch {
    return null;
  }
}

function written(text: string, order: DateOrder): When | null {
  const bare = text
    // "20-NOV-26 (20-NOV-26)": the second is the day of value.
    .replace(/\s*\([^)]*\)$/, '')
    .replace(WEEKDAY, '')
    // "10:15 IST", "10:15 hrs": the bank's own zone, which is the organization's.
    .replace(/(\d)\s?(?!am|pm)[A-Z]{3,4}$/i, '$1')
    .replace(/(\d)(?:st|nd|rd|th|º|°|er)(?=[\s,])/i, '$1')
    .replace(/^(\d{1,2})([\p{L}\p{M}]{3,})\.?(\d{2,4})(?=\s|$)/u, '$1 $2 $3')
    // "10.15.03 AM", "10h15".
    .replace(/(\s\d{1,2})[.h](\d{2})(?:[.m](\d{2}))?(?:\.\d+)?s?(?=\s?[ap]\.?m|$)/i, (whole, hour, minute, second) =>
      /\d{4}|\p{L}/u.test(text.slice(0, text.indexOf(whole))) || second
        ? `${hour}:${minute}${second ? `:${second}` : ''}`
        : whole,
    )
    .replace(/\s-\s(?=\d{1,2}:\d{2})/, ' ');
  const read = readDay(bare, order);
  // "20 Nov" without a year, "November 2026" without a day.
  return read && plausible(read.day) ? read : null;
}

const plausible = (day: string) => day >= '1990-01-01' && day < '2100-01-01';
