/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Translate } from '../../kernel/ui/light/index.ts';
import type { Draft } from './useConversation.ts';

const MAX_BYTES = 16 * 1024 * 1024;

/** The input: Enter sends, Shift and Enter begins a line; pictures come from the camera, the album or the clipboard. */
export function Composer({ t, submit, ready }: { t: Translate; submit: (draft: Draft) => void; ready: boolean }) {
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  /** sent before the chat was ready: it is sent as soon as it is */
  const [wanted, setWanted] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);

  function send(): void {
    const typed = text.trim();
    setWanted(!ready && typed !== '');
    if (!typed || !ready) return;
    submit({ text: typed });
    setText('');
    setFault(null);
    field.current?.focus();
  }

  useEffect(() => {
    if (ready && wanted) send();
  });

  function sendFile(file: File | undefined): void {
    if (!file) return;
    if (file.size > MAX_BYTES) {
      setFault(t('web_chat.too_large', { limit: MAX_BYTES / 1024 / 1024 }));
      return;
    }
    setFault(null);
    submit({ file, ...(text.trim() && { text: text.trim() }) });
    setText('');
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <input
        ref={picker}
        type="file"
        accept="image/*,application/pdf"
        hidden
        aria-label={t('web_chat.attach')}
        onChange={(event) => {
          sendFile(event.currentTarget.files?.[0]);
          // Choosing the same picture again must count as a change.
          event.currentTarget.value = '';
        }}
      />
      <button
        type="button"
        class="icon"
        title={t('web_chat.attach')}
        aria-label={t('web_chat.attach')}
        disabled={!ready}
        onClick={() => picker.current?.click()}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4 8.5A1.5 1.5 0 0 1 5.5 7H8l1.5-2h5L16 7h2.5A1.5 1.5 0 0 1 20 8.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5z" />
          <circle cx="12" cy="13" r="3.5" />
        </svg>
      </button>
      <textarea
        ref={field}
        rows={1}
        maxLength={4000}
        value={text}
        placeholder={t('web_chat.write')}
        aria-label={t('web_chat.write')}
        enterkeyhint="send"
        onInput={(event) => setText(event.currentTarget.value)}
        onPaste={(event) => {
          const file = [...(event.clipboardData?.files ?? [])][0];
          if (!file) return;
          event.preventDefault();
          sendFile(file);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <button
        type="submit"
        class="icon"
        aria-label={t('web_chat.send')}
        title={t('web_chat.send')}
        disabled={!ready || !text.trim()}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4 12 20 5l-4.5 15-4-6.5z" />
        </svg>
      </button>
    </form>
  );
}
