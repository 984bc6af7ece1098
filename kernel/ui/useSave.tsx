import { type ReactNode, useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { type Clash, ConflictDialog, type Kept } from './ConflictDialog.tsx';
import { ApiError, api, type ChangedField, snakeKey, snakeKeys } from './light/index.ts';

type Change<V> = {
  path: string;
  /** of the record as the form began with it */
  version: string | undefined;
  /** What the form began with; only what differs from it is sent. */
  before: Partial<V>;
  after: V;
  /** how a field is called, by its name in `after` */
  label: (name: string) => string;
  /** how a field's value reads, where it isn't text or a number */
  show?: (name: string, value: unknown) => string;
  method?: 'patch' | 'put';
  /** the request's body, where it isn't the changed fields themselves */
  body?: (changed: Partial<V>) => unknown;
};

const CONFLICT = 'http.changed_meanwhile';

/**
 * Saves what a form changed of a record, and no more. When somebody else changed the record meanwhile: changes of other
 * fields are kept beside these, with a notice; of the same fields the person chooses, theirs or mine. `dialog` is where
 * that shows. Rejects with an ApiError as `api.patch` does, also when the person goes back to the form instead of
 * choosing; resolves to null when nothing is left to send.
 */
export function useSave() {
  const translate = useTranslate();
  const notify = useNotify();
  const [question, setQuestion] = useState<{ clashes: Clash[]; answer: (kept: Kept | null) => void } | null>(null);
  const ask = (clashes: Clash[]) =>
    new Promise<Kept | null>((resolve) => {
      const answer = (kept: Kept | null) => {
        setQuestion(null);
        resolve(kept);
      };
      setQuestion({ clashes, answer });
    });

  async function save<T, V extends object = object>(change: Change<V>): Promise<T | null> {
    const { path, before, after, label, show = plain, method = 'patch', body = (fields) => fields } = change;
    let wanted = Object.fromEntries(
      Object.entries(after).filter(([name, value]) => !same(value, (before as Record<string, unknown>)[name])),
    );
    let { version } = change;
    for (;;) {
      if (Object.keys(wanted).length === 0) return null;
      try {
        return await api[method]<T>(path, body(wanted as Partial<V>), { version });
      } catch (refusal) {
        // Without the fields' names it isn't known what to ask about: the text alone is shown.
        if (!(refusal instanceof ApiError) || refusal.code !== CONFLICT || !refusal.version) throw refusal;
        if (refusal.changed.length === 0 && refusal.version === version) throw refusal;
        version = refusal.version;
        const mine = Object.keys(wanted);
        const of = ({ field }: ChangedField) => mine.find((name) => snakeKey(name) === field);
        const both = refusal.changed.filter((one) => {
          const name = of(one);
          return name !== undefined && !same(snakeKeys(wanted[name]), one.theirs);
        });
        if (both.length === 0) {
          const by = refusal.changed.find((one) => one.by)?.by;
          notify(by ? 'console.conflict.both_kept' : 'console.conflict.both_kept_unnamed', { messageArgs: { by } });
          continue;
        }
        const clashes = both.map(({ theirs, by, at, field }) => {
          const name = of({ theirs, by, at, field }) as string;
          return { name, label: label(name), mine: show(name, wanted[name]), theirs: show(name, theirs), by, at };
        });
        const kept = await ask(clashes);
        if (!kept) throw new ApiError(0, 'cancelled', translate('console.conflict.not_saved'));
        wanted = Object.fromEntries(Object.entries(wanted).filter(([name]) => kept[name] !== 'theirs'));
      }
    }
  }

  const dialog: ReactNode = question && <ConflictDialog clashes={question.clashes} onAnswer={question.answer} />;
  return { save, dialog };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

function plain(_name: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
