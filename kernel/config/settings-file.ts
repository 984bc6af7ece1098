import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { misspelt } from './misspelt.ts';
import { ConfigSchema } from './schema.ts';

/** What starts the program from elsewhere sets these: the installed package (bin/counterfoil.mjs), and the image. */
const { COUNTERFOIL_HOME, COUNTERFOIL_IMAGE } = process.env;

/**
 * The folder of the installation: paths in settings are meant from here, wherever a command is typed. It is that of the
 * program, unless the program is a package, which the next version replaces (docs/decisions/0890).
 */
export const HOME_FOLDER = COUNTERFOIL_HOME || join(import.meta.dirname, '../..');
/**
 * The one file of settings, which the service and every command read (docs/decisions/0750). Beside the program rather
 * than in the working directory, so that all of them find the same.
 */
export const SETTINGS_FILE = join(HOME_FOLDER, '.env');
/** Whether this program runs in its image. */
export const IN_IMAGE = Boolean(COUNTERFOIL_IMAGE);

/** Where the settings of this process come from: the file, if there is one, and variables set in the environment. */
export type SettingsSource = {
  file: string | null;
  /** names that the file sets */
  ofFile: string[];
  /** our variables that the environment sets */
  environment: string[];
  /** variables of the environment that are nearly ours, with what is perhaps meant */
  misspelt: [string, string][];
  /** what the file sets, or in the image whoever started it, and nothing of ours reads */
  unknown: string[];
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
    unknown: unknownAmong(IN_IMAGE ? [...ofFile, ...set] : ofFile, ours),
  };
}

/**
 * Names that nothing reads, of an environment that is ours alone. The image's own, those that engines add for each
 * service beside it, and what compose.yaml itself needs of the same file are none.
 */
export function unknownAmong(names: readonly string[], ours: readonly string[]): string[] {
  const others =
    /^(PATH|HOME|HOSTNAME|PWD|OLDPWD|SHLVL|TERM|USER|LOGNAME|TZ|LANG|LC_\w+|_|container|NODE_\w+|MALLOC_ARENA_MAX|COUNTERFOIL_\w+|KUBERNETES_\w+|\w+_SERVICE_(HOST|PORT)(_\w+)?|\w+_PORT(_\d+_\w+)?|DOMAIN|DB_PASSWORD|\w+_PROXY)$/i;
  return [...new Set(names)].filter((name) => !ours.includes(name) && !others.test(name));
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
