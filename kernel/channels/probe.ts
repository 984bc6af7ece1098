import { findText } from '../i18n/index.ts';
import type { Probe } from '../observability/index.ts';

/** The chat channels that the organization has set up, each asked with its own credentials. */
export const probeChannels: Probe = async (ctx) => {
  const asked = [...(ctx.services.channels?.adapters.values() ?? [])].map(async (adapter) => {
    if (!adapter.probe || !(await adapter.describe(ctx)).ready) return [];
    const fault = await adapter.probe(ctx).catch((error: Error) => error.message);
    return [{ service: findText('en', `console.inbox.channel.${adapter.name}`) ?? adapter.name, fault }];
  });
  return (await Promise.all(asked)).flat();
};
