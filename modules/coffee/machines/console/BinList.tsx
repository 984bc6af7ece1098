import { Box } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  byChoice,
  type Camelized,
  Caption,
  type Column,
  dotted,
  Figures,
  Page,
  ResourceList,
  RowCard,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import type { BinOfMachine } from '../contract.ts';
import { LevelBar } from './LevelBar.tsx';

type Bin = Camelized<BinOfMachine> & { id: string };

/** The bins of all machines, the emptiest first: where to go next. */
export default function BinList() {
  const translate = useTranslate();
  const format = useFormat();
  const merchants = useMerchants();
  const label = useLabels('console.coffee.bins');
  const ofMachine = useLabels('console.coffee.machine');
  const what = ({ material, position }: Bin) => material?.name ?? ofMachine('bin', { position });
  const level = ({ level, capacity, material }: Bin) =>
    level === null
      ? ofMachine('no_level')
      : ofMachine('level', {
          level: format.number(level),
          capacity: format.number(capacity),
          unit: material ? translate(`console.coffee.material.units.${material.unit}`) : '',
        });
  const bar = ({ percent, low, threshold, capacity }: Bin) => (
    <Box
      sx={{ minWidth: 90 }}
      role="img"
      aria-label={percent === null ? ofMachine('no_level') : `${format.number(percent)} %`}
    >
      <LevelBar percent={percent ?? 0} threshold={(100 * threshold) / capacity} low={low} height={8} />
    </Box>
  );
  const name = ({ machine }: Bin) => machine.name || machine.serial;
  const place = ({ merchant, location }: Bin) => dotted([merchant.name, location?.name]);
  const said = (bin: Bin) => (
    <Figures variant="body2" color={bin.low ? 'error' : 'textPrimary'} noWrap>
      {level(bin)}
    </Figures>
  );
  const reported = ({ reportedAt }: Bin) => (reportedAt ? format.ago(reportedAt) : '');
  const columns: Column<Bin>[] = [
    { key: 'machine', label: label('machine'), render: name },
    { key: 'place', label: label('place'), from: 'lg', render: place },
    { key: 'material', label: label('material'), render: (bin) => `${bin.position}. ${what(bin)}` },
    { key: 'bar', label: '', from: 'md', render: bar },
    { key: 'level', label: label('level'), align: 'right', nowrap: true, render: said },
    { key: 'reported', label: label('reported'), nowrap: true, from: 'lg', render: reported },
  ];
  return (
    <Page title={label('many')} subtitle={label('many_text')}>
      <ResourceList<Bin>
        resource="coffee/bins"
        sort={{ field: 'level', order: 'ASC' }}
        live={['coffee.machine']}
        keyOf={({ machine, position }) => `${machine.id} ${position}`}
        href={({ machine }) => `/coffee/machines/${machine.id}`}
        columns={columns}
        card={(bin) => (
          <RowCard title={what(bin)} right={said(bin)}>
            {bar(bin)}
            <Caption noWrap>{dotted([name(bin), place(bin)])}</Caption>
          </RowCard>
        )}
        filters={[
          byChoice('state', label('state'), ['low', 'enough'], label),
          { kind: 'choice', source: 'merchantId', label: ofMachine('merchant'), choices: merchants },
        ]}
        searchLabel={ofMachine('search')}
        empty={{ title: label('empty'), text: label('empty_text') }}
      />
    </Page>
  );
}
