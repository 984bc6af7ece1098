import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvFile } from 'node:process';
import { ConfigSchema } from './schema.ts';

/** The folder of the program: paths in settings are meant from here, wherever a command is typed. */
export const PROGRAM_FOLDER = join(import.meta.dirname, '../..');
/**
 * The one file of settings, which the service and every command read (docs/decisions/0750). Beside the program rather
 * than in the working directory, so that all of them find the same.
 */
export const SETTINGS_FILE = join(PROGRAM_FOLDER, '.env');

/** Where the settings of this process come from: the file, if there is one, and variables set in the environment. */
export type SettingsSource = { file: string | null; environment: string[] };

/** Adds the variables of the settings file to `process.env`. One that is set there, even to nothing, has priority. */
export function loadSettings(): SettingsSource {
  const environment = Object.keys(ConfigSchema.properties).filter((name) => process.env[name]?.trim());
  if (!existsSync(SETTINGS_FILE)) return { file: null, environment };
  loadEnvFile(SETTINGS_FILE);
  return { file: SETTINGS_FILE, environment };
}
