import { useTranslate } from 'react-admin';
import {
  type AuditEntry,
  type Column,
  Page,
  ResourceList,
  RowCard,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';

const SUBJECTS = [
  'machine',
  'alarm',
  'order',
  'command',
  'batch',
  'recipe',
  'package',
  'material',
  'merchant',
  'location',
] as const;

/** Who changed what of the fleet: the audit's entries of this module. */
export default function LogPage() {
  const translate = useTranslate();
  const format = useFormat();
  const label = useLabels('console.coffee.log');
  const columns: Column<AuditEntry>[] = [
    { key: 'when', label: label('when'), time: ({ createdAt }) => createdAt },
    { key: 'who', label: label('who'), render: ({ actor }) => actor.name },
    { key: 'what', label: label('what'), render: ({ text }) => text },
  ];
  return (
    <Page title={label('title')} subtitle={label('text')}>
      <ResourceList<AuditEntry>
        resource="audit-entries"
        columns={columns}
        fixed={{ action: 'coffee.*' }}
        card={({ text, actor, createdAt }) => <RowCard title={text} note={[actor.name, format.dateTime(createdAt)]} />}
        searchLabel={translate('console.audit.search')}
        filters={[
          {
            kind: 'choice',
            source: 'subject_type',
            label: label('subject'),
            choices: SUBJECTS.map((subject) => ({ id: `coffee.${subject}`, name: label(`subjects.${subject}`) })),
          },
          { kind: 'day', source: 'from', label: translate('console.list.from'), edge: 'start' },
          { kind: 'day', source: 'to', label: translate('console.list.to'), edge: 'end' },
        ]}
        empty={{ title: label('none') }}
      />
    </Page>
  );
}
