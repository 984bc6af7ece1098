import { TextField } from '@mui/material';
import { ApiError, api, type Camelized, FormDialog, useForm, useGet, useLabels } from '../../../../kernel/ui/index.ts';
import type { DialogProps } from '../../meters/console/dialogs.ts';
import { LIMITS, type MeterLimits, readLimits, showLimits } from '../contract.ts';

const LABELS = 'console.electricity.alert';

type Limits = Camelized<MeterLimits>;

/** From when on a meter alerts, as its holder sets it in the portal. */
export function LimitsDialog(props: DialogProps) {
  const path = `/electricity/meters/${props.meter.id}/alert-limits`;
  const { data } = useGet<Limits>(path, {}, { gcTime: 0 });
  return data ? <Form {...props} path={path} limits={data} /> : null;
}

function Form({ path, limits, onClose, onDone }: DialogProps & { path: string; limits: Limits }) {
  const label = useLabels(LABELS);
  const send = async (typed: ReturnType<typeof showLimits>) => {
    const read = readLimits(typed);
    if (!read.ok)
      throw new ApiError(400, 'electricity.kwh', label('limit_wrong'), { [read.field]: label('limit_wrong') });
    await api.put(path, read.limits);
    onDone();
  };
  const form = useForm(showLimits(limits), send, LABELS);
  return (
    <FormDialog title={label('limits')} text={label('limits_text')} form={form} onClose={onClose}>
      {LIMITS.map((name) => (
        <TextField key={name} {...form.bind(name, { inputMode: 'decimal', autoComplete: 'off' })} />
      ))}
    </FormDialog>
  );
}
