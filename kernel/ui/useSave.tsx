import { type ReactNode, useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { type Clash, ConflictDialog, type Kept } from './ConflictDialog.tsx';
import { ApiError, api, type ChangedField, snakeKey, snakeKeys } from './light/index.ts';

type Change<V> = {
  path: string;
  /** of the record when the form opened */
  version: string | undefined;
  /** The form's initial values; only differences are sent. */
  before: Partial<V>;
  after: V;
  /** a field's title, by its name in `after` */
  label: (name: string) => string;
  /** a field's value as text, when it isn't text or a number */
  show?: (name: string, value: unknown) => string;
  method?: 'patch' | 'put';
  /** the request's body, when it isn't the changed fields themselves */
  body?: (changed: Partial<V>) => unknown;
};

const CONFLICT = 'http.changed_meanwhile';

/**
 * Saves only what a form changed of a record. When another person changed the record meanwhile, changes of other fields
 * are kept, with a notice; for the same fields the person chooses. `dialog` renders that choice. Rejects with an
 * ApiError as `api.patch` does, also when the person returns to the form instead of choosing; resolves to null when
 * nothing is left to send.
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
        // Without the fields' names there is no question to ask: only the message is shown.
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
