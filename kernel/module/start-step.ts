import type { Ctx } from '../ctx/index.ts';

/**
 * A line of the Start page: one thing that a new organization has to do. Its texts are `console.start.<id>.title`,
 * `.button`, `.done`, and `.todo` or what `say` names.
 */
export type StartStep = {
  /** `<package or module>.<what>`, e.g. `mess.cycle` */
  id: string;
  /** who can do it; others don't see it */
  permission: string;
  /** the console's page of the button */
  to: string;
  /** Whether it is done, by what is really there and not by what was clicked; null: not a matter of this organization. */
  look(ctx: Ctx): Promise<Seen | null>;
};

type Seen = {
  done: boolean;
  /** which text says what is missing, when there are several; default `todo` */
  say?: string;
  /** which text says what could still be added to a step that is done; default `done` */
  sayDone?: string;
  /** something does not work until it is done */
  trouble?: boolean;
  /** the page of the button, when it is another one for the time being */
  to?: string;
  /** for the text */
  values?: Record<string, string | number>;
};

/** Ticks as soon as a query finds a row. */
export async function found(query: { limit(n: number): { executeTakeFirst(): Promise<unknown> } }): Promise<Seen> {
  return { done: (await query.limit(1).executeTakeFirst()) !== undefined };
}
