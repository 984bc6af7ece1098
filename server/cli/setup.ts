import { createInterface } from 'node:readline/promises';
import { generatePassword, setupFirstRun } from '../../kernel/auth/index.ts';
import { modules } from '../modules.ts';
import { withApp } from './open.ts';

type Options = {
  ownerName?: string;
  ownerEmail?: string;
  organization?: string;
  country?: string;
  timeZone?: string;
  currency?: string;
  language?: string;
};

/** Creates the owner and the first organization; asks on a terminal for missing options. */
export function setup(options: Options): Promise<void> {
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
      ask.close();
      const given = process.env.COUNTERFOIL_PASSWORD;
      const password = given ?? generatePassword();
      const { ownerName: name, ownerEmail: email, organization, ...rest } = answers;
      const founded = await setupFirstRun(services.ctxFor(null, 'setup'), {
        owner: { name, email, password },
        organization: { name: organization, ...rest, modules: modules.map((m) => m.name) },
      });
      if (!founded.ok) {
        const text = (code: string) =>
          services.boot.services.translator.t('en', `errors.${code}`, founded.detail ?? {});
        console.error(text(founded.code));
        for (const [field, code] of Object.entries(founded.fields ?? {})) console.error(`  ${field}: ${text(code)}`);
        return 1;
      }
      console.log(
        `Created ${founded.data.organization.name}, owned by ${email}${given ? '.' : ` with password ${password}`}`,
      );
      return 0;
    },
    { mayCreate: true },
  );
}

function asker() {
  const terminal = process.stdin.isTTY ? createInterface({ input: process.stdin, output: process.stdout }) : null;
  const ask = async (question: string, byDefault = '') => {
    if (!terminal) return byDefault;
    return (await terminal.question(`${question}${byDefault && ` [${byDefault}]`}: `)).trim() || byDefault;
  };
  return Object.assign(ask, { close: () => terminal?.close() });
}
