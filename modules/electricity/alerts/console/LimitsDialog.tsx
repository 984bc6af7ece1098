import { TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { ApiError, api, type Camelized, FormDialog, useForm, useSession } from '../../../../kernel/ui/index.ts';
import type { DialogProps } from '../../meters/console/dialogs.ts';
import { LIMITS, type MeterLimits, readLimits, showLimits } from '../contract.ts';

type Limits = Camelized<MeterLimits>;

/** From when on a meter alerts, as its holder sets it in the portal. */
export function LimitsDialog(props: DialogProps) {
  const { organization } = useSession();
  const path = `/electricity/meters/${props.meter.id}/alert-limits`;
  const { data } = useQuery({
    queryKey: ['electricity', 'limits', organization.id, props.meter.id],
    queryFn: () => api.get<Limits>(path),
    gcTime: 0,
  });
  return data ? <Form {...props} path={path} limits={data} /> : null;
}

function Form({ path, limits, onClose, onDone }: DialogProps & { path: string; limits: Limits }) {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.electricity.alert.${name}`);
  const form = useForm(showLimits(limits), async (typed) => {
    const read = readLimits(typed);
    if (!read.ok)
      throw new ApiError(400, 'electricity.kwh', label('limit_wrong'), { [read.field]: label('limit_wrong') });
    await api.put(path, read.limits);
    onDone();
  });
  return (
    <FormDialog
      title={label('limits')}
      text={label('limits_text')}
      confirm={translate('ra.action.save')}
      form={form}
      onClose={onClose}
    >
      {LIMITS.map((name) => (
        <TextField
          key={name}
          label={label(name)}
          {...form.bind(name)}
          slotProps={{ htmlInput: { inputMode: 'decimal', autoComplete: 'off' } }}
        />
      ))}
    </FormDialog>
  );
}
