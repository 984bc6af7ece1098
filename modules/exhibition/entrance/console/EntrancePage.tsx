import { Button, Skeleton, Stack, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useParams } from 'react-router-dom';
import type { HandedOver } from '../../../../kernel/devices/contract.ts';
import {
  api,
  type Camelized,
  ErrorNote,
  ExportButton,
  FormDialog,
  LinkDialog,
  Page,
  Panel,
  StateChip,
  type Tone,
  useCan,
  useConfirm,
  useForm,
  useFormat,
  useLive,
  useSession,
} from '../../../../kernel/ui/index.ts';
import type { Entrance } from './types.ts';
import { Visits } from './Visits.tsx';

const TONES: Record<Entrance['state'], Tone> = {
  active: 'good',
  waiting: 'warning',
  expired: 'neutral',
  revoked: 'bad',
};
type Handed = Camelized<HandedOver>;

/** The entrance of an exhibition: the phones that scan there, and who came. */
export default function EntrancePage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const can = useCan();
  const label = (name: string) => translate(`console.exhibition.entrance.${name}`);
  return (
    <Page
      title={label('title')}
      back={`/exhibition/exhibitions/${id}`}
      width={720}
      actions={
        can('exhibition.export') && <ExportButton path="/exhibition/visits/export" fixed={{ exhibition_id: id }} />
      }
    >
      <Stack sx={{ gap: 2.5 }}>
        <Scanners id={id} />
        {can('exhibition.customer.read') && (
          <Panel title={label('tab')}>
            <Visits fixed={{ exhibition_id: id }} />
          </Panel>
        )}
      </Stack>
    </Page>
  );
}

function Scanners({ id }: { id: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { organization } = useSession();
  const [adding, setAdding] = useState(false);
  const [handed, setHanded] = useState<Handed | null>(null);
  const { ask, dialog } = useConfirm();
  const label = (name: string, vars?: object) => translate(`console.exhibition.entrance.${name}`, vars);
  const query = useQuery({
    queryKey: ['exhibition', 'entrances', organization.id, id],
    queryFn: () => api.get<Entrance[]>(`/exhibition/exhibitions/${id}/entrances`),
  });
  useLive(['exhibition.exhibition'], () => query.refetch());
  const may = can('exhibition.entrance');
  const end = ({ id: scanner, name }: Entrance) =>
    ask({
      title: label('end_title', { name }),
      text: label('end_text'),
      confirm: label('end'),
      act: async () => {
        await api.post(`/exhibition/entrances/${scanner}/end`);
        await query.refetch();
      },
      done: 'console.exhibition.entrance.ended',
    });
  return (
    <Panel
      title={label('scanners')}
      actions={
        may && (
          <Button size="small" variant="outlined" onClick={() => setAdding(true)}>
            {label('add')}
          </Button>
        )
      }
    >
      {dialog}
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={60} />}
      {query.data?.length === 0 && <Typography color="textSecondary">{label('none')}</Typography>}
      <Stack sx={{ gap: 1.5 }}>
        {query.data?.map((one) => (
          <Stack key={one.id} direction="row" sx={{ gap: 1.5, alignItems: 'center', justifyContent: 'space-between' }}>
            <Stack sx={{ minWidth: 0 }}>
              <Typography sx={{ fontWeight: 600 }}>{one.name}</Typography>
              {one.lastSeenAt && (
                <Typography variant="caption" color="textSecondary">
                  {format.ago(one.lastSeenAt)}
                </Typography>
              )}
            </Stack>
            <Stack direction="row" sx={{ gap: 1, alignItems: 'center' }}>
              <StateChip tone={TONES[one.state]} label={translate(`console.devices.state.${one.state}`)} />
              {may && one.state !== 'revoked' && (
                <Button size="small" variant="outlined" color="error" onClick={() => end(one)}>
                  {label('end')}
                </Button>
              )}
            </Stack>
          </Stack>
        ))}
      </Stack>
      {adding && (
        <AddDialog
          id={id}
          onClose={() => setAdding(false)}
          onAdded={(made) => {
            setAdding(false);
            setHanded(made);
            void query.refetch();
          }}
        />
      )}
      {handed && (
        <LinkDialog
          title={label('link_title', { name: handed.device.name })}
          warning={label('link_text', {
            until: handed.device.codeExpiresAt ? format.dateTime(handed.device.codeExpiresAt) : '',
          })}
          qrSvg={handed.qrSvg}
          code={handed.code}
          url={handed.url}
          onClose={() => setHanded(null)}
        />
      )}
    </Panel>
  );
}

type AddProps = { id: string; onClose: () => void; onAdded: (made: Handed) => void };

function AddDialog({ id, onClose, onAdded }: AddProps) {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.exhibition.entrance.${name}`);
  const form = useForm({ name: '' }, async ({ name }) => {
    onAdded(await api.post<Handed>(`/exhibition/exhibitions/${id}/entrances`, { name: name.trim() }));
  });
  return (
    <FormDialog title={label('add')} text={label('add_text')} confirm={label('add')} form={form} onClose={onClose}>
      <TextField {...form.bind('name')} label={label('name')} autoFocus slotProps={{ htmlInput: { maxLength: 80 } }} />
    </FormDialog>
  );
}
