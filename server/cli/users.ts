import { generatePassword, listUsers, setPassword } from '../../kernel/auth/index.ts';
import { withApp } from './open.ts';

/** Lists the people who can sign in, with their organizations. */
export function userList({ json }: { json?: boolean }): Promise<void> {
  return withApp(async (services) => {
    const users = await listUsers(services.ctxFor(null, 'command line'));
    if (json) console.log(JSON.stringify(users, null, 2));
    else if (users.length === 0)
      console.log('Nobody has an account yet: the start prints the link that makes the owner.');
    else for (const user of users) console.log(line(user));
    return 0;
  });
}

type User = Awaited<ReturnType<typeof listUsers>>[number];

function line({ email, name, organizations, second_factor, address_proven, last_seen_at }: User): string {
  const at = organizations.map(({ slug, role }) => `${role} of ${slug}`).join(', ') || 'belongs to no organization';
  const marks = [second_factor && 'second factor', !address_proven && 'address not proven'].filter(Boolean);
  const seen = last_seen_at ? `last here ${last_seen_at.slice(0, 10)}` : 'not signed in at present';
  return [`${email} (${name})`, at, ...marks, seen].join('; ');
}

/** Sets a new password for a person who is locked out; the old password and all their sessions end. */
export function userSetPassword(email: string, { secondFactorOff = false }): Promise<void> {
  return withApp(async (services) => {
    // Not an argument: everyone who lists the machine's processes sees those.
    const given = process.env.COUNTERFOIL_PASSWORD;
    const password = given ?? generatePassword();
    const done = await setPassword(services.ctxFor(null, 'command line'), { email, password, secondFactorOff });
    if (!done.ok) {
      console.error(services.boot.services.translator.t('en', `errors.${done.code}`, done.detail ?? {}));
      return 1;
    }
    const { data } = done;
    console.log(
      `${data.email} signs in with ${given ? 'the password given' : `the password ${password}`} from now on.`,
    );
    if (!given) console.log('It is shown this once; change it on the page of the account.');
    if (data.secondFactor) {
      console.log('The code of the authenticator app is asked for as well; --second-factor-off turns that off.');
    }
    return 0;
  });
}
