import { Button, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useParams } from 'react-router-dom';
import type { HandedOver } from '../../../../kernel/devices/contract.ts';
import {
  api,
  type Camelized,
  ExportButton,
  FormDialog,
  LinkDialog,
  Loaded,
  Page,
  Panel,
  RowCard,
  StateChip,
  type Tone,
  useCan,
  useConfirm,
  useForm,
  useFormat,
  useGet,
  useLabels,
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

const LABELS = 'console.exhibition.entrance';

/** The entrance of an exhibition: the phones that scan there, and who came. */
export default function EntrancePage() {
  const { id = '' } = useParams();
  const can = useCan();
  const label = useLabels(LABELS);
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
  const [adding, setAdding] = useState(false);
  const [handed, setHanded] = useState<Handed | null>(null);
  const { ask, dialog } = useConfirm();
  const label = useLabels(LABELS);
  const query = useGet<Entrance[]>(`/exhibition/exhibitions/${id}/entrances`, {}, { live: ['exhibition.exhibition'] });
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
      <Loaded query={query} height={60}>
        {(entrances) => (
          <Stack sx={{ gap: 1.5 }}>
            {entrances.length === 0 && <Typography color="textSecondary">{label('none')}</Typography>}
            {entrances.map((one) => (
              <RowCard
                key={one.id}
                title={one.name}
                note={one.lastSeenAt && format.ago(one.lastSeenAt)}
                right={
                  <Stack direction="row" sx={{ gap: 1, alignItems: 'center' }}>
                    <StateChip tone={TONES[one.state]} label={translate(`console.devices.state.${one.state}`)} />
                    {may && one.state !== 'revoked' && (
                      <Button size="small" variant="outlined" color="error" onClick={() => end(one)}>
                        {label('end')}
                      </Button>
                    )}
                  </Stack>
                }
              />
            ))}
          </Stack>
        )}
      </Loaded>
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
  const label = useLabels(LABELS);
  const send = async ({ name }: { name: string }) =>
    onAdded(await api.post<Handed>(`/exhibition/exhibitions/${id}/entrances`, { name: name.trim() }));
  const form = useForm({ name: '' }, send, LABELS);
  return (
    <FormDialog title={label('add')} text={label('add_text')} confirm={label('add')} form={form} onClose={onClose}>
      <TextField {...form.bind('name', { maxLength: 80 })} autoFocus />
    </FormDialog>
  );
}
