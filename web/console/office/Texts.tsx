import { List, ListItem, ListItemButton, ListItemText, Skeleton, Stack } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useContext, useState } from 'react';
import { useTranslate } from 'react-admin';
import type { OwnText, OwnTexts } from '../../../kernel/texts/contract.ts';
import {
  api,
  type Camelized,
  EmptyNote,
  ErrorNote,
  languageName,
  Page,
  Panel,
  SearchField,
  SelectField,
  StateChip,
  SwitchField,
  useCan,
  useLabels,
  useSession,
} from '../../../kernel/ui/index.ts';
import { ConsoleParts } from '../parts.ts';
import { TextDialog, useOurs } from './TextDialog.tsx';

type Text = Camelized<OwnText>;
const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** What customers read, by module: searched, and changed into the organization's own words. */
export default function Texts() {
  const translate = useTranslate();
  const label = useLabels('console.texts');
  const { organization } = useSession();
  const [language, setLanguage] = useState(organization.language);
  const [wanted, setWanted] = useState('');
  const [onlyOwn, setOnlyOwn] = useState(false);
  const [open, setOpen] = useState<Text | null>(null);
  const ours = useOurs();
  const query = useQuery({
    queryKey: ['texts', organization.id, language],
    queryFn: () => api.get<Camelized<OwnTexts>>('/texts', { language }),
  });
  const found = (query.data?.texts ?? []).filter(
    (one) =>
      (!onlyOwn || one.text !== null) &&
      plain(`${one.text ?? ''} ${ours(one)} ${one.key}`).includes(plain(wanted.trim())),
  );
  const parts = useContext(ConsoleParts);
  const labelOf = (group: string) => parts.find(({ module }) => module === group)?.label ?? 'console.texts.kernel';
  const groups = Map.groupBy(found, ({ group }) => labelOf(group));
  return (
    <Page title={label('title')} subtitle={label('text')} back="/office/settings" width={820}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      <Stack sx={{ gap: 2.5 }}>
        <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 2, alignItems: { sm: 'center' } }}>
          <SearchField
            label={label('search')}
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
            sx={{ flex: 1 }}
          />
          <SelectField
            label={label('language')}
            value={language}
            onChange={(event) => setLanguage(event.target.value)}
            sx={{ minWidth: 160 }}
            choices={(query.data?.languages ?? [language]).map((id) => ({ id, name: languageName(id) }))}
          />
          <SwitchField label={label('only_own')} checked={onlyOwn} onChange={setOnlyOwn} />
        </Stack>
        {query.isPending && <Skeleton variant="rounded" height={320} />}
        {[...groups].map(([label, texts]) => (
          <Panel key={label} title={translate(label)} padded={false}>
            <List disablePadding>
              {texts.map((text) => (
                <Row key={text.key} text={text} onOpen={() => setOpen(text)} />
              ))}
            </List>
          </Panel>
        ))}
        {query.data && found.length === 0 && <EmptyNote title={translate('console.list.nothing_found')} />}
      </Stack>
      {open && (
        <TextDialog
          text={open}
          language={language}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            void query.refetch();
          }}
        />
      )}
    </Page>
  );
}

function Row({ text: one, onOpen }: { text: Text; onOpen: () => void }) {
  const { key, text, fits } = one;
  const translate = useTranslate();
  const ours = useOurs();
  const may = useCan()('settings.write');
  return (
    <ListItem disablePadding divider sx={{ '&:last-of-type': { borderBottom: 0 } }}>
      <ListItemButton onClick={onOpen} disabled={!may} sx={{ px: 2.5, gap: 1.5 }}>
        <ListItemText
          primary={text ?? ours(one)}
          secondary={key}
          slotProps={{
            primary: { sx: { whiteSpace: 'pre-line', overflowWrap: 'anywhere' } },
            secondary: { noWrap: true },
          }}
        />
        {text !== null && (
          <StateChip
            tone={fits ? 'busy' : 'warning'}
            label={translate(fits ? 'console.texts.own' : 'console.texts.unused')}
          />
        )}
      </ListItemButton>
    </ListItem>
  );
}
