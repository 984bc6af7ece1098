import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  IconButton,
  Stack,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  api,
  type Camelized,
  dotted,
  SelectField,
  useAction,
  useCan,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useAllLocations } from '../../locations/console/useLocations.ts';
import type { ServiceHours } from '../contract.ts';

const LABELS = 'console.coffee.alarm';

type Hours = Camelized<ServiceHours>;
type Window = Hours['windows'][number];
const DAYS = [1, 2, 3, 4, 5, 6, 7];
const NEW: Window = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' };

/** When people may be told of alarms: in general, and at locations with hours of their own. */
export function ServiceHoursDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const can = useCan();
  const { busy, run } = useAction();
  const locations = useAllLocations();
  const [place, setPlace] = useState('');
  const [edited, setEdited] = useState<Record<string, Window[]>>({});
  const label = useLabels(LABELS);
  const query = useGet<Hours[]>('/coffee/service-hours');
  const stored = query.data?.find(({ location }) => (location?.id ?? '') === place)?.windows ?? [];
  const windows = edited[place] ?? stored;
  const change = (next: Window[]) => setEdited({ ...edited, [place]: next });
  const mayEdit = can('coffee.manage');
  const save = () =>
    run(async () => {
      for (const [location, of] of Object.entries(edited))
        await api.put('/coffee/service-hours', { location_id: location || null, windows: of });
      await query.refetch();
      onClose();
    });
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth>
      <DialogTitle>{label('hours')}</DialogTitle>
      <DialogContent>
        <DialogContentText component="div">{label('hours_text')}</DialogContentText>
        <Stack sx={{ gap: 2, mt: 2 }}>
          <SelectField
            label={translate('console.coffee.machine.location')}
            value={place}
            onChange={(event) => setPlace(event.target.value)}
            slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
            fullWidth
            choices={locations.map(({ id, name, merchantName }) => ({ id, name: dotted([name, merchantName]) }))}
            none={label('everywhere')}
          />
          {windows.length === 0 && <Typography color="textSecondary">{label('always')}</Typography>}
          {windows.map((window, index) => (
            <WindowFields
              // The order of windows is what identifies them.
              // biome-ignore lint/suspicious/noArrayIndexKey: fields without a state of their own
              key={index}
              window={window}
              disabled={!mayEdit}
              onChange={(next) => change(windows.map((one, i) => (i === index ? next : one)))}
              onRemove={() => change(windows.filter((_, i) => i !== index))}
            />
          ))}
          {mayEdit && (
            <Button sx={{ alignSelf: 'flex-start' }} onClick={() => change([...windows, NEW])}>
              {label('add_window')}
            </Button>
          )}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {translate('ra.action.cancel')}
        </Button>
        {mayEdit && (
          <Button variant="contained" disabled={busy || Object.keys(edited).length === 0} onClick={() => void save()}>
            {translate('ra.action.save')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

type FieldProps = { window: Window; disabled: boolean; onChange: (window: Window) => void; onRemove: () => void };

function WindowFields({ window, disabled, onChange, onRemove }: FieldProps) {
  const format = useFormat();
  const label = useLabels(LABELS);
  // The first of January 2024 was a Monday.
  const weekday = new Intl.DateTimeFormat(format.locale, { weekday: 'short', timeZone: 'UTC' });
  const time = (name: 'from' | 'to') => (
    <TextField
      size="small"
      type="time"
      label={label(name)}
      value={window[name] === '24:00' ? '00:00' : window[name]}
      disabled={disabled}
      onChange={(event) => onChange({ ...window, [name]: event.target.value || window[name] })}
      slotProps={{ inputLabel: { shrink: true } }}
      sx={{ flex: 1 }}
    />
  );
  return (
    <Box>
      <Stack direction="row" sx={{ gap: 0.5, alignItems: 'center', mb: 1.5 }}>
        <ToggleButtonGroup
          size="small"
          aria-label={label('days')}
          value={window.days}
          disabled={disabled}
          onChange={(_, days: number[]) => days.length > 0 && onChange({ ...window, days: [...days].sort() })}
          sx={{ flexWrap: 'wrap' }}
        >
          {DAYS.map((day) => (
            <ToggleButton key={day} value={day}>
              {weekday.format(Date.UTC(2024, 0, day))}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {!disabled && (
          <IconButton aria-label={label('remove_window')} onClick={onRemove}>
            <DeleteIcon />
          </IconButton>
        )}
      </Stack>
      <Stack direction="row" sx={{ gap: 1, alignItems: 'center' }}>
        {time('from')}
        {time('to')}
      </Stack>
    </Box>
  );
}
