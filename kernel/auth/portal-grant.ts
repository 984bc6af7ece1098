import type { Ctx, Organization } from '../ctx/index.ts';
import type { Manifest } from '../module/index.ts';

/** What a portal's link opens: the organization, and the subject in the module's own form. */
export type PortalGrant = { organization: Organization; subject: string };

declare module '../module/index.ts' {
  interface Manifest {
    /** Verifies the token of a portal link of this module; null when it is not one, or no longer valid. */
    portalGrant?(ctx: Ctx, token: string): Promise<PortalGrant | null>;
  }
}

/** The grant of the first module that recognizes the token. */
export async function findPortalGrant(ctx: Ctx, manifests: Manifest[], token: string): Promise<PortalGrant | null> {
  for (const manifest of manifests) {
    const grant = await manifest.portalGrant?.({ ...ctx, module: manifest.name }, token);
    if (grant) return grant;
  }
  return null;
}
