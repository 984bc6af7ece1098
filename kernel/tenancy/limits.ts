import type { Ctx, Limit } from '../ctx/index.ts';
import type { Manifest } from '../module/index.ts';

/** A part of an organization that people choose. */
export type Part = { id: string; name: string };

/**
 * A kind of parts of an organization, such as merchants, to which members can be limited. The tables of the permissions
 * must have `limit_table()` or `limit_table_to_reading()`; everything else is refused to limited people. Its name for
 * people is the text `console.limits.<kind>`.
 */
export type LimitDefinition = {
  /** e.g. `coffee.merchant` */
  kind: string;
  /** what limited people may do, as far as their role allows it */
  permissions: string[];
  /** the parts to choose from, the most usual first; 200 at most */
  parts(ctx: Ctx): Promise<Part[]>;
  find(ctx: Ctx, id: string): Promise<Part | null>;
};

declare module '../module/index.ts' {
  interface Manifest {
    limits?: LimitDefinition[];
  }
}

export type LimitColumns = { limit_kind: string | null; limit_id: string | null };

/** The limit of a membership's row, as a field of an actor: nothing when there is none. */
export const limitFrom = ({ limit_kind, limit_id }: LimitColumns): { limit?: Limit } =>
  limit_kind === null || limit_id === null ? {} : { limit: { kind: limit_kind, id: limit_id } };

/** The kinds of limits of the modules that the organization uses. */
export function limitKinds(ctx: Ctx): LimitDefinition[] {
  const manifests: Manifest[] = ctx.services.auth.manifests;
  const used = ctx.organization?.modules ?? [];
  return manifests
    .filter(({ kind, name }) => kind !== 'module' || used.includes(name))
    .flatMap(({ limits = [] }) => limits);
}

/** The part that a limit names; null when there is none. */
export async function findPart(ctx: Ctx, limit: Limit): Promise<Part | null> {
  return (
    (await limitKinds(ctx)
      .find(({ kind }) => kind === limit.kind)
      ?.find(ctx, limit.id)) ?? null
  );
}
