import { useState } from 'react';
import { useNotify, useRefresh } from 'react-admin';
import { api, type Versioned } from './light/api.ts';
import { useForm } from './useForm.ts';
import { useLabels } from './useLabels.ts';
import { useSave } from './useSave.tsx';

type Options<V, B> = {
  /** the record to be changed; without it the form adds one */
  record: (Versioned & { id: string }) | undefined;
  /** the list's address in the API */
  path: string;
  /** where the fields' texts are, e.g. `console.mess.student` */
  labels: string;
  /** the fields when the form opens; what changes the record meanwhile does not change them */
  initial: V;
  /** the fields as the API takes them */
  bodyOf: (values: V) => B;
  /** the body of a new record, where it is another than a changed one's */
  newBody?: (body: B) => object;
  /** where to go when it is saved */
  saved: (id: string) => void;
};

/** The form of a record, for a new one and for a change, of which only the changed fields are sent (`useSave`). */
export function useRecordForm<V extends Record<string, string>, B extends object>(options: Options<V, B>) {
  const { record, path, labels, bodyOf, newBody = (body) => body, saved } = options;
  const notify = useNotify();
  const refresh = useRefresh();
  const label = useLabels(labels);
  const [version] = useState(record?.version);
  const [initial] = useState(options.initial);
  const { save, dialog } = useSave();
  const send = async (values: V, idempotencyKey: string) => {
    const body = bodyOf(values);
    if (record) await save({ path: `${path}/${record.id}`, version, before: bodyOf(initial), after: body, label });
    const id = record?.id ?? (await api.post<{ id: string }>(path, newBody(body), { idempotencyKey })).id;
    notify('console.saved', { type: 'success' });
    refresh();
    saved(id);
  };
  return { ...useForm(initial, send, labels), dialog };
}
