import { Alert, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router-dom';
import {
  api,
  type Camelized,
  FormDialog,
  Muted,
  SelectField,
  useForm,
  useGet,
  useLabels,
  useSession,
} from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import type { Package } from '../../packages/contract.ts';
import { DEFAULTS, type RolloutPreview } from '../contract.ts';
import type { Rollout } from './rollout.ts';

const LABELS = 'console.coffee.rollout';

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
  const navigate = useNavigate();
  const merchants = useMerchants();
  const { organization } = useSession();
  const label = useLabels(LABELS);
  const shared = useLabels('console.coffee.batch');
  const packages = useGet<Camelized<Package>[]>('/coffee/packages?limit=50');
  const send = async (values: typeof START, idempotencyKey: string) => {
    const body = {
      package: Number(values.package),
      filter: filterOf(values),
      stages: values.stages
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
  };
  const form = useForm(START, send, LABELS);
  const preview = usePreview(organization.id, form.values);
  const number = (name: 'enough_percent' | 'failure_percent' | 'stage_minutes', title: string) => (
    <TextField {...form.bind(name, { inputMode: 'numeric', maxLength: 5 })} label={label(title)} />
  );
  return (
    <FormDialog
      title={label('start')}
      text={label('start_text')}
      confirm={label('start')}
      form={form}
      onClose={onClose}
    >
      <SelectField
        {...form.bind('package')}
        required
        choices={(packages.data ?? []).map((one) => ({
          id: String(one.number),
          name: label('title', { number: one.number, name: one.name }),
        }))}
      />
      {packages.data?.length === 0 && <Muted>{label('no_packages')}</Muted>}
      {preview && (
        <Alert severity={preview.withoutWayBack > 0 ? 'warning' : 'info'}>
          {label('reaches', { count: preview.machines })}
          {preview.withoutWayBack > 0 && ` ${label('no_way_back', { count: preview.withoutWayBack })}`}
        </Alert>
      )}
      <TextField {...form.bind('stages', { help: 'stages_help' })} />
      {number('enough_percent', 'enough')}
      {number('failure_percent', 'failures')}
      {number('stage_minutes', 'minutes')}
      <Typography variant="subtitle2">{label('machines')}</Typography>
      <SelectField {...form.bind('merchantId')} label={shared('merchant')} choices={merchants} none={shared('all')} />
      <TextField {...form.bind('model', { maxLength: 80 })} label={shared('model')} />
      <TextField {...form.bind('tag', { maxLength: 30 })} label={shared('tag')} />
    </FormDialog>
  );
}
