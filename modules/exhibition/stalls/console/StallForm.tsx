import { MenuItem, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useRefresh, useTranslate } from 'react-admin';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import { api, FormDialog, useForm, useSession } from '../../../../kernel/ui/index.ts';
import { useExhibitions } from '../../exhibitions/console/useExhibitions.ts';
import type { Stall } from './types.ts';

type Drawer = { id: string; name: string; currency: string; archived: boolean; ownerAccount: string | null };

/** Adds or changes a stall. */
export function StallForm({
  stall,
  exhibitionId,
  onClose,
}: {
  stall: Stall | null;
  exhibitionId: string;
  onClose: () => void;
}) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const { organization } = useSession();
  const exhibitions = useExhibitions();
  const drawers = useQuery({
    queryKey: ['till-drawers', organization.id],
    queryFn: () => api.get<Drawer[]>('/till/drawers'),
  });
  const label = (name: string) => translate(`console.exhibition.stall.${name}`);
  const initial = {
    exhibitionId: stall?.exhibitionId ?? exhibitionId,
    code: stall?.code ?? '',
    name: stall?.name ?? '',
    contact: stall?.contact ?? '',
    commissionPercent: stall?.commissionPercent ?? '0',
    drawerId: stall?.drawerId ?? '',
    archived: String(stall?.archived ?? false),
  };
  const form = useForm<Record<keyof typeof initial, string>>(initial, async (values, idempotencyKey) => {
    const { archived, exhibitionId: at, code, ...rest } = values;
    const commissionPercent = typedNumber(rest.commissionPercent, 2, organization) || '0';
    const body = { ...rest, commissionPercent, drawerId: rest.drawerId || null };
    if (stall) await api.patch(`/exhibition/stalls/${stall.id}`, { ...body, archived: archived === 'true' });
    else
      await api.post(
        '/exhibition/stalls',
        { ...body, exhibitionId: at, code: code.trim().toUpperCase() },
        { idempotencyKey },
      );
    refresh();
    onClose();
  });
  const currency = exhibitions.find(({ id }) => id === form.values.exhibitionId)?.currency;
  const free = (drawers.data ?? []).filter(
    (drawer) =>
      drawer.id === stall?.drawerId ||
      (!drawer.archived && drawer.ownerAccount === null && drawer.currency === currency),
  );
  return (
    <FormDialog
      title={label(stall ? 'edit' : 'add')}
      confirm={translate('ra.action.save')}
      form={form}
      onClose={onClose}
    >
      {!stall && exhibitions.length > 1 && (
        <TextField select label={translate('console.exhibition.exhibition.one')} {...form.bind('exhibitionId')}>
          {exhibitions.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
      {!stall && <Field label={label('code')} help={label('code_help')} bound={form.bind('code')} max={8} autoFocus />}
      <Field label={label('name')} bound={form.bind('name')} max={120} autoFocus={stall !== null} />
      <Field label={label('contact')} help={label('contact_help')} bound={form.bind('contact')} max={300} />
      <Field
        label={label('commission')}
        help={label('commission_help')}
        bound={form.bind('commissionPercent')}
        max={6}
        decimal
      />
      <TextField
        select
        label={label('drawer')}
        {...form.bind('drawerId')}
        helperText={form.bind('drawerId').helperText ?? label('drawer_help')}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">{label('no_drawer')}</MenuItem>
        {free.map(({ id, name }) => (
          <MenuItem key={id} value={id}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      {stall && (
        <TextField select label={label('state')} {...form.bind('archived')}>
          <MenuItem value="false">{label('sells')}</MenuItem>
          <MenuItem value="true">{label('archived')}</MenuItem>
        </TextField>
      )}
    </FormDialog>
  );
}

type Bound = ReturnType<ReturnType<typeof useForm>['bind']>;
type FieldProps = { label: string; help?: string; bound: Bound; max: number; autoFocus?: boolean; decimal?: boolean };

const Field = ({ label, help, bound, max, autoFocus = false, decimal = false }: FieldProps) => (
  <TextField
    label={label}
    {...bound}
    helperText={bound.helperText ?? help}
    autoFocus={autoFocus}
    slotProps={{ htmlInput: { maxLength: max, ...(decimal && { inputMode: 'decimal' }) } }}
  />
);
