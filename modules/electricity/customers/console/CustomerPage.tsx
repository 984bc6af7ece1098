import { Button, List, ListItem, ListItemButton, ListItemText, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { Link, useParams } from 'react-router-dom';
import {
  api,
  type Camelized,
  Columns,
  dotted,
  Figures,
  History,
  Loaded,
  Page,
  Panel,
  StateChip,
  useCan,
  useFormat,
  useLabels,
  useLive,
  useSession,
} from '../../../../kernel/ui/index.ts';
import { METER_TONES } from '../../meters/console/meter.ts';
import { type Meter, showNumber } from '../../meters/contract.ts';
import type { CustomerView } from '../contract.ts';

/** More than that are in the list of meters. */
const MAX_SHOWN = 200;

/** A household or an institution: its meters, its people, its buildings and departments. */
export default function CustomerPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { organization } = useSession();
  const label = useLabels('console.electricity.customer');
  const query = useQuery({
    queryKey: ['electricity', 'customer', organization.id, id],
    queryFn: async () => {
      const filter = JSON.stringify({ customer_id: id });
      const [customer, meters] = await Promise.all([
        api.get<Camelized<CustomerView>>(`/electricity/customers/${id}`),
        api.get<Camelized<Meter>[]>('/electricity/meters', { filter, limit: MAX_SHOWN }),
      ]);
      return { customer, meters };
    },
  });
  useLive(['electricity.customer', 'electricity.meter'], () => query.refetch());
  const customer = query.data?.customer;
  const places = [...(customer?.buildings ?? []), ...(customer?.departments ?? [])];
  return (
    <Page
      title={customer?.name ?? label('one')}
      subtitle={customer && `${label(customer.kind)} · ${format.date(customer.createdAt)}`}
      back="/electricity/customers"
      actions={
        customer && (
          <Button component={Link} to={`/electricity/reports?kind=customer&id=${customer.id}`} variant="outlined">
            {translate('console.electricity.report.one')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {({ customer, meters }) => (
          <Columns of="3fr 2fr" sx={{ alignItems: 'start' }}>
            <Panel title={label('meters')} padded={false}>
              <List disablePadding>
                {meters.map((meter) => (
                  <ListItem key={meter.id} disablePadding>
                    <ListItemButton component={Link} to={`/electricity/meters/${meter.id}`} sx={{ gap: 2 }}>
                      <ListItemText
                        primary={meter.name || showNumber(meter.number)}
                        secondary={dotted([
                          showNumber(meter.number),
                          meter.building?.name,
                          meter.department?.name,
                          meter.place,
                        ])}
                      />
                      <Figures noWrap>{format.number(Math.round(meter.balanceWh / 100) / 10)} kWh</Figures>
                      <StateChip
                        tone={METER_TONES[meter.state]}
                        label={translate(`console.electricity.meter.${meter.state}`)}
                      />
                    </ListItemButton>
                  </ListItem>
                ))}
              </List>
              {meters.length === 0 && <Typography sx={{ p: 2.5 }}>{label('no_meters')}</Typography>}
            </Panel>
            <Stack sx={{ gap: 2.5 }}>
              <Panel title={label('members')}>
                {customer.members.map((member) => (
                  <Stack key={member.accountId} direction="row" sx={{ justifyContent: 'space-between', py: 0.5 }}>
                    <span>{member.name}</span>
                    <Typography color="textSecondary">{label(`role.${member.role}`)}</Typography>
                  </Stack>
                ))}
              </Panel>
              {places.length > 0 && (
                <Panel title={label('places')}>
                  {places.map((place) => (
                    <Typography key={place.id} sx={{ py: 0.25 }}>
                      {[place.name, 'place' in place ? place.place : ''].filter(Boolean).join(', ')}
                    </Typography>
                  ))}
                </Panel>
              )}
              {can('audit.read') && (
                <Panel title={translate('console.audit.history')}>
                  <History subjectType="electricity.customer" subjectId={customer.id} />
                </Panel>
              )}
            </Stack>
          </Columns>
        )}
      </Loaded>
    </Page>
  );
}
