import ArchiveIcon from '@mui/icons-material/Inventory2Outlined';
import BackIcon from '@mui/icons-material/UnarchiveOutlined';
import { Alert, Button, Skeleton, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import {
  api,
  ErrorNote,
  History,
  Page,
  Panel,
  useAction,
  useCan,
  useGet,
  type Versioned,
} from '../../../../kernel/ui/index.ts';
import { ItemForm } from './ItemForm.tsx';
import { StockPanel } from './StockPanel.tsx';
import type { Item } from './types.ts';
import { useItemWords } from './useItemWords.ts';
import { VariantsPanel } from './VariantsPanel.tsx';

const LIST = '/exhibition/items';

/** A new item or variant, or an existing one with its stock, variants and history. */
export default function ItemPage() {
  const { id } = useParams();
  const translate = useTranslate();
  const { label } = useItemWords();
  const [search] = useSearchParams();
  const of = id ? undefined : (search.get('of') ?? undefined);
  const item = useItem(id);
  const parent = useItem(of);
  const asked = id ? item : parent;
  const waits = (id || of) && asked.isPending;
  const ready = id ? item.data : !of || parent.data;
  const title = id ? (item.data?.name ?? '') : label(of ? 'new_variant' : 'new');
  return (
    <Page
      title={title}
      {...(parent.data && { subtitle: parent.data.name })}
      back={parent.data || item.data?.variantOf ? `${LIST}/${parent.data?.id ?? item.data?.variantOf}` : LIST}
      width={760}
      actions={item.data && <ArchiveButton item={item.data} onDone={() => void item.refetch()} />}
    >
      {waits && <Skeleton variant="rounded" height={420} />}
      {asked.error && <ErrorNote error={asked.error} />}
      {ready && (
        <Stack sx={{ gap: 2.5 }}>
          {item.data?.archived && <Alert severity="info">{label('archived_note')}</Alert>}
          <ItemForm key={`${id} ${of}`} item={item.data} parent={parent.data} />
          {item.data && !item.data.variantOf && <VariantsPanel item={item.data} />}
          {item.data && item.data.variants === 0 && <StockPanel item={item.data} onDone={() => void item.refetch()} />}
          {id && (
            <Panel title={translate('console.audit.history')}>
              <History subjectType="exhibition.item" subjectId={id} />
            </Panel>
          )}
        </Stack>
      )}
    </Page>
  );
}

const useItem = (id: string | undefined) =>
  useGet<Item & Versioned>(`${LIST}/${id}`, {}, { live: id ? ['exhibition.item'] : [], enabled: id !== undefined });

/** Takes an item off the sale, or brings it back. */
function ArchiveButton({ item, onDone }: { item: Item; onDone: () => void }) {
  const { label } = useItemWords();
  const can = useCan();
  const { busy, run } = useAction();
  if (!can('exhibition.manage')) return null;
  const set = (archived: boolean) => api.patch(`${LIST}/${item.id}`, { archived });
  const act = () =>
    run(() => set(!item.archived), {
      done: `console.exhibition.item.${item.archived ? 'brought_back' : 'was_archived'}`,
      undo: () => set(item.archived).then(onDone),
    }).then((done) => done && onDone());
  return (
    <>
      <Button
        variant="outlined"
        color="inherit"
        disabled={busy}
        startIcon={item.archived ? <BackIcon /> : <ArchiveIcon />}
        onClick={() => void act()}
      >
        {label(item.archived ? 'bring_back' : 'archive')}
      </Button>
      {!item.archived && !item.variantOf && (
        <Button variant="contained" component={Link} to={`${LIST}/new?exhibition=${item.exhibitionId}`}>
          {label('new')}
        </Button>
      )}
    </>
  );
}
