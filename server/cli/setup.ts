import { createInterface } from 'node:readline/promises';
import { generatePassword, setupFirstRun } from '../../kernel/auth/index.ts';
import { modules } from '../modules.ts';
import { fail, withApp } from './open.ts';

type Options = {
  ownerName?: string;
  ownerEmail?: string;
  organization?: string;
  country?: string;
  timeZone?: string;
  currency?: string;
  language?: string;
  modules?: string;
};

const MODULES = modules.map(({ name }) => name);

/** Creates the owner and the first organization; asks on a terminal for missing options. */
export async function setup(options: Options): Promise<void> {
  // Before anything is made.
  const given = options.modules === undefined && process.stdin.isTTY ? null : chosenFrom(options.modules);
  return withApp(
    async (services) => {
      const ask = asker();
      const answers = {
        ownerName: options.ownerName ?? (await ask('Your name')),
        ownerEmail: options.ownerEmail ?? (await ask('Your e-mail')),
        organization: options.organization ?? (await ask('Name of the organization')),
        country: options.country ?? (await ask('Country (IN, RW, …)', 'IN')),
        timeZone: options.timeZone ?? (await ask('Time zone', Intl.DateTimeFormat().resolvedOptions().timeZone)),
        currency: options.currency ?? (await ask('Currency', 'INR')),
        language: options.language ?? (await ask('Language (en, hi)', 'en')),
      };
      const chosen =
        given ?? chosenFrom(await ask(`What do you run (one or more of ${MODULES.join(', ')}, with commas between)`));
      ask.close();
      const ownPassword = process.env.COUNTERFOIL_PASSWORD;
      const password = ownPassword ?? generatePassword();
      const { ownerName: name, ownerEmail: email, organization, ...rest } = answers;
      const founded = await setupFirstRun(services.ctxFor(null, 'setup'), {
        owner: { name, email, password },
        organization: { name: organization, ...rest, modules: chosen },
      });
      if (!founded.ok) {
        const text = (code: string) =>
          services.boot.services.translator.t('en', `errors.${code}`, founded.detail ?? {});
        console.error(text(founded.code));
        for (const [field, code] of Object.entries(founded.fields ?? {})) console.error(`  ${field}: ${text(code)}`);
        return 1;
      }
      console.log(
        `Created ${founded.data.organization.name}, owned by ${email}${ownPassword ? '.' : ` with password ${password}`}`,
      );
      return 0;
    },
    { mayCreate: true },
  );
}

/** As in the browser, somebody says what they run: what nobody uses only stands in the way. */
function chosenFrom(text = ''): string[] {
  const names = [...new Set(text.split(/[\s,]+/).filter(Boolean))];
  if (names.length === 0) fail(new Error(`say what you run: --modules with one or more of ${MODULES.join(', ')}.`));
  const unknown = names.filter((name) => !MODULES.includes(name));
  if (unknown.length > 0)
    fail(new Error(`there is no module ${unknown.join(', ')}; there are ${MODULES.join(', ')}. Nothing was made.`));
  return names;
}

function asker() {
  const terminal = process.stdin.isTTY ? createInterface({ input: process.stdin, output: process.stdout }) : null;
  const ask = async (question: string, byDefault = '') => {
    if (!terminal) return byDefault;
    return (await terminal.question(`${question}${byDefault && ` [${byDefault}]`}: `)).trim() || byDefault;
  };
  return Object.assign(ask, { close: () => terminal?.close() });
}
