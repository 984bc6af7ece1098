import { Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { type Camelized, type Column, ResourceList, StateChip, useFormat } from '../../../../kernel/ui/index.ts';
import type { Token as Answer } from '../contract.ts';

type Token = Camelized<Answer>;

const TONES = { issued: 'good', asked: 'busy', refused: 'bad' } as const;

/** The digits that a meter's keypad takes, newest first. */
export function TokenRows({ meterId }: { meterId: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.electricity.keypad.${name}`);
  const what = ({ kind, wh }: Token) =>
    [label(kind), kind === 'add' || kind === 'set' ? `${format.number(wh / 1000)} kWh` : '']
      .filter(Boolean)
      .join(' · ');
  const state = (one: Token) =>
    one.state === 'issued' ? null : <StateChip tone={TONES[one.state]} label={label(`state_${one.state}`)} />;
  const columns: Column<Token>[] = [
    { key: 'createdAt', label: label('when'), nowrap: true, render: (one) => format.dateTime(one.createdAt) },
    { key: 'kind', label: label('does'), render: what },
    {
      key: 'token',
      label: label('token'),
      render: (one) => (one.token ? <span className="figures">{one.token}</span> : state(one)),
    },
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
        <>
          <Typography className="figures" sx={{ fontWeight: 600 }} component="div">
            {one.token ?? state(one)}
          </Typography>
          <Typography variant="caption" color="textSecondary">
            {[what(one), format.dateTime(one.createdAt), one.by].join(' · ')}
          </Typography>
        </>
      )}
      empty={{ title: label('none'), text: label('none_text') }}
    />
  );
}
