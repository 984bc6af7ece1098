/** @jsxImportSource preact */
import type { Translate } from '../../../../kernel/ui/light/index.ts';

type Props = { at: number | null; t: Translate; locale: string };

/** Without a network: of when the figures are. */
export function AsOf({ at, t, locale }: Props) {
  if (at === null) return null;
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
  return (
    <p class="alert as-of" role="status">
      {t('portal.electricity.as_of', { time })}
    </p>
  );
}
