import { writeFileSync } from 'node:fs';
import { ConfigSchema } from '../kernel/config/index.ts';

type Variable = { description: string; default?: unknown };

/** The text of `.env.example`: every variable of the schema with its description, commented out, with its default. */
export function envExample(): string {
  const variables = Object.entries(ConfigSchema.properties as unknown as Record<string, Variable>);
  const lines = variables.map(
    ([name, { description, default: value }]) => `# ${description}\n#${name}=${value ?? ''}\n`,
  );
  return `# Every variable that Counterfoil reads; none has to be set. Written by \`node tools/env-example.ts\`.\n\n${lines.join('\n')}`;
}

if (import.meta.main) writeFileSync('.env.example', envExample());
