import type { Ctx } from '../ctx/index.ts';
import { fold, foldAnswer, foldWords } from '../lib/fold.ts';
import { serviceOf } from './flows.ts';

/**
 * Which of these meanings a typed text has: it is one of the words at the text key `<group>.<meaning>`, a list in each
 * language, whatever the conversation's.
 */
export function meaningOf<M extends string>(ctx: Ctx, text: string, group: string, meanings: readonly M[]): M | null {
  const { languages, find } = serviceOf(ctx).texts;
  const said = [fold(text), foldAnswer(text)];
  const has = (language: string, meaning: M) =>
    foldWords(find(language, `${group}.${meaning}`) ?? '').some((word) => said.includes(word));
  return meanings.find((meaning) => languages.some((language) => has(language, meaning))) ?? null;
}
