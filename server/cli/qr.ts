import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from '../../kernel/config/index.ts';
import { makeCodes, renderQr } from '../../kernel/credentials/index.ts';
import type { Organization } from '../../kernel/ctx/index.ts';
import { findOrganization } from '../../kernel/db/index.ts';
import type { OpenServices } from '../app.ts';
import { withApp } from './open.ts';
import { progressBar } from './progress.ts';

/** Pixels: 4 cm at 300 dots an inch, for a badge. */
const SIZE = 472;

type Options = { organization?: string; out?: string };

/** Makes codes for all people who may have one and have none; with `--out`, writes a picture for everybody. */
export function qrGenerate({ organization, out }: Options): Promise<void> {
  return withApp(async (services) => {
    const all = await organizationsOf(services, organization);
    if (!all) return 1;
    for (const each of all) {
      const folder = out && join(out, each.slug);
      if (folder) makeFolders(folder);
      await make(services, each, false, folder || undefined);
    }
    return 0;
  });
}

/** Makes new codes for all people of an organization; old printed codes are refused from then on. */
export function qrRegenerate({ organization }: Options): Promise<void> {
  return withApp(async (services) => {
    const all = await organizationsOf(services, organization);
    if (!all) return 1;
    if (all.length > 1) {
      console.error(
        `Every code from before is refused afterwards. Say whose: --organization ${all.map(({ slug }) => slug).join(' | ')}`,
      );
      return 1;
    }
    for (const each of all) await make(services, each, true);
    return 0;
  });
}

async function make(
  services: OpenServices,
  organization: Organization,
  renew: boolean,
  folder?: string,
): Promise<void> {
  const bar = progressBar(organization.name);
  let pictures = 0;
  const draw = async ({ name }: { name: string }, qr: string) => {
    await writeFile(join(folder as string, `${fileName(name)}.png`), await renderQr(qr, 'png', { size: SIZE }));
    pictures += 1;
  };
  const { made, skipped } = await makeCodes(services.ctxFor(organization, 'command line'), services.boot.manifests, {
    renew,
    progress: bar.update,
    ...(folder && { each: draw }),
  });
  bar.stop();
  const parts = [`${made} new ${made === 1 ? 'code' : 'codes'}`];
  if (folder) parts.push(`${pictures} pictures in ${folder}`);
  if (skipped > 0) parts.push(`${skipped} skipped, for they may have none any more`);
  console.log(`${organization.name}: ${parts.join(', ')}`);
}

/** A roll number may contain characters that a file name may not. */
const fileName = (name: string) => name.replace(/[^A-Za-z0-9._-]/g, '~');

/** The named organization, or all; null, with a message, when the name is unknown. */
async function organizationsOf(services: OpenServices, slug: string | undefined): Promise<Organization[] | null> {
  const { system } = services.boot.database;
  const rows = await system.selectFrom('organization').select('slug').orderBy('name').execute();
  const wanted = slug ? rows.filter((row) => row.slug === slug) : rows;
  if (wanted.length === 0) {
    console.error(slug ? `There is no organization "${slug}".` : 'There is no organization yet.');
    return null;
  }
  const all = await Promise.all(wanted.map((row) => findOrganization(system, { slug: row.slug })));
  return all.filter((each) => each !== null);
}
