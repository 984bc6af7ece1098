/** `npm run openapi`: writes docs/openapi.json, the description of the API that the server sends. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeApi } from './openapi/document.ts';

export const OPENAPI_FILE = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));

/** A line for each operation and component: short, and a change shows where it is. */
export async function openapiText(): Promise<string> {
  const deeper = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const lines = (object: object, deep: number): string => {
    const each = Object.entries(object).map(([key, value]) => {
      const text = deep > 0 && deeper(value) ? lines(value, deep - 1) : JSON.stringify(value);
      return `\n${JSON.stringify(key)}:${text}`;
    });
    return `{${each.join(',')}}`;
  };
  const { paths, components, ...rest } = await describeApi();
  return `${lines({ ...rest, paths, components }, 2)}\n`;
}

if (import.meta.main) {
  writeFileSync(OPENAPI_FILE, await openapiText());
  process.exit(0);
}
