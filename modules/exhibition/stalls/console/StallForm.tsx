import { TextField } from '@mui/material';
import { useRefresh, useTranslate } from 'react-admin';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import { api, FormDialog, SelectField, useForm, useGet, useLabels, useSession } from '../../../../kernel/ui/index.ts';
import { useExhibitions } from '../../exhibitions/console/useExhibitions.ts';
import type { Stall } from './types.ts';

type Drawer = { id: string; name: string; currency: string; archived: boolean; ownerAccount: string | null };

type Props = { stall: Stall | null; exhibitionId: string; onClose: () => void };

const LABELS = 'console.exhibition.stall';

/** Adds or changes a stall. */
export function StallForm({ stall, exhibitionId, onClose }: Props) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const { organization } = useSession();
  const exhibitions = useExhibitions();
  const drawers = useGet<Drawer[]>('/till/drawers');
  const label = useLabels(LABELS);
  const initial = {
    exhibitionId: stall?.exhibitionId ?? exhibitionId,
    code: stall?.code ?? '',
    name: stall?.name ?? '',
    contact: stall?.contact ?? '',
    commissionPercent: stall?.commissionPercent ?? '0',
    drawerId: stall?.drawerId ?? '',
    archived: String(stall?.archived ?? false),
  };
  const send = async (values: typeof initial, idempotencyKey: string) => {
    const { archived, exhibitionId: at, code, ...rest } = values;
    const commissionPercent = typedNumber(rest.commissionPercent, 2, organization) || '0';
    const body = { ...rest, commissionPercent, drawerId: rest.drawerId || null };
    if (stall) await api.patch(`/exhibition/stalls/${stall.id}`, { ...body, archived: archived === 'true' });
    else {
      const made = { ...body, exhibitionId: at, code: code.trim().toUpperCase() };
      await api.post('/exhibition/stalls', made, { idempotencyKey });
    }
    refresh();
    onClose();
  };
  const form = useForm(initial, send, LABELS);
  const currency = exhibitions.find(({ id }) => id === form.values.exhibitionId)?.currency;
  const free = (drawers.data ?? []).filter(
    (drawer) =>
      drawer.id === stall?.drawerId ||
      (!drawer.archived && drawer.ownerAccount === null && drawer.currency === currency),
  );
  const states = [
    { id: 'false', name: label('sells') },
    { id: 'true', name: label('archived') },
  ];
  return (
    <FormDialog title={label(stall ? 'edit' : 'add')} form={form} onClose={onClose}>
      {!stall && exhibitions.length > 1 && (
        <SelectField
          {...form.bind('exhibitionId')}
          label={translate('console.exhibition.exhibition.one')}
          choices={exhibitions}
        />
      )}
      {!stall && <TextField {...form.bind('code', { help: 'code_help', maxLength: 8 })} autoFocus />}
      <TextField {...form.bind('name', { maxLength: 120 })} autoFocus={stall !== null} />
      <TextField {...form.bind('contact', { help: 'contact_help', maxLength: 300 })} />
      <TextField
        {...form.bind('commissionPercent', { help: 'commission_help', maxLength: 6, inputMode: 'decimal' })}
        label={label('commission')}
      />
      <SelectField
        {...form.bind('drawerId', { help: 'drawer_help' })}
        label={label('drawer')}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        choices={free}
        none={label('no_drawer')}
      />
      {stall && <SelectField {...form.bind('archived')} label={label('state')} choices={states} />}
    </FormDialog>
  );
}
