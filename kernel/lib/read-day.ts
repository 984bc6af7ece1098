export type DateOrder = 'ymd' | 'dmy' | 'mdy';

/** Months in English, Spanish, French, German, Portuguese, Swahili, Kinyarwanda and Hindi, without accents and points. */
const MONTHS = [
  'january enero janvier januar janeiro januari mutarama जनवरी',
  'february febrero fevrier februar fevereiro februari gashyantare फरवरी',
  'march marzo mars marz maerz marco machi werurwe मार्च',
  'april abril avril aprili mata अप्रैल',
  'may mayo mai maio mei gicurasi मई',
  'june junio juin juni junho kamena जून',
  'july julio juillet juli julho julai nyakanga जुलाई',
  'august agosto aout agosti kanama अगस्त',
  'september septiembre setiembre septembre setembro septemba nzeri सितंबर सितम्बर',
  'october octubre octobre oktober outubro oktoba ukwakira अक्टूबर अक्तूबर',
  'november noviembre novembre novembro novemba ugushyingo नवंबर नवम्बर',
  'december diciembre decembre dezember dezembro desemba ukuboza दिसंबर दिसम्बर',
].map((names) => names.split(' '));

/** One to twelve; an abbreviation of three letters or more counts when it belongs to one month only. Null otherwise. */
function readMonth(word: string): number | null {
  const bare = word
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u093c.]/g, '')
    .toLowerCase();
  if (bare.length < (/[a-z]/.test(bare) ? 3 : 2)) return null;
  const found = MONTHS.flatMap((names, index) => (names.some((name) => name.startsWith(bare)) ? [index + 1] : []));
  return found.length === 1 ? (found[0] as number) : null;
}

/**
 * Reads a day, with the time if there is one, as banks write it: `2026-11-21`, `21/11/2026`, `21.11.26`, `21-Nov-2026`,
 * `Nov 21, 2026`, `3 févr. 2026`, `21/11/2026 08:15:22`, `2026-11-21T08:15`. `order` decides how numbers alone are
 * read; four digits in front are always an ISO year. Null for anything else, also for days that don't exist.
 */
export function readDay(text: string, order: DateOrder): { day: string; time: string | null } | null {
  const parts = /^\s*([\p{L}\d][\p{L}\p{M}\d\s.,/-]*?)(?:[T\s,]+(\d{1,2}:\d{2}.*))?\s*$/u.exec(text);
  const pieces = (parts?.[1] ?? '').split(/[\s.,/-]+/).filter((piece) => piece !== '' && !/^(de|del|of)$/i.test(piece));
  if (pieces.length !== 3) return null;
  const [a, b, c] = pieces as [string, string, string];
  const numbers = inOrder([a, b, c], order);
  if (!numbers) return null;
  const time = parts?.[2] === undefined ? null : readTime(parts[2]);
  if (parts?.[2] !== undefined && time === null) return null;
  const { year, month, day } = numbers;
  try {
    const date = Temporal.PlainDate.from({ year: year < 100 ? 2000 + year : year, month, day }, { overflow: 'reject' });
    return { day: date.toString(), time };
  } catch {
    return null;
  }
}

/** `08:15`, `8:15:22 pm` → `08:15:00`, `20:15:22`; null when it isn't a time. */
export function readTime(text: string): string | null {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?\s?(?:m\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$/i.exec(
    text.trim(),
  );
  if (!match) return null;
  const half = match[4]?.toLowerCase();
  const hour = Number(match[1]);
  if (half && (hour < 1 || hour > 12)) return null;
  const full = half ? (hour % 12) + (half === 'p' ? 12 : 0) : hour;
  const [minute, second] = [Number(match[2]), Number(match[3] ?? 0)];
  if (full > 23 || minute > 59 || second > 59) return null;
  return [full, minute, second].map((n) => String(n).padStart(2, '0')).join(':');
}

function inOrder(pieces: [string, string, string], order: DateOrder) {
  const named = pieces.findIndex((piece) => /^\p{L}/u.test(piece));
  if (named >= 0) {
    const month = readMonth(pieces[named] as string);
    const [first, second] = pieces.filter((_, i) => i !== named).map(Number) as [number, number];
    if (month === null || named === 2) return null;
    return first > 31 ? { year: first, month, day: second } : { year: second, month, day: first };
  }
  if (!pieces.every((piece) => /^\d{1,4}$/.test(piece))) return null;
  const [a, b, c] = pieces.map(Number) as [number, number, number];
  if (pieces[0].length === 4 || order === 'ymd') return { year: a, month: b, day: c };
  return order === 'dmy' ? { year: c, month: b, day: a } : { year: c, month: a, day: b };
}
