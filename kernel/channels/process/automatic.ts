/**
 * Recognizes an automatic sender: an answering machine, another bot, a network that sends our words back. Two that
 * answer each other would never end.
 */
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { fold } from '../../lib/fold.ts';
import { firstIdAfter } from '../../lib/ids.ts';

const MINUTE_MS = 60_000;
/** A person who tries something out repeats a word, not a sentence. */
const SENTENCE = 16;
const RULES = {
  sentence: { times: 5, windowMs: 6 * 60 * MINUTE_MS },
  word: { times: 8, windowMs: 10 * MINUTE_MS },
};
/** Our own words sent back so often within ten minutes. */
const ECHOES = 3;
/** Answers within ten minutes: nobody reads more. */
const ANSWERS = 30;
/** Enough for each of the rules. */
const LINES = 80;

export type SaidLine = { direction: string; kind: string; author: string; body: string; created_at: Date };

/** Whether the next answer to a text would go to a machine. `lines`: what was said before, the latest first. */
export function looksAutomatic(text: string, lines: readonly SaidLine[], now: Date): boolean {
  const since = (ms: number) => lines.filter((line) => line.created_at.getTime() > now.getTime() - ms);
  const lately = since(10 * MINUTE_MS);
  if (lately.filter(({ author, kind }) => author === 'flow' && kind !== 'note').length >= ANSWERS) return true;
  const said = [shape(text), ...typed(lines).map(({ body }) => shape(body))];
  const { times, windowMs } = said.slice(0, 2).some((it) => it.length >= SENTENCE) ? RULES.sentence : RULES.word;
  const recent = [shape(text), ...typed(since(windowMs)).map(({ body }) => shape(body))].slice(0, times);
  if (recent.length === times && new Set(recent).size <= 2) return true;
  const ours = lately
    .filter(({ direction, kind }) => direction === 'out' && kind !== 'note')
    .map(({ body }) => fold(body));
  const echoes = [text, ...typed(lately).map(({ body }) => body)].map(fold);
  return echoes.filter((it) => it.length >= SENTENCE && ours.some((own) => own.includes(it))).length >= ECHOES;
}

/** The texts since the person last tapped a button or sent a picture, which machines don't. */
function typed(lines: readonly SaidLine[]): SaidLine[] {
  const incoming = lines.filter(({ direction }) => direction === 'in');
  const by = incoming.findIndex(({ kind }) => kind !== 'text');
  return by < 0 ? incoming : incoming.slice(0, by);
}

/** Sentences that differ only in a number or a time are the same one. */
function shape(text: string): string {
  const folded = fold(text) || text.trim();
  return folded.length >= SENTENCE ? folded.replaceAll(/\d+/g, '0') : folded;
}

/** The latest lines of a conversation, the latest first. */
export function latestLines(tx: Ctx, conversationId: string): Promise<SaidLine[]> {
  return tx.db
    .selectFrom('conversation_message')
    .select(['direction', 'kind', 'author', 'body', 'created_at'])
    .where(inOrg(tx))
    .where('conversation_id', '=', conversationId)
    .where('id', '>=', firstIdAfter(conversationId))
    .where('created_at', '>', new Date(tx.clock.now().getTime() - RULES.sentence.windowMs))
    .orderBy('id', 'desc')
    .limit(LINES)
    .execute();
}
