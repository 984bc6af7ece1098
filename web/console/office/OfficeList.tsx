import { Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { type RaRecord, useTranslate } from 'react-admin';
import { type Filter, Page, ResourceList, type ResourceListProps } from '../../../kernel/ui/index.ts';

type Props<T extends RaRecord> = Omit<ResourceListProps<T>, 'empty'> & {
  /** The group of its texts: `console.<texts>.title`, `text`, `none`, `none_text`. */
  texts: string;
  /** Buttons beside the title; in the empty list as well. */
  actions?: ReactNode;
  /** Shown above the list. */
  notice?: ReactNode;
  /** Dialogs and other content after the list. */
  children?: ReactNode;
};

/** An office page that consists of one list. */
export function OfficeList<T extends RaRecord>({ texts, actions, notice, children, ...list }: Props<T>) {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.${texts}.${name}`);
  return (
    <Page title={label('title')} subtitle={label('text')} actions={actions}>
      {notice}
      <ResourceList<T> {...list} empty={{ title: label('none'), text: label('none_text'), action: actions }} />
      {children}
    </Page>
  );
}

/** A filter for a field with few values, labelled `console.<texts>.<field>.<value>` and `<field>_label`. */
export function useChoice(texts: string, field: string, values: readonly string[]): Filter {
  const translate = useTranslate();
  return {
    kind: 'choice',
    source: field,
    label: translate(`console.${texts}.${field}_label`),
    choices: values.map((id) => ({ id, name: translate(`console.${texts}.${field}.${id}`) })),
  };
}

/** The first line of a card on a phone: the title, with the state at the right. */
export function CardHead({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
      <Typography sx={{ fontWeight: 600, minWidth: 0, overflowWrap: 'anywhere' }}>{title}</Typography>
      {children}
    </Stack>
  );
}
