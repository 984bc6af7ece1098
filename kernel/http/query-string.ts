/**
 * Reads a query string. An empty value is none: forms and generated clients send `?status=` where nothing is chosen.
 * `filter[state]=paid` is the condition of a list, as `filter={"state":"paid"}` is; several of one name are a list.
 */
export function readQuery(text: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null);
  if (text === '') return query;
  const conditions: Record<string, string | string[]> = Object.create(null);
  let some = false;
  for (const [name, value] of new URLSearchParams(text)) {
    if (value === '') continue;
    const field = /^filter\[(\w+)\](?:\[\])?$/.exec(name)?.[1];
    if (field !== undefined) some = true;
    add(field === undefined ? query : conditions, field ?? name, value);
  }
  if (some) add(query, 'filter', JSON.stringify(conditions));
  return query;
}

function add(to: Record<string, string | string[]>, name: string, value: string): void {
  const before = to[name];
  if (before === undefined) to[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else to[name] = [before, value];
}
