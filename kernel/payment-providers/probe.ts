import { t } from '../i18n/index.ts';
import type { Probe } from '../observability/index.ts';

/** The payment providers that the organization has set up, each asked with its own credentials. */
export const probeProviders: Probe = async (ctx) => {
  const asked = [...ctx.services.providers.values()].map(async (provider) => {
    if (!provider.probe || (await provider.account(ctx)) === null) return [];
    const fault = await provider.probe(ctx).then(
      () => null,
      (error: Error) => error.message,
    );
    return [{ service: t('en', provider.label), fault }];
  });
  return (await Promise.all(asked)).flat();
};
