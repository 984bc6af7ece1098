import { createUser, generatePassword } from '../../kernel/auth/index.ts';
import type { Role } from '../../kernel/ctx/index.ts';
import { findOrganization } from '../../kernel/db/index.ts';
import { withApp } from './open.ts';

type Options = { name?: string; email: string; password?: string; organization?: string; role: Role };

export function createUserCommand({ email, organization: slug, role, ...options }: Options): Promise<void> {
  return withApp(async (services) => {
    const ctx = services.ctxFor(null, 'command line');
    const organization = slug ? await findOrganization(ctx.system, { slug }) : null;
    if (slug && !organization) {
      console.error(`There is no organization "${slug}".`);
      return 1;
    }
    const name = options.name ?? email.replace(/@.*/, '');
    // Rather not an argument: everyone who lists the machine's processes sees those.
    const given = options.password ?? process.env.COUNTERFOIL_PASSWORD;
    const password = given ?? generatePassword();
    const created = await createUser(ctx, { name, email, password }, organization ? { organization, role } : undefined);
    if (!created.ok) {
      console.error(services.boot.services.translator.t('en', `errors.${created.code}`, created.detail ?? {}));
      return 1;
    }
    console.log(given ? `Created ${created.data.email}.` : `Created ${created.data.email} with password ${password}`);
    return 0;
  });
}
