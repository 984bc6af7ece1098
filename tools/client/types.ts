export type Schema = {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: Schema | boolean;
  description?: string;
  format?: string;
};

/** A schema of the description as a TypeScript type. */
export function typeOf(schema: Schema, indent = ''): string {
  const { $ref, type, anyOf, allOf, properties, items, additionalProperties } = schema;
  if ($ref) return $ref.split('/').at(-1) as string;
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((word) => JSON.stringify(word)).join(' | ') || 'never';
  if (anyOf) return [...new Set(anyOf.map((one) => typeOf(one, indent)))].join(' | ');
  if (allOf) return allOf.map((one) => parenthesized(typeOf(one, indent))).join(' & ');
  if (Array.isArray(type)) return type.map((one) => typeOf({ ...schema, type: one }, indent)).join(' | ');
  if (type === 'array') return items ? `${parenthesized(typeOf(items, indent))}[]` : 'unknown[]';
  if (properties && Object.keys(properties).length > 0) return fieldsOf(schema, indent);
  if (additionalProperties && typeof additionalProperties === 'object')
    return `Record<string, ${typeOf(additionalProperties, indent)}>`;
  if (type === 'object') return 'Record<string, unknown>';
  if (type === 'string') return schema.format === 'binary' ? 'Blob' : 'string';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean' || type === 'null') return type;
  return 'unknown';
}

const parenthesized = (type: string) => (/ [|&] /.test(type) && !type.startsWith('{') ? `(${type})` : type);

function fieldsOf({ properties = {}, required = [] }: Schema, indent: string): string {
  const deeper = `${indent}  `;
  const fields = Object.entries(properties).map(([name, field]) => {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
    const optional = required.includes(name) ? '' : '?';
    return `${comment(field.description, deeper)}${deeper}${key}${optional}: ${typeOf(field, deeper)};\n`;
  });
  return `{\n${fields.join('')}${indent}}`;
}

export const comment = (text: string | undefined, indent: string): string =>
  text ? `${indent}/** ${text.replaceAll('*/', '* /').replace(/\s+/g, ' ')} */\n` : '';
