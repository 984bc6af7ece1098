import type { ReactNode } from 'react';
import type { RaRecord } from 'react-admin';
import {
  byChoice,
  type Filter,
  Page,
  ResourceList,
  type ResourceListProps,
  useLabels,
} from '../../../kernel/ui/index.ts';

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
  const label = useLabels(`console.${texts}`);
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
  const label = useLabels(`console.${texts}`);
  return byChoice(field, label(`${field}_label`), values, (id) => label(`${field}.${id}`));
}
