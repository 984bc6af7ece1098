/** The phone that shows a student's changing code, as an actor that may request the codes of the next minutes. */
import { type Ctx, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { enterOrganization } from '../../../kernel/db/index.ts';
import { type AuthenticatorDefinition, defineActorKind } from '../../../kernel/http/index.ts';
import { type OrgSecret, readOrgSecret } from '../../../kernel/lib/org-secret.ts';
import { refuse } from '../../../kernel/lib/result.ts';
import { KEY_PREFIX } from './contract.ts';

/** Only these phones have this permission. */
export const SHOW_PERMISSION = 'mess.code.show';

declare module '../../../kernel/ctx/index.ts' {
  interface Actors {
    /** `name` is the student's roll number */
    'mess.phone': { id: string; name: string };
  }
}

export const codePhoneActor = defineActorKind('mess.phone', (_, permission) => permission === SHOW_PERMISSION);

/** The same phone before it has its key. */
export const asCodePhone = (ctx: Ctx, id: string, rollNumber: string): Ctx => ({
  ...ctx,
  actor: { kind: 'mess.phone', id, name: rollNumber },
});

/** The key that a phone generated when it opened its link; it contains its organization. */
export const codePhoneAuthenticator: AuthenticatorDefinition = {
  name: 'mess.phone',
  prepare(boot) {
    const look = async ({ organizationId, hash }: OrgSecret, wanted: string | null) => {
      const inside = await enterOrganization(boot.ctxFor(null, 'mess.phone'), { id: organizationId });
      if (!inside) return refuse('mess.code.key_refused');
      if (wanted !== null && wanted !== organizationId) return refuse('auth.not_a_member');
      const row = await inside.db
        .selectFrom('mess_code_phone as f')
        .innerJoin('mess_student as s', onOrg('s.id', 'f.student_id'))
        .select(['f.id', 's.roll_number'])
        .where('f.organization_id', '=', organizationId)
        .where('f.key_hash', '=', hash)
        .executeTakeFirst();
      if (!row) return refuse('mess.code.key_refused');
      const { actor } = asCodePhone(inside, row.id, row.roll_number);
      return { actor, organization: orgOf(inside), countedAs: `mess.phone ${row.id}` };
    };
    return ({ bearer, wanted }) => {
      const key = bearer === null ? null : readOrgSecret(KEY_PREFIX, bearer);
      return key && look(key, wanted);
    };
  },
};
