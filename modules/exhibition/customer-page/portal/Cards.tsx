/** @jsxImportSource preact */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { ApiError, type PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import { Card, type View } from './Card.tsx';

/** All cards of an account: one for each exhibition at which its holder is a customer. */
export default function Cards({ api, t, locale }: PortalScreenProps) {
  const [views, setViews] = useState<View[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = useCallback(() => {
    setError(null);
    api
      .get<View[]>('/exhibition/cards')
      .then(setViews)
      .catch((reason: unknown) => setError(reason instanceof ApiError ? reason.message : String(reason)));
  }, [api]);
  useEffect(load, [load]);
  if (error) {
    return (
      <section class="card">
        <p>{error}</p>
        <p>
          <button type="button" onClick={load}>
            {t('portal.again')}
          </button>
        </p>
      </section>
    );
  }
  if (!views) return <p class="faint">{t('portal.loading')}</p>;
  if (views.length === 0) {
    return (
      <section class="card">
        <h1>{t('portal.exhibition.no_cards')}</h1>
        <p class="faint">{t('portal.exhibition.no_cards_text')}</p>
      </section>
    );
  }
  return (
    <>
      {views.map((view) => (
        <Card key={view.customer.code} view={view} t={t} locale={locale} />
      ))}
    </>
  );
}
