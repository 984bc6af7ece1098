import { useFormat } from '../../../../kernel/ui/index.ts';

const UNITS = [
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
] as const;

/** Minutes in words, in the unit that suits them: "2.5 hr"; a dash for none. */
export function useDuration(): (minutes: number | null) => string {
  const { locale } = useFormat();
  return (minutes) => {
    if (minutes === null) return '–';
    const [unit, size] = UNITS.find(([, length]) => minutes >= length * 2) ?? UNITS[2];
    return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(minutes / size);
  };
}
