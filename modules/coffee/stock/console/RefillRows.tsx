import { useTranslate } from 'react-admin';
import {
  type Camelized,
  type Column,
  dotted,
  ResourceList,
  RowCard,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { Refill as Answer } from '../contract.ts';

type Refill = Camelized<Answer>;

/** What went into the bins of a machine: as it measured, and as people said. */
export function RefillRows({ machineId }: { machineId: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = useLabels('console.coffee.refill');
  const bin = ({ position, material }: Refill) =>
    material ? `${position}. ${material.name}` : translate('console.coffee.machine.bin', { position });
  const amount = ({ amount: value, material }: Refill) =>
    value === null
      ? label('unweighed')
      : `${format.number(value)} ${material ? translate(`console.coffee.material.units.${material.unit}`) : ''}`;
  const who = ({ source, by, note }: Refill) => dotted([source === 'measured' ? label('measured') : by, note]);
  const columns: Column<Refill>[] = [
    { key: 'when', label: label('when'), time: ({ at }) => at },
    { key: 'bin', label: translate('console.coffee.round.position'), render: bin },
    { key: 'amount', label: label('amount'), align: 'right', nowrap: true, render: amount },
    { key: 'who', label: label('who'), render: who },
  ];
  return (
    <ResourceList<Refill>
      live={['coffee.machine']}
      resource="coffee/refills"
      columns={columns}
      fixed={{ machineId }}
      embedded
      perPage={10}
      card={(refill) => (
        <RowCard title={[bin(refill), amount(refill)].join(' · ')} note={[format.dateTime(refill.at), who(refill)]} />
      )}
      empty={{ title: label('none'), text: label('none_text') }}
    />
  );
}
