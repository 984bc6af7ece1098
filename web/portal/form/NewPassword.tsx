/** @jsxImportSource preact */
import { PASSWORD_LENGTH } from '../../../kernel/portal/limits-contract.ts';
import type { Translate } from '../../../kernel/ui/light/index.ts';
import { Field } from './Field.tsx';

type Props = { value: string; change: (value: string) => void; optional?: boolean; t: Translate };

export function NewPassword({ value, change, optional, t }: Props) {
  const help = t('account.password.help', { least: PASSWORD_LENGTH.minLength });
  return (
    <Field
      label={t(optional ? 'account.password.optional' : 'account.password.new')}
      name="new-password"
      type="password"
      complete="new-password"
      value={value}
      change={change}
      help={optional ? `${help} ${t('account.password.without')}` : help}
    />
  );
}
