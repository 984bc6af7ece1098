/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import type { HandedOver } from '../../../../../kernel/devices/contract.ts';
import type { Camelized, Translate } from '../../../../../kernel/ui/light/index.ts';

type Props = {
  made: Camelized<HandedOver>;
  t: Translate;
  /** signs the admin out */
  onLeave: () => Promise<void>;
  onDone: () => void;
};

/** A scanner's link and QR, shown once: the server stores neither. */
export function HandOver({ made, t, onLeave, onDone }: Props) {
  const [copied, setCopied] = useState(false);
  const { qrSvg, device } = made;
  const url = made.url ?? '';
  const copy = () =>
    navigator.clipboard?.writeText(url).then(
      () => setCopied(true),
      () => undefined,
    );
  // The phone stays at the door, so the admin's session must end.
  const here = async () => {
    await onLeave();
    window.location.assign(`/scanner/${new URL(url).hash}`);
  };
  return (
    <section class="card stack hand-over" data-testid="hand-over">
      <div>
        <h1>{device.name}</h1>
        <p class="faint">{t('scanner.hand_over.text')}</p>
      </div>
      <img
        src={`data:image/svg+xml,${encodeURIComponent(qrSvg)}`}
        alt={t('scanner.hand_over.qr', { name: device.name })}
      />
      <input
        readOnly
        value={url}
        aria-label={t('scanner.hand_over.link')}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="choices">
        <button type="button" onClick={() => void copy()}>
          {t(copied ? 'scanner.hand_over.copied' : 'scanner.hand_over.copy')}
        </button>
        {'share' in navigator && (
          <button
            type="button"
            onClick={() => void navigator.share({ url, title: device.name }).catch(() => undefined)}
          >
            {t('scanner.hand_over.share')}
          </button>
        )}
        <button type="button" onClick={() => void here()}>
          {t('scanner.hand_over.here')}
        </button>
      </div>
      <p class="faint">{t('scanner.hand_over.here_text')}</p>
      <button type="button" class="quiet" onClick={onDone}>
        {t('scanner.hand_over.done')}
      </button>
    </section>
  );
}
