/** @jsxImportSource preact */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Brand, HelpLink, type LanguageChoice, languageName, type Translate } from '../../kernel/ui/light/index.ts';
import { Bubble, PendingBubble } from './Bubble.tsx';
import { Composer } from './Composer.tsx';
import { type Line, useConversation } from './useConversation.ts';
import './chat.css';

type Props = { slug: string; start: string | null; t: Translate; language: LanguageChoice };

/** An organization's chat for anyone who opens the page: the same flows as on WhatsApp or Telegram. */
export function Chat({ slug, start, t, language }: Props) {
  const conversation = useConversation(slug, language.current);
  const { about, lines, pending, answering, error, submit } = conversation;
  const list = useRef<HTMLOListElement>(null);
  const started = useRef(false);

  useEffect(() => {
    if (!start || !about || lines === null || started.current) return;
    started.current = true;
    submit({ start });
  }, [start, about, lines, submit]);
  const newest = `${lines?.at(-1)?.id} ${pending.at(-1)?.nonce} ${answering}`;
  const stay = useStayAtEnd(list, newest);

  if (error) {
    return (
      <main class="page">
        <Brand brand={undefined} title={t('web_chat.unavailable')} />
        <section class="card">
          <h1>{t('web_chat.unavailable')}</h1>
          <p class="faint">{error.message}</p>
        </section>
      </main>
    );
  }
  const question = lastQuestion(lines ?? []);
  return (
    <main class="chat">
      <header>
        <Brand brand={about?.brand} title={about?.organization} />
        <select
          aria-label={t('web_chat.language')}
          value={language.current}
          onChange={(event) => language.choose(event.currentTarget.value)}
        >
          {language.all.map((code) => (
            <option key={code} value={code}>
              {languageName(code)}
            </option>
          ))}
        </select>
        <HelpLink at="customer#the-chat" t={t} language={language.current} />
      </header>
      <ol class="lines" ref={list} aria-live="polite" onLoadCapture={stay}>
        {lines === null && <li class="notice">{t('web_chat.loading')}</li>}
        {conversation.earlier && (
          <li class="notice">
            <button type="button" class="quiet" onClick={() => void conversation.more()}>
              {t('web_chat.earlier')}
            </button>
          </li>
        )}
        {lines?.length === 0 && pending.length === 0 && (
          <li class="welcome">
            <h1>{t('web_chat.welcome', { organization: about?.organization ?? '' })}</h1>
            <p>{t('web_chat.welcome_text')}</p>
            <button type="button" onClick={() => submit({ text: t('web_chat.hello') })}>
              {t('web_chat.begin')}
            </button>
          </li>
        )}
        {lines?.map((line, i) => (
          <Bubble
            key={line.id}
            line={line}
            slug={slug}
            t={t}
            locale={language.current}
            timeZone={about?.timeZone}
            newDay={dayOf(line) !== dayOf(lines[i - 1])}
            // Earlier questions stay readable, but only the last one has active buttons.
            open={line.id === question?.id && pending.every((one) => one.error)}
            choose={(choice) => submit({ choiceId: choice.id, text: choice.label })}
          />
        ))}
        {pending.map((one) => (
          <PendingBubble key={one.nonce} pending={one} t={t} again={() => void conversation.again(one)} />
        ))}
        {answering && (
          <li class="theirs typing" aria-label={t('web_chat.answering')}>
            <i />
            <i />
            <i />
          </li>
        )}
        {conversation.withPerson && <li class="notice">{t('web_chat.with_person')}</li>}
      </ol>
      <Composer t={t} submit={submit} ready={about !== null} />
    </main>
  );
}

/** Scrolls to the newest line when one arrives; the returned function does so again when a picture has loaded. */
function useStayAtEnd(list: RefObject<HTMLElement | null>, newest: string): () => void {
  const stay = () => list.current?.scrollTo({ top: list.current.scrollHeight, behavior: 'smooth' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest line is what it is for
  useEffect(() => {
    stay();
  }, [newest]);
  return () => {
    const box = list.current;
    // A visitor who has scrolled up stays there.
    if (box && box.scrollHeight - box.scrollTop - box.clientHeight < box.clientHeight) stay();
  };
}

const dayOf = (line: Line | undefined) => line?.at.slice(0, 10);

/** The question that waits for an answer: the last one asked, when nothing was sent since. */
function lastQuestion(lines: Line[]): Line | undefined {
  for (const line of [...lines].reverse()) {
    if (line.mine) return undefined;
    if (line.choices.length > 0) return line;
  }
  return undefined;
}
