import { useTranslate } from 'react-admin';
import { SelectField, useAction, useCan, useSave, useSession, type Versioned } from '../../../kernel/ui/index.ts';
import { limitOf, limitText, type NamedLimit, useLimits } from './useLimits.ts';
import { useRoles, type WithRole } from './useRoles.ts';

export type Member = {
  id: string;
  name: string;
  email: string;
  limit: NamedLimit | null;
  twoFactorEnabled: boolean;
  createdAt: string;
} & WithRole &
  Versioned;

const ROLES = ['owner', 'admin', 'ops', 'viewer'];

type Choice = { id: string; name: string };
type SelectProps = {
  member: Member;
  /** names the texts, and the column for readers */
  name: 'role' | 'limit';
  value: string;
  choices: Choice[];
  /** what the record had, and what is wanted, by field */
  before: object;
  wanted: (value: string) => object;
  body?: (changed: Record<string, string>) => unknown;
  show: (value: unknown) => string;
};

/** One field of a member that saves as soon as something else is chosen. */
function Select({ member, name, value, choices, before, wanted, body, show }: SelectProps) {
  const translate = useTranslate();
  const { busy, run } = useAction();
  const { save, dialog } = useSave();
  const label = translate(`console.members.${name}`);
  const choose = (chosen: string) =>
    save({
      path: `/members/${member.id}`,
      version: member.version,
      before,
      after: wanted(chosen),
      label: () => label,
      show: (_, one) => show(one),
      ...(body && { body: (changed) => body(changed as Record<string, string>) }),
    });
  return (
    <>
      <SelectField
        size="small"
        value={value}
        disabled={busy}
        onChange={(event) => void run(() => choose(event.target.value), { done: 'console.saved' })}
        sx={{ minWidth: 130, maxWidth: 260 }}
        slotProps={{ select: { displayEmpty: true }, htmlInput: { 'aria-label': label } }}
        choices={choices}
      />
      {dialog}
    </>
  );
}

/** Roles are given and taken by owners alone, and nobody changes their own. */
export function RoleOf({ member }: { member: Member }) {
  const can = useCan();
  const { user, role: own } = useSession();
  const roles = useRoles(ROLES);
  if (!can('member.write') || own !== 'owner' || member.id === user.id) return roles.nameOf(member);
  return (
    <Select
      member={member}
      name="role"
      value={roles.valueOf(member)}
      choices={roles.choices}
      before={{ role: roles.valueOf(member) }}
      wanted={(role) => ({ role })}
      body={({ role = '' }) => roles.inputOf(role)}
      show={(value) => roles.choices.find(({ id }) => id === value)?.name ?? String(value)}
    />
  );
}

/** An owner sees everything. */
export function LimitOf({ member }: { member: Member }) {
  const translate = useTranslate();
  const can = useCan();
  const { user } = useSession();
  const { choices, nameOf } = useLimits();
  if (!can('member.write') || member.id === user.id || member.role === 'owner' || choices.length === 0)
    return nameOf(member.limit);
  const before = member.limit && { kind: member.limit.kind, id: member.limit.id };
  const value = limitText(before);
  // A part that is gone, or beyond the first 200, is still what the member is limited to.
  const gone = choices.some(({ id }) => id === value) ? [] : [{ id: value, name: nameOf(member.limit) }];
  return (
    <Select
      member={member}
      name="limit"
      value={value}
      choices={[...gone, ...choices]}
      before={{ limit: before }}
      wanted={(text) => ({ limit: limitOf(text) })}
      show={(limit) =>
        choices.find(({ id }) => id === limitText(limit as NamedLimit | null))?.name ??
        translate('console.members.limit_gone')
      }
    />
  );
}
