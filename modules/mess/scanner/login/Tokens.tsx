/** @jsxImportSource preact */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { ApiError, api, type Camelized, type Translate } from '../../../../kernel/ui/light/index.ts';
import type { HandedOver, StaffToken } from '../../door-contract.ts';
import { HandOver } from './HandOver.tsx';
import type { Office } from './LoginPage.tsx';
import { NewToken } from './NewToken.tsx';

type Token = Camelized<StaffToken>;
type Props = { office: Office; t: Translate; language: string; onLeave: () => Promise<void> };

/** Who may scan: make a token, hand it over, end it. */
export function Tokens({ office, t, language, onLeave }: Props) {
  const [tokens, setTokens] = useState<Token[] | null>(null);
  const [made, setMade] = useState<Camelized<HandedOver> | null>(null);
  const [ending, setEnding] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = useCallback(async () => {
    try {
      setTokens(await api.get<Token[]>('/mess/staff-tokens'));
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal.message : String(refusal));
    }
  }, []);
  useEffect(() => void load(), [load]);
  const revoke = async (id: string) => {
    setError(null);
    try {
      await api.post(`/mess/staff-tokens/${id}/revoke`);
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
  const handOver = (token: Camelized<HandedOver>) => {
    setMade(token);
    void load();
  };
  return (
    <>
      {made ? (
        <HandOver {...{ made, t, onLeave }} onDone={() => setMade(null)} />
      ) : (
        <NewToken t={t} onMade={handOver} />
      )}
      <section class="card stack">
        <h2>{t('scanner.tokens.title')}</h2>
        {error && (
          <div class="alert" role="alert">
            {error}
          </div>
        )}
        {tokens?.length === 0 && <p class="faint">{t('scanner.tokens.none')}</p>}
        <ul class="tokens">
          {tokens?.map((token) => (
            <li key={token.id} data-state={token.state}>
              <div>
                <strong>{token.name}</strong>
                <span class="faint">
                  {t(`scanner.role.${token.role}`)} · {t('scanner.tokens.devices', { count: token.devices })}
                </span>
                <span class="faint">
                  {t(`scanner.tokens.${token.state}`, {
                    at: when.format(new Date(token.revokedAt ?? token.validUntil)),
                  })}
                </span>
              </div>
              {token.state === 'active' &&
                (ending === token.id ? (
                  <span class="choices">
                    <button type="button" class="danger" onClick={() => void revoke(token.id)}>
                      {t('scanner.tokens.revoke_now')}
                    </button>
                    <button type="button" class="quiet" onClick={() => setEnding(null)}>
                      {t('scanner.back')}
                    </button>
                  </span>
                ) : (
                  <button type="button" class="quiet" onClick={() => setEnding(token.id)}>
                    {t('scanner.tokens.revoke')}
                  </button>
                ))}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
