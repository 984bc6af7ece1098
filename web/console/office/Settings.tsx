import { Link, List, ListItem, ListItemButton, ListItemText, Skeleton, Stack } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import {
  EmptyNote,
  ErrorNote,
  Page,
  Panel,
  SearchField,
  useGet,
  useLabels,
  useSession,
} from '../../../kernel/ui/index.ts';
import type { SettingsView } from './settings-view.ts';

/** What these say is deleted for good. */
const DELETES = ['retention'];
const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

type Hit = { view: SettingsView; fields: string[] };

/** The sections of the settings, those to be careful with apart, and a search over their fields. */
export default function Settings() {
  const translate = useTranslate();
  const label = useLabels('console.settings_page');
  const { modules } = useSession();
  const [text, setText] = useState('');
  const query = useGet<SettingsView[]>('/settings');
  const wanted = plain(text.trim());
  const textsTitle = translate('console.texts.title');
  const hits: Hit[] = (query.data ?? []).flatMap((view) => {
    const fields = Object.entries(view.schema.properties).filter(
      ([name, { title = name, description = '' }]) =>
        wanted !== '' && plain(`${title} ${description}`).includes(wanted),
    );
    return wanted === '' || fields.length > 0 || plain(view.title).includes(wanted)
      ? [{ view, fields: fields.map(([name]) => name) }]
      : [];
  });
  const careful = ({ view }: Hit) => view.ownerOnly.length > 0 || DELETES.includes(view.module);
  const ofModule = ({ view }: Hit) => modules.includes(view.module);
  const groups = [
    { title: 'modules', hits: hits.filter((hit) => ofModule(hit) && !careful(hit)) },
    { title: 'general', hits: hits.filter((hit) => !ofModule(hit) && !careful(hit)) },
    { title: 'careful', hits: hits.filter(careful) },
  ];
  return (
    <Page title={label('title')} subtitle={label('text')} width={820}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={320} />}
      <Stack sx={{ gap: 2.5 }}>
        <SearchField label={label('search')} value={text} onChange={(event) => setText(event.target.value)} />
        {groups.map(
          (group) =>
            group.hits.length > 0 && (
              <Panel key={group.title} title={label(group.title)} padded={false}>
                <List disablePadding>
                  {group.hits.map((hit) => (
                    <Section key={hit.view.module} {...hit} />
                  ))}
                </List>
              </Panel>
            ),
        )}
        {(wanted === '' || plain(textsTitle).includes(wanted)) && (
          <Panel padded={false}>
            <ListItemButton component={RouterLink} to="/office/texts" sx={{ px: 2.5 }}>
              <ListItemText
                primary={textsTitle}
                secondary={translate('console.texts.text')}
                slotProps={{ primary: { sx: { fontWeight: 600 } } }}
              />
            </ListItemButton>
          </Panel>
        )}
        {query.data && hits.length === 0 && <EmptyNote title={translate('console.list.nothing_found')} />}
      </Stack>
    </Page>
  );
}

/** One section: its name leads to its page, a field that was searched to its place there. */
function Section({ view, fields }: Hit) {
  const to = `/office/settings/${view.module}`;
  const titleOf = (name: string) => view.schema.properties[name]?.title ?? name;
  const all = Object.keys(view.schema.properties).map(titleOf).join(', ');
  return (
    <ListItem disablePadding divider sx={{ display: 'block', '&:last-of-type': { borderBottom: 0 } }}>
      <ListItemButton component={RouterLink} to={to} sx={{ px: 2.5 }}>
        <ListItemText
          primary={view.title}
          secondary={fields.length === 0 ? all : undefined}
          slotProps={{ primary: { sx: { fontWeight: 600 } }, secondary: { noWrap: true } }}
        />
      </ListItemButton>
      {fields.length > 0 && (
        <Stack sx={{ px: 2.5, pb: 1.5, gap: 0.5 }}>
          {fields.map((name) => (
            <Link key={name} component={RouterLink} to={`${to}#${name}`} variant="body2">
              {titleOf(name)}
            </Link>
          ))}
        </Stack>
      )}
    </ListItem>
  );
}
