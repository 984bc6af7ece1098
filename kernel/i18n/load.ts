/** Finds the language files on disk (server only; the browser gets them through Vite). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTexts, gatherTexts, type OwnTexts, type Reader, type Texts, type TextTree, type Vars } from './texts.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Folders that hold language files: the kernel's own and each module's `i18n/`. The folders are listed, so a new
 * language is one more file in each and a new module is one more folder. Texts of a module that isn't registered do no
 * harm.
 */
export function languageFolders(root: string = ROOT): string[] {
  const modules = join(root, 'modules');
  const names = existsSync(modules) ? readdirSync(modules).sort() : [];
  return [join(root, 'kernel', 'i18n'), ...names.map((name) => join(modules, name, 'i18n'))].filter((folder) =>
    existsSync(folder),
  );
}

/**
 * Reads and parses the language files of some folders; the result is by path. Throws an error with the file's name when
 * it is not JSON.
 */
export function readLanguageFiles(folders: string[] = languageFolders()): Record<string, TextTree> {
  const files: Record<string, TextTree> = {};
  for (const folder of folders) {
    for (const name of readdirSync(folder).sort()) {
      if (!name.endsWith('.json')) continue;
      const path = join(folder, name);
      try {
        files[path] = JSON.parse(readFileSync(path, 'utf8'));
      } catch (error) {
        throw new Error(`${path} is not JSON: ${(error as Error).message}`);
      }
    }
  }
  return files;
}

let loaded: Texts | undefined;

const ownByOrganization = new Map<string, ReadonlyMap<string, string>>();
const ownTexts: OwnTexts = { get: (organizationId) => ownByOrganization.get(organizationId) };

/** What an organization says instead of our texts; kernel/texts keeps it as the database has it. */
export function setOwnTexts(organizationId: string, texts: ReadonlyMap<string, string>): void {
  if (texts.size === 0) ownByOrganization.delete(organizationId);
  else ownByOrganization.set(organizationId, texts);
}

/** Reads the organization's own texts too, in this language and no other: `t(inLanguage(ctx, 'hi'), key)`. */
export function inLanguage(ctx: { organization: { id: string } | null }, language: string): Reader {
  return { locale: language, organization: ctx.organization && { id: ctx.organization.id, language } };
}

/** The server's texts, read at first use and cached: the files change only with a new version of the program. */
export function texts(): Texts {
  loaded ??= createTexts(gatherTexts(readLanguageFiles()), ownTexts);
  return loaded;
}

/**
 * The text for a key in the language of `reader`: `t(ctx, 'errors.not_found')`, `t('hi', 'messages.hello', { name })`.
 */
export function t(reader: Reader, key: string, vars?: Vars): string {
  return texts().t(reader, key, vars);
}

/** As `t`, but undefined when no language has the key. */
export function findText(reader: Reader, key: string, vars?: Vars): string | undefined {
  return texts().find(reader, key, vars);
}
