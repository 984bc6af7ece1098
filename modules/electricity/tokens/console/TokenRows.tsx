import {
  type Camelized,
  type Column,
  dotted,
  ResourceList,
  RowCard,
  StateChip,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { Token as Answer } from '../contract.ts';

type Token = Camelized<Answer>;

const TONES = { issued: 'good', asked: 'busy', refused: 'bad' } as const;

/** The digits that a meter's keypad takes, newest first. */
export function TokenRows({ meterId }: { meterId: string }) {
  const format = useFormat();
  const label = useLabels('console.electricity.keypad');
  const what = ({ kind, wh }: Token) =>
    dotted([label(kind), kind === 'add' || kind === 'set' ? `${format.number(wh / 1000)} kWh` : '']);
  const state = (one: Token) =>
    one.state === 'issued' ? null : <StateChip tone={TONES[one.state]} label={label(`state_${one.state}`)} />;
  const token = (one: Token) => (one.token ? <span className="figures">{one.token}</span> : state(one));
  const columns: Column<Token>[] = [
    { key: 'createdAt', label: label('when'), time: (one) => one.createdAt },
    { key: 'kind', label: label('does'), render: what },
    { key: 'token', label: label('token'), render: token },
    { key: 'by', label: label('by'), from: 'md', render: (one) => one.by },
  ];
  return (
    <ResourceList<Token>
      resource={`electricity/meters/${meterId}/tokens`}
      live={['electricity.meter']}
      columns={columns}
      embedded
      perPage={10}
      card={(one) => (
        <RowCard title={one.token ?? state(one)} note={[what(one), format.dateTime(one.createdAt), one.by]} />
      )}
      empty={{ title: label('none'), text: label('none_text') }}
    />
  );
}
