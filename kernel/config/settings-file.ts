import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { misspelt } from './misspelt.ts';
import { ConfigSchema } from './schema.ts';

/** The folder of the program: paths in settings are meant from here, wherever a command is typed. */
export const PROGRAM_FOLDER = join(import.meta.dirname, '../..');
/**
 * The one file of settings, which the service and every command read (docs/decisions/0750). Beside the program rather
 * than in the working directory, so that all of them find the same.
 */
export const SETTINGS_FILE = join(PROGRAM_FOLDER, '.env');

/** Where the settings of this process come from: the file, if there is one, and variables set in the environment. */
export type SettingsSource = {
  file: string | null;
  /** names that the file sets */
  ofFile: string[];
  /** our variables that the environment sets */
  environment: string[];
  /** variables of the environment that are nearly ours, with what is perhaps meant */
  misspelt: [string, string][];
};

/** Adds the variables of the settings file to `process.env`. One that is set there, even to nothing, has priority. */
export function loadSettings(path = SETTINGS_FILE): SettingsSource {
  const ours = Object.keys(ConfigSchema.properties);
  const namesIn = (some: Record<string, string | undefined>) => Object.keys(some).filter((name) => some[name]?.trim());
  const file = existsSync(path) ? readSettings(path) : null;
  const ofFile = namesIn(file ?? {});
  const set = namesIn(process.env);
  for (const [name, value] of Object.entries(file ?? {})) if (!(name in process.env)) process.env[name] = value;
  return {
    file: file && path,
    ofFile,
    environment: ours.filter((name) => set.includes(name)),
    misspelt: misspelt(
      set.filter((name) => !ofFile.includes(name)),
      ours,
    ),
  };
}

/** The variables in a file of settings. Throws with the file's name when it can't be read, or would be misunderstood. */
export function readSettings(path: string): Record<string, string | undefined> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new Error(`The settings in ${path} can't be read: ${UNREADABLE[code] ?? code}.`, { cause: error });
  }
  for (const [, name, value = ''] of text.matchAll(
    /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*([^'"`\s].*)$/gm,
  ))
    if (/\S#/.test(value))
      throw new Error(
        `${name} in ${path} has a "#" and no quotation marks, so that the rest of the line would count as a comment. ` +
          'Put the value between " and "; in an address write %23 for the "#".',
      );
  return parseEnv(text);
}

const UNREADABLE: Record<string, string> = {
  EACCES: 'this account may not. Give the file to the account that runs the server (chown), with chmod 600',
  EPERM: 'this account may not. Give the file to the account that runs the server (chown), with chmod 600',
  EISDIR: 'it is a folder. Remove it, and copy .env.example to a file of this name',
  ENOENT: 'it is not there',
};
