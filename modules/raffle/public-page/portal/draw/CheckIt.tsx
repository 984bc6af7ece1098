/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import type { Translate } from '../../../../../kernel/ui/light/index.ts';
import type { Formats } from '../format.ts';
import type { Draw } from '../useRaffle.ts';
import { type Checked, checkDraw, tidySeed } from './check.ts';

type Props = { draw: Draw; code: string; t: Translate; format: Formats };

/**
 * "Check it yourself": all its data came with the page, so it works offline too. Each step describes what it does and
 * shows its result, so that a person with other tools can follow.
 */
export function CheckIt({ draw, code, t, format }: Props) {
  const [checked, setChecked] = useState<Checked | null>(null);
  const save = () => {
    const url = URL.createObjectURL(new Blob([draw.listText], { type: 'text/plain;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `raffle-${code}-draw-${draw.sequence}.txt`;
    link.click();
    URL.revokeObjectURL(url);
  };
  const steps = checked ? stepsOf(draw, checked, t, format) : [];
  return (
    <div class="verify">
      <div class="row">
        <button type="button" onClick={() => setChecked(checkDraw(draw))}>
          {t('raffle_page.check.title')}
        </button>
        <button type="button" class="second" onClick={save}>
          {t('raffle_page.check.download')}
        </button>
      </div>
      <p class="faint">{t('raffle_page.check.text')}</p>
      {checked && (
        <ol class="proof" aria-live="polite">
          {steps.map((step) => (
            <li key={step.title} class={step.good === undefined ? undefined : step.good ? 'good' : 'bad'}>
              <b>{step.title}</b>
              <span class="faint">{step.text}</span>
              {step.value && <code>{step.value}</code>}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

type Step = { title: string; text: string; value?: string; good?: boolean };

function stepsOf(draw: Draw, checked: Checked, t: Translate, format: Formats): Step[] {
  const text = (key: string, values?: Record<string, string | number>) => t(`raffle_page.check.${key}`, values);
  const steps: Step[] = [
    {
      title: text(checked.hashStands ? 'hash_good' : 'hash_bad'),
      text: text('hash_text', { entries: format.number(checked.entries) }),
      value: checked.hash,
      good: checked.hashStands,
    },
  ];
  if (draw.seed === null)
    return [...steps, { title: text('waits'), text: text('waits_text', { source: draw.seedSource }) }];
  return [
    ...steps,
    { title: text('seed'), text: text('seed_text', { source: draw.seedSource }), value: tidySeed(draw.seed) },
    {
      title: text(checked.winnersStand ? 'winners_good' : 'winners_bad'),
      text: text('winners_text'),
      value: checked.winners.join(', '),
      good: checked.winnersStand,
    },
  ];
}
