import { Command, Option } from 'commander';
import { ConfigSchema, IN_IMAGE } from '../../kernel/config/index.ts';
import { ROLES } from '../../kernel/ctx/index.ts';
import { PRODUCT, VERSION } from '../../kernel/outbound/index.ts';
import { auditVerify } from './audit-verify.ts';
import { backupCommand } from './backup.ts';
import { cleanupCommand } from './cleanup.ts';
import { createUserCommand } from './create-user.ts';
import { doctorCommand } from './doctor.ts';
import { ledgerVerify } from './ledger-verify.ts';
import { migrateCommand } from './migrate.ts';
import { personErase, personExport } from './person.ts';
import { PROGRAM, packageFolder } from './program-folder.ts';
import { qrGenerate, qrRegenerate } from './qr.ts';
import { moveCommand, restoreCommand } from './restore.ts';
import { SECRET, sandboxCommand } from './sandbox.ts';
import { seedDemo } from './seed-demo.ts';
import { serve } from './serve.ts';
import { serviceInstall, serviceRemove } from './service.ts';
import { setup } from './setup.ts';
import { simulateCommand } from './simulate.ts';
import { telegramCommand } from './telegram.ts';
import { upgradeCommand } from './upgrade.ts';
import { userList, userSetPassword } from './users.ts';

/** The command line. Exit codes: 0 done, 1 refused or failed, 2 the audit chain or the ledger is broken. */
export function program(): Command {
  const counterfoil = new Command('counterfoil')
    .description('One back office for places that run on chat messages, QR codes and payment screenshots.')
    .showHelpAfterError('(counterfoil --help shows the commands)')
    .addHelpText(
      'after',
      `\nEnvironment:\n${environment()}\n\nExit codes: 0 done, 1 refused or failed, 2 the audit chain or the ledger is broken.`,
    );
  for (const add of [addServer, addPeople, addOthers, addCopies, addInstallation, addPersonalData, addProofs])
    add(counterfoil);
  return counterfoil;
}

/** The server itself. */
function addServer(counterfoil: Command): void {
  const role = new Option('--role <role>', 'what this process does').choices(['web', 'worker', 'all']).default('all');

  counterfoil
    .command('start')
    .description('start the database when it is embedded, migrate, serve')
    .addOption(role)
    .option('--lost-key', 'go on with another SECRET_KEY, when the one of this data is lost for good')
    .action((o) => serve({ role: o.role, lostKey: o.lostKey }));
  counterfoil
    .command('worker')
    .description('run jobs only: the same as start --role=worker')
    .action(() => serve({ role: 'worker' }));
  counterfoil
    .command('demo')
    .description('start with demo organizations and freshly made sign-in credentials')
    .action(() => serve({ role: 'all', demo: true }));
  counterfoil.command('migrate').description('bring the database to this version and stop').action(migrateCommand);
  counterfoil.command('seed-demo').description('load the demo organizations into this database').action(seedDemo);
}

/** Who may sign in. */
function addPeople(counterfoil: Command): void {
  counterfoil
    .command('setup')
    .description('create the owner and the first organization without the first-run page; asks for what is missing')
    .option('--owner-name <name>')
    .option('--owner-email <address>')
    .option('--organization <name>')
    .option('--country <code>', 'ISO 3166-1, e.g. IN')
    .option('--time-zone <zone>', 'IANA, e.g. Asia/Kolkata')
    .option('--currency <code>', 'ISO 4217, e.g. INR')
    .option('--language <code>', 'en or hi')
    .option('--modules <names>', 'what you run, separated by commas, such as exhibition,raffle')
    .action(setup);
  counterfoil
    .command('create-user')
    .description('create an account; prints a generated password unless COUNTERFOIL_PASSWORD holds one')
    .requiredOption('--name <name>')
    .requiredOption('--email <address>')
    .option('--organization <slug>', 'make the person a member of this organization')
    .addOption(new Option('--role <role>', 'role in the organization').choices(ROLES).default('viewer'))
    .action(createUserCommand);
  const user = counterfoil.command('user').description('accounts, for whoever is locked out');
  user
    .command('list')
    .description('who can sign in, in which organizations and with which role')
    .option('--json', 'as JSON')
    .action(userList);
  user
    .command('create')
    .description('create an account, as create-user does')
    .requiredOption('--email <address>')
    .option('--name <name>', 'else what stands before the @')
    .option(
      '--password <password>',
      'everybody who lists this machine’s processes sees it: COUNTERFOIL_PASSWORD is better',
    )
    .option('--organization <slug>', 'make the person a member of this organization')
    .addOption(new Option('--role <role>', 'role in the organization').choices(ROLES).default('viewer'))
    .action(createUserCommand);
  user
    .command('set-password')
    .description('a new password, printed once unless COUNTERFOIL_PASSWORD holds one; ends every session of theirs')
    .argument('<email>')
    .option('--second-factor-off', 'for somebody who has lost the authenticator app as well')
    .action(userSetPassword);
}

/** What stands in for services and machines, or speaks with them. */
function addOthers(counterfoil: Command): void {
  counterfoil
    .command('telegram')
    .description('receive the messages of the Telegram bots without a webhook, and answer them')
    .option('--polling', 'ask Telegram for messages until stopped; ends a webhook that was set')
    .action(telegramCommand);
  counterfoil
    .command('sandbox')
    .description('serve the APIs of MTN MoMo and Airtel Money with play money, alone, for whoever builds against them')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on', '4010')
    .option('--secret <text>', 'API key, subscription key and client secret', SECRET)
    .option('--airtel-callback <url>', 'where Airtel’s side calls back; MTN’s is told with each request', '')
    .option('--file <path>', 'where it keeps what it knows over a restart')
    .action(sandboxCommand);
  counterfoil
    .command('simulate')
    .description('made-up machines that report to a running server, such as: simulate meters --count 200 --speed 60')
    .argument('<machines>')
    .option('--organization <slug>', 'in this one; otherwise the first that uses their module')
    .option('--count <number>', 'how many', '20')
    .option('--devices <number>', 'the same as --count')
    .option('--speed <number>', 'how much faster than real time', '60')
    .option('--days <number>', 'how many days ago the simulated time begins', '7')
    .option('--url <address>', 'the server; otherwise PUBLIC_URL')
    .addOption(new Option('--transport <kind>', 'how they reach the server').choices(['http', 'mqtt']).default('http'))
    .option('--broker <address>', 'the MQTT broker; otherwise MQTT_URL, or MQTT_PORT on this machine')
    .option('--fail <percent>', 'so many of them fail at updates', '0')
    .option('--leak <percent>', 'so many of them lose what nobody bought, such as beans', '0')
    .option('--host <address>', 'address for the pages of the machines, such as keypads', '127.0.0.1')
    .option('--port <number>', 'port for them', '4020')
    .action(simulateCommand);
}

/** Copies of the data. */
function addCopies(counterfoil: Command): void {
  counterfoil
    .command('backup')
    .description('write an encrypted backup of the database and the files, also while the server runs; see BACKUP_TO')
    .option('--list', 'the backups there are')
    .option('--check <backup>', 'read one again and compare it with its own list')
    .option('--if-due', 'only when there is no good one of the last 20 hours')
    .action(backupCommand);
  counterfoil
    .command('restore')
    .description('restore a backup into an empty installation, and report what is there')
    .argument('[backup]', 'a file, or a name in BACKUP_TO; otherwise the latest there')
    .option('--head <head or file>', 'also compare the audit with an end that was written down elsewhere')
    .action(restoreCommand);
  counterfoil
    .command('move')
    .description('copy the database to another server, or back to the embedded one; the server must be stopped')
    .requiredOption('--to <address>', 'postgres://user:password@host/database, or embedded')
    .option('--app-url <address>', 'the same with the role for requests, where that user may not make it')
    .action(moveCommand);
}

/** The installation on this machine. */
function addInstallation(counterfoil: Command): void {
  const service = counterfoil.command('service').description('a systemd service of this program; as root');
  const root: [string, string] = ['--root <folder>', 'below this folder instead of /, and start nothing'];
  service
    .command('install')
    .description('account, settings, units with a timer for backups, and the command counterfoil; again after changes')
    .option(...root)
    .action(serviceInstall);
  service
    .command('remove')
    .description('take that back; data and settings stay')
    .option(...root)
    .action(serviceRemove);
  counterfoil
    .command('doctor')
    .description('check settings, disk, clock, certificate, backups, mail, channels and providers; says what to do')
    .action(doctorCommand);
  counterfoil
    .command('upgrade')
    .description('bring the service to another version, with a backup; goes back by itself when that is not healthy')
    .argument('[version]', 'a version or a file of the package; otherwise the latest')
    .action(upgradeCommand);
  counterfoil.command('version').description('which version this is, and how it was installed').action(versionCommand);
  counterfoil
    .command('cleanup')
    .description('delete what is kept no longer, as the nightly job does')
    .option('--dry-run', 'only count it, by kind of data and organization')
    .action(cleanupCommand);
}

/** What is stored of one person. */
function addPersonalData(counterfoil: Command): void {
  const person = counterfoil.command('person').description('what is stored of one person, over all modules');
  const whose = '<id, phone, e-mail address or name>';
  person
    .command('export')
    .description('everything that is stored of a person, as a ZIP: one JSON, and the files')
    .argument(whose)
    .option('--kind <kind>', 'of these records only, such as person or exhibition.customer')
    .option('--organization <slug>', 'in this one; otherwise the first')
    .option('--out <file>', 'where to write it')
    .action(personExport);
  person
    .command('erase')
    .description('erase a person: shows what goes and what stays, asks for the name, and can’t be taken back')
    .argument(whose)
    .option('--kind <kind>', 'of these records only, such as person or exhibition.customer')
    .option('--organization <slug>', 'in this one; otherwise the first')
    .option('--name <name>', 'the name, instead of being asked for it')
    .option('--dry-run', 'only show it')
    .action(personErase);
}

/** Proofs, and the codes that people show. */
function addProofs(counterfoil: Command): void {
  const audit = counterfoil.command('audit').description('the log of changes');
  audit
    .command('verify')
    .description('prove the hash chain; names what was changed, removed or added, and what is not sealed yet')
    .option('--organization <slug>', 'only this one')
    .option('--json', 'the report as JSON')
    .addOption(
      new Option(
        '--head <head or file>',
        'also compare with an end that was written down elsewhere: the word of a mail, a bare hash, or a file with them',
      ),
    )
    .action(auditVerify);
  const ledger = counterfoil.command('ledger').description('the double-entry ledger');
  ledger
    .command('verify')
    .description('prove that every entry balances and agrees with the payments it stands for; names each fault')
    .option('--organization <slug>', 'only this one')
    .option('--json', 'the report as JSON')
    .action(ledgerVerify);
  const qr = counterfoil.command('qr').description('the codes that people show');
  qr.command('generate')
    .description(
      'codes for those who may have one and have none, such as the students of a mess; what they have stays good',
    )
    .option('--all', 'for everybody, as without it; older scripts say it')
    .option('--organization <slug>', 'only of this one')
    .option('--out <folder>', 'also a picture (PNG) of everybody’s code, for printing')
    .action(qrGenerate);
  qr.command('regenerate')
    .description('new codes for all of them; every code from before is refused from then on')
    .option('--organization <slug>', 'whose; needed when there are several')
    .action(qrRegenerate);
}

function environment(): string {
  return Object.entries(ConfigSchema.properties)
    .map(([name, schema]) => `  ${name.padEnd(24)} ${(schema as unknown as { description: string }).description}`)
    .join('\n');
}

/** Says which version this is, and in which of the three ways it was installed. */
function versionCommand(): void {
  const way = IN_IMAGE ? 'the image' : packageFolder() ? 'the package' : 'a clone';
  console.log(`${PRODUCT} ${VERSION}, ${way} in ${PROGRAM}, on Node ${process.versions.node}`);
}
