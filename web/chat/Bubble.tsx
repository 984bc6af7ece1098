/** @jsxImportSource preact */
import { type ComponentChildren, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { boldParts } from '../../kernel/lib/chat-markup.ts';
import { apiUrl, type Translate } from '../../kernel/ui/light/index.ts';
import type { Line, Pending } from './useConversation.ts';

type Choice = Line['choices'][number];
type Props = {
  line: Line;
  slug: string;
  t: Translate;
  locale: string;
  timeZone: string | undefined;
  /** the first line of a day: the date is shown above it */
  newDay: boolean;
  /** the current question: its choices are buttons */
  open: boolean;
  choose: (choice: Choice) => void;
};

export function Bubble({ line, slug, t, locale, timeZone, newDay, open, choose }: Props) {
  // A visitor who came by a link has written nothing yet.
  if (line.mine && !line.text && !line.file && !line.fault) return null;
  const at = new Date(line.at);
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  return (
    <>
      {newDay && <li class="notice">{day.format(at)}</li>}
      <li class={line.mine ? 'mine' : 'theirs'}>
        {line.authorName && <div class="who">{line.authorName}</div>}
        {line.file && <Attachment line={line} slug={slug} t={t} />}
        {line.fault && <p class="fault">{line.fault}</p>}
        {line.text && <Text>{line.text}</Text>}
        <time dateTime={line.at}>{time.format(at)}</time>
      </li>
      {open && (
        <li class="choices">
          {line.choices.map((choice) => (
            <button key={choice.id} type="button" onClick={() => choose(choice)}>
              <span>{choice.label}</span>
              {choice.description && <small>{choice.description}</small>}
            </button>
          ))}
        </li>
      )}
    </>
  );
}

function Attachment({ line, slug, t }: { line: Line; slug: string; t: Translate }) {
  const file = line.file as NonNullable<Line['file']>;
  const url = apiUrl(`/chat/${encodeURIComponent(slug)}/files/${file.id}`);
  if (!file.contentType.startsWith('image/')) {
    return (
      <a class="file" href={url} target="_blank" rel="noreferrer">
        {file.name}
      </a>
    );
  }
  return (
    <a href={url} target="_blank" rel="noreferrer">
      <img src={url} alt={line.text || t('web_chat.picture')} loading="lazy" />
    </a>
  );
}

/** A message of the visitor that isn't in the conversation yet. */
export function PendingBubble({ pending, t, again }: { pending: Pending; t: Translate; again: () => void }) {
  const { draft, state } = pending;
  const picture = usePicture(draft.file);
  const text = draft.text ?? '';
  if (draft.start && state !== 'failed') return null;
  return (
    <li class={`mine ${state === 'failed' ? 'failed' : 'pending'}`}>
      {picture && <img src={picture} alt={t('web_chat.picture')} />}
      {draft.file && !picture && <span class="file">{draft.file.name}</span>}
      {text && <Text>{text}</Text>}
      {state === 'failed' ? (
        <p class="fault">
          {pending.error || t('web_chat.not_sent')}{' '}
          {!pending.error && (
            <button type="button" class="quiet" onClick={again}>
              {t('web_chat.again')}
            </button>
          )}
        </p>
      ) : (
        <time>{t('web_chat.sending')}</time>
      )}
    </li>
  );
}

function usePicture(file: File | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file?.type.startsWith('image/')) return undefined;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}

const LINK = /(https?:\/\/[^\s]+[^\s.,;:!?)])/;

/** Plain text with line breaks, `*bold*` as in other chats, and addresses as links. */
function Text({ children }: { children: string }) {
  return h(
    'p',
    { class: 'text' },
    ...children.split(LINK).flatMap((part, i) => (i % 2 === 1 ? link(part) : bold(part))),
  );
}

const link = (url: string) => h('a', { href: url, target: '_blank', rel: 'noreferrer' }, url);
const bold = (text: string): ComponentChildren[] =>
  boldParts(text).map((part) => (part.bold ? h('b', null, part.text) : part.text));
