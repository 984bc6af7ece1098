import { Alert, MenuItem, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { api, type Camelized, FormDialog, useForm, useSession } from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import type { Package } from '../../packages/contract.ts';
import { DEFAULTS, type RolloutPreview } from '../contract.ts';
import type { Rollout } from './rollout.ts';

const START = {
  package: '',
  merchantId: '',
  model: '',
  tag: '',
  stages: DEFAULTS.stages.join(', '),
  enough_percent: String(DEFAULTS.enough_percent),
  failure_percent: String(DEFAULTS.failure_percent),
  stage_minutes: String(DEFAULTS.stage_minutes),
};

const filterOf = ({ merchantId, model, tag }: typeof START) =>
  Object.fromEntries(Object.entries({ merchantId, model: model.trim(), tag: tag.trim() }).filter(([, value]) => value));

/** How many machines it would reach, and how many of these could not go back; undefined until a package is chosen. */
function usePreview(organizationId: string, values: typeof START): Camelized<RolloutPreview> | undefined {
  const body = { package: Number(values.package), filter: filterOf(values) };
  return useQuery({
    queryKey: ['coffee', 'rollout-preview', organizationId, body],
    queryFn: () => api.post<Camelized<RolloutPreview>>('/coffee/rollouts/preview', body),
    enabled: values.package !== '',
  }).data;
}

/** Which package goes to which machines, in which stages, and when it stops. */
export function StartDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const merchants = useMerchants();
  const { organization } = useSession();
  const label = (name: string) => translate(`console.coffee.rollout.${name}`);
  const shared = (name: string) => translate(`console.coffee.batch.${name}`);
  const packages = useQuery({
    queryKey: ['coffee', 'packages', organization.id],
    queryFn: () => api.get<Camelized<Package>[]>('/coffee/packages?limit=50'),
  });
  const form = useForm(START, async (values, idempotencyKey) => {
    const { stages } = values;
    const body = {
      package: Number(values.package),
      filter: filterOf(values),
      stages: stages
        .split(/[\s,;%]+/)
        .filter(Boolean)
        .map(Number),
      enoughPercent: Number(values.enough_percent),
      failurePercent: Number(values.failure_percent),
      stageMinutes: Number(values.stage_minutes),
    };
    const { id } = await api.post<Rollout>('/coffee/rollouts', body, { idempotencyKey });
    onClose();
    navigate(`/coffee/rollouts/${id}`);
  });
  const preview = usePreview(organization.id, form.values);
  const number = (name: 'enough_percent' | 'failure_percent' | 'stage_minutes', title: string) => (
    <TextField
      label={label(title)}
      {...form.bind(name)}
      slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 5 } }}
    />
  );
  const stages = form.bind('stages');
  return (
    <FormDialog
      title={label('start')}
      text={label('start_text')}
      confirm={label('start')}
      form={form}
      onClose={onClose}
    >
      <TextField select label={label('package')} {...form.bind('package')} required>
        {(packages.data ?? []).map((one) => (
          <MenuItem key={one.id} value={String(one.number)}>
            {translate('console.coffee.rollout.title', { number: one.number, name: one.name })}
          </MenuItem>
        ))}
      </TextField>
      {packages.data?.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          {label('no_packages')}
        </Typography>
      )}
      {preview && (
        <Alert severity={preview.withoutWayBack > 0 ? 'warning' : 'info'}>
          {translate('console.coffee.rollout.reaches', { count: preview.machines })}
          {preview.withoutWayBack > 0 &&
            ` ${translate('console.coffee.rollout.no_way_back', { count: preview.withoutWayBack })}`}
        </Alert>
      )}
      <TextField label={label('stages')} {...stages} helperText={stages.helperText ?? label('stages_help')} />
      {number('enough_percent', 'enough')}
      {number('failure_percent', 'failures')}
      {number('stage_minutes', 'minutes')}
      <Typography variant="subtitle2">{label('machines')}</Typography>
      <TextField select label={shared('merchant')} {...form.bind('merchantId')}>
        <MenuItem value="">{shared('all')}</MenuItem>
        {merchants.map(({ id, name }) => (
          <MenuItem key={id} value={id}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <TextField label={shared('model')} {...form.bind('model')} slotProps={{ htmlInput: { maxLength: 80 } }} />
      <TextField label={shared('tag')} {...form.bind('tag')} slotProps={{ htmlInput: { maxLength: 30 } }} />
    </FormDialog>
  );
}
