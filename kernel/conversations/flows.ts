/** The flows of the server: collected when it starts, and limited to those of one organization. */
import { type Ctx, orgOf } from '../ctx/index.ts';
import type { StoredFile } from '../files/index.ts';
import { DEFAULT_LANGUAGE, inLanguage, type Texts } from '../i18n/index.ts';
import { literalValues } from '../lib/chat-markup.ts';
import { fold, foldWords } from '../lib/fold.ts';
import type { Manifest } from '../module/index.ts';
import { attempt } from './attempt.ts';
import type { Flow, Talk } from './define.ts';
import { entryId, GO, languageId } from './domain/button-id.ts';
import { capacityOf, isTyped, type Limits } from './domain/render.ts';
import type { Surroundings } from './domain/round.ts';
import { gatherWords, type WordSource, type Words } from './domain/words.ts';

/** A flow and its module; flows of packages belong to every organization. */
export type OwnedFlow = { flow: Flow; module: string | null };

export type FlowsService = {
  flows: OwnedFlow[];
  words: Words;
  /** conflicts where two ids claim the same word */
  faults: string[];
  texts: Texts;
  /** greeting → the only language that has it; English ones are left out, because everybody uses "hi" */
  greetings: ReadonlyMap<string, string>;
};

declare module '../ctx/index.ts' {
  interface Services {
    /** set when the package starts; a ctx made before that has none */
    flows?: FlowsService;
  }
}

export function flowsOf(manifests: Pick<Manifest, 'name' | 'kind' | 'flows'>[]): OwnedFlow[] {
  return manifests.flatMap(({ name, kind, flows = [] }) =>
    flows.map((flow) => ({ flow, module: kind === 'module' ? name : null })),
  );
}

export function gatherFlows(flows: OwnedFlow[], texts: Texts): FlowsService {
  const { words, faults } = gatherWords([
    ...sharedWords(texts),
    ...flows.flatMap(({ flow }) => entryWords(flow, texts)),
  ]);
  return { flows, words, faults, texts, greetings: greetingsOf(texts) };
}

/**
 * The words of the server in every language, whatever the conversation's: a person who asks for Hindi does not see
 * Hindi yet.
 */
function sharedWords(texts: Texts): WordSource[] {
  const lists = (key: string) => texts.languages.flatMap((language) => foldWords(texts.find(language, key) ?? ''));
  const going = Object.entries(GO).map(([name, id]) => ({ id, words: lists(`chat.words.${name}`) }));
  return [
    ...going,
    ...texts.languages.map((code) => ({ id: languageId(code), words: namesOf(code, texts.languages) })),
  ];
}

function greetingsOf(texts: Texts): Map<string, string> {
  const lists = texts.languages.map((language) => [
    language,
    foldWords(texts.find(language, 'chat.words.hello') ?? ''),
  ]);
  const codes = new Map<string, string[]>();
  for (const [language, words] of lists as [string, string[]][])
    for (const word of words) codes.set(word, [...(codes.get(word) ?? []), language]);
  const own = [...codes].flatMap(([word, [only = '', ...others]]) =>
    others.length === 0 && only !== DEFAULT_LANGUAGE ? [[word, only] as const] : [],
  );
  return new Map(own);
}

/** The names of a language in all languages: `Spanish`, `español`, `स्पेनिश`. */
function namesOf(code: string, languages: string[]): string[] {
  const names = languages.map((language) => new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code);
  return [...new Set(names.flatMap(foldWords))];
}

/** An entry's own words and its label, because people type what they see. */
function entryWords(flow: Flow, texts: Texts): WordSource[] {
  return flow.entries.map(({ id }) => ({
    id: entryId(flow.name, id),
    words: [
      ...new Set(
        texts.languages.flatMap((language) => {
          const key = `${flow.texts}.entries.${id}`;
          return foldWords([texts.find(language, `${key}.label`), texts.find(language, `${key}.words`)].join(','));
        }),
      ),
    ],
  }));
}

/** The language's own name, for a button: `Español`. */
export function languageName(code: string): string {
  const [first = '', ...rest] = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return first.toLocaleUpperCase(code) + rest.join('');
}

export function serviceOf(ctx: Ctx): FlowsService {
  const service = ctx.services.flows;
  if (!service) throw new Error('the conversations package has not started');
  return service;
}

export type Partner = Talk<unknown>['conversation'];

/** The engine's input for one round of a conversation, in the transaction of `tx`. */
export function surroundings(
  tx: Ctx,
  conversation: Partner,
  limits: Limits,
  message: Talk<unknown>['message'],
): Surroundings<Talk<unknown>, StoredFile> {
  const service = serviceOf(tx);
  const organization = orgOf(tx);
  const mine = service.flows.filter(({ module }) => module === null || organization.modules.includes(module));
  const text = (language: string, key: string, values?: Record<string, unknown>) =>
    service.texts.find(inLanguage(tx, language), key, literalValues({ organization: organization.name, ...values }));
  return {
    flows: new Map(mine.map(({ flow }) => [flow.name, flow])),
    words: service.words,
    // A language for customers only where a module of the organization speaks it.
    languages: service.texts.languagesWith(mine.flatMap(({ module, flow }) => (module === null ? [] : flow.texts))),
    capacity: capacityOf(limits),
    typed: isTyped(limits),
    text,
    languageName,
    greetingLanguage: (text) => service.greetings.get(fold(text)),
    talk: (flow, data, language) => ({
      ctx: {
        ...tx,
        locale: language,
        actor: { kind: 'portal', id: conversation.personId, name: conversation.displayName ?? conversation.channel },
      },
      conversation: { ...conversation, language },
      message,
      data,
      t: (key, values) => text(language, `${flow.texts}.${key}`, values) ?? text(language, key, values) ?? key,
    }),
    attempt: (work) => attempt(tx, work),
  };
}
