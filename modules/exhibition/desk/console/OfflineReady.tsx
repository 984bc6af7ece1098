import { Alert } from '@mui/material';
import { useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import { loadPrinting } from '../../../../kernel/documents/console/index.ts';
import { useOpenTill } from '../../../../kernel/till/console/index.ts';
import { useCan, useKeptPage, useOffline, useSession, useUnsent } from '../../../../kernel/ui/index.ts';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import { useItems } from '../../items/console/useItems.ts';
import { holdNumbers } from './numbers.ts';
import { numbersName } from './offlineSale.ts';
import { useRoster } from './useRoster.ts';

/**
 * Keeps the desk ready for the time without a network: the page, the roster, items, and numbers of receipts. Says what works
 * while there is none.
 */
export function OfflineReady({ exhibition, loaded }: { exhibition: Exhibition | null; loaded: boolean }) {
  const translate = useTranslate();
  const session = useSession();
  const can = useCan();
  const offline = useOffline();
  const [printing, setPrinting] = useState(false);
  const id = exhibition?.id ?? '';
  const rules = useDeskRules();
  const roster = useRoster(id);
  const items = useItems(id);
  const till = useOpenTill(exhibition?.currency ?? '');
  const waiting = useUnsent().length;
  useEffect(() => void loadPrinting().then(() => setPrinting(true)), []);
  const ready = loaded && rules !== undefined && roster !== undefined && items.data !== undefined && printing;
  useKeptPage(ready, session);
  const name = numbersName(session.organization.id, session.user.id, id);
  const holds = id !== '' && till !== undefined && !offline && can('exhibition.document.issue');
  // Again after each sale that was sent: there may be few left.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `waiting` is when, not what.
  useEffect(() => {
    if (holds) void holdNumbers(name, id).catch(() => undefined);
  }, [holds, name, id, waiting]);
  if (!offline || !rules?.deskTakesPayments) return null;
  return (
    <Alert severity="warning" role="status" sx={{ mb: 2 }}>
      {translate(`console.exhibition.offline.${till ? 'works' : 'no_till'}`)}
    </Alert>
  );
}
