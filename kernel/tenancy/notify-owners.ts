import { type Ctx, inOrg, orgOf, type Role } from '../ctx/index.ts';
import { findText, t } from '../i18n/index.ts';
import { defineMessage, mailBody, sendMessage } from '../messages/index.ts';

/** A change of what controls the members. */
export type ControlChange =
  | { kind: 'settings'; module: string; fields: string[] }
  /** `title`: the name of the role by trade */
  | { kind: 'role'; person: string; from: Role; to: Role; title?: string }
  | { kind: 'invited'; person: string; to: Role; title?: string }
  | { kind: 'removed'; person: string; from: Role };

/**
 * Mails a change of what controls the members to all owners, in its transaction. What the command line does, such as
 * demo data, is not mailed: its user has the whole server.
 */
export async function notifyOwners(tx: Ctx, change: ControlChange): Promise<void> {
  if (tx.actor.kind === 'system') return;
  const owners = await tx.db
    .selectFrom('membership as m')
    .innerJoin('auth_user as u', 'u.id', 'm.user_id')
    .select(['u.email', 'u.language'])
    .where(inOrg(tx, 'm'))
    .where('m.role', '=', 'owner')
    .orderBy('u.id')
    .execute();
  for (const { email, language } of owners) {
    await sendMessage(tx, {
      to: email,
      template: controlChanged,
      params: { by: tx.actor.name, change },
      language: language ?? orgOf(tx).language,
      subject: { type: 'tenancy.organization', id: orgOf(tx).id },
    });
  }
}

export const controlChanged = defineMessage<{ by: string; change: ControlChange }>({
  name: 'tenancy.control_changed',
  render(ctx, { by, change }) {
    const values = { by, organization: orgOf(ctx).name };
    const text = (key: string) => t(ctx, `messages.tenancy.control_changed.${key}`, values);
    return {
      subject: text('subject'),
      ...mailBody(ctx, [
        { kind: 'heading', text: text('heading') },
        { kind: 'text', text: textOf(ctx, by, change) },
        { kind: 'note', text: text('note') },
      ]),
    };
  },
});

function textOf(ctx: Ctx, by: string, change: ControlChange): string {
  const text = (key: string, values: Record<string, string>) =>
    t(ctx, `messages.tenancy.control_changed.${key}`, { by, ...values });
  const role = (name: Role) => t(ctx, `messages.tenancy.role.${name}`);
  switch (change.kind) {
    case 'settings': {
      const key = `console.settings.${change.module}`;
      const fields = change.fields.map((field) => findText(ctx, `${key}.${field}.title`) ?? field).join(', ');
      return text('settings', { settings: findText(ctx, `${key}.title`) ?? change.module, fields });
    }
    case 'role':
      return text('role', { person: change.person, from: role(change.from), to: change.title ?? role(change.to) });
    case 'invited':
      return text('invited', { person: change.person, to: change.title ?? role(change.to) });
    case 'removed':
      return text('removed', { person: change.person, from: role(change.from) });
  }
}
