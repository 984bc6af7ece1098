/** @jsxImportSource preact */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { HandedOver } from '../../../../../kernel/devices/contract.ts';
import { ApiError, api, type Camelized, type Translate } from '../../../../../kernel/ui/light/index.ts';
import type { ScannerView } from '../../contract.ts';
import { HandOver } from './HandOver.tsx';
import { NewScanner } from './NewScanner.tsx';
import type { Office } from './office.ts';

type Scanner = Camelized<ScannerView>;
type Props = { office: Office; t: Translate; language: string; onLeave: () => Promise<void> };

/** The phones that scan: add one, hand its link over, end it. */
export function Scanners({ office, t, language, onLeave }: Props) {
  const [scanners, setScanners] = useState<Scanner[] | null>(null);
  const [made, setMade] = useState<Camelized<HandedOver> | null>(null);
  const [ending, setEnding] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = useCallback(async () => {
    try {
      setScanners(await api.get<Scanner[]>('/mess/scanners'));
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal.message : String(refusal));
    }
  }, []);
  useEffect(() => void load(), [load]);
  const revoke = async (id: string) => {
    setError(null);
    try {
      await api.post(`/devices/${id}/revoke`);
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal.message : String(refusal));
    }
    setEnding(null);
    await load();
  };
  const when = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: office.organization?.timeZone,
  });
  const handOver = (added: Camelized<HandedOver>) => {
    setMade(added);
    void load();
  };
  return (
    <>
      {made ? (
        <HandOver {...{ made, t, onLeave }} onDone={() => setMade(null)} />
      ) : (
        <NewScanner t={t} onMade={handOver} />
      )}
      <section class="card stack">
        <h2>{t('scanner.scanners.title')}</h2>
        {error && (
          <div class="alert" role="alert">
            {error}
          </div>
        )}
        {scanners?.length === 0 && <p class="faint">{t('scanner.scanners.none')}</p>}
        <ul class="tokens">
          {scanners?.map((scanner) => (
            <li key={scanner.id} data-state={scanner.state}>
              <div>
                <strong>{scanner.name}</strong>
                <span class="faint">{t(`scanner.role.${scanner.role}`)}</span>
                <span class="faint">
                  {t(`scanner.scanners.${scanner.validUntil ? scanner.state : `${scanner.state}_endless`}`, {
                    at: scanner.validUntil ? when.format(new Date(scanner.validUntil)) : '',
                  })}
                </span>
              </div>
              {['active', 'waiting'].includes(scanner.state) &&
                (ending === scanner.id ? (
                  <span class="choices">
                    <button type="button" class="danger" onClick={() => void revoke(scanner.id)}>
                      {t('scanner.scanners.revoke_now')}
                    </button>
                    <button type="button" class="quiet" onClick={() => setEnding(null)}>
                      {t('scanner.back')}
                    </button>
                  </span>
                ) : (
                  <button type="button" class="quiet" onClick={() => setEnding(scanner.id)}>
                    {t('scanner.scanners.revoke')}
                  </button>
                ))}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
