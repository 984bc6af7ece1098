import { Type } from 'typebox';
import { type Ctx, limitOf, orgOf } from '../ctx/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { type Manifest, type Route, route } from '../module/index.ts';
import { publicOrganization } from './public-organization.ts';
import { openStream } from './stream.ts';

const Topics = Type.Optional(
  Type.String({
    maxLength: 2000,
    description: 'Topics separated by commas, each alone or with one id: `payment,raffle.grid:<uuid>`. Default: all.',
  }),
);

type Wanted = (topic: string, id: string | null) => boolean;

/**
 * The changes that a client asked for; all of them when it named no topic. Refuses with `realtime.unknown_topic`: a client that
 * waits for what never comes would look as if nothing happened.
 */
function wanted({ services }: Ctx, topics: string | undefined): Result<Wanted> {
  if (!topics) return ok(() => true);
  const asked = new Set(topics.split(',').map((topic) => topic.trim()));
  const known = services.realtime?.topics;
  const unknown = [...asked].find((one) => known && !known.has(one.split(':')[0] ?? ''));
  if (unknown !== undefined)
    return refuse('realtime.unknown_topic', { topic: unknown }, { topics: 'realtime.unknown_topic' });
  return ok((topic, id) => asked.has(topic) || (id !== null && asked.has(`${topic}:${id}`)));
}

const lastEventId = (headers: Record<string, unknown>) => {
  const id = headers['last-event-id'];
  return typeof id === 'string' ? id : undefined;
};

/** topic → the permission to receive its changes, or `public` */
export const topicsOf = (manifests: Manifest[]): Map<string, string> =>
  new Map(manifests.flatMap((manifest) => Object.entries(manifest.topics ?? {})));

export const realtimeRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/events',
    permission: 'events.read',
    operationId: 'streamEvents',
    file: 'text/event-stream',
    summary: 'Changes in the organization as server-sent events, for the topics that the caller may read',
    query: Type.Object({ topics: Topics }),
    async run(ctx, { query, request }) {
      const { authenticator, realtime } = ctx.services;
      const asked = wanted(ctx, query.topics);
      if (!asked.ok) return asked;
      // Read again together with the session, so that a person who lost a role receives no more of its topics.
      let { actor, organization } = ctx;
      const may = (topic: string) => {
        const permission = realtime?.topics.get(topic);
        return (
          permission === 'public' ||
          (permission !== undefined && authenticator.can({ actor, organization }, permission))
        );
      };
      return openStream(ctx, {
        organizationId: orgOf(ctx).id,
        wants: (topic, id, part) => asked.data(topic, id) && may(topic) && (limitOf(actor)?.id ?? part) === part,
        lastEventId: lastEventId(request.headers),
        stillAllowed: async () => {
          const identity = await authenticator.authenticate(request);
          if (identity === null || 'code' in identity) return false;
          ({ actor, organization } = identity);
          return organization?.id === ctx.organization?.id && authenticator.can(identity, 'events.read');
        },
      });
    },
  }),
  route({
    method: 'GET',
    path: '/events/public/{organization}',
    permission: 'public',
    operationId: 'streamPublicEvents',
    file: 'text/event-stream',
    summary: 'Public changes, such as the numbers of a raffle that are taken',
    params: Type.Object({
      organization: Type.String({ maxLength: 100, description: 'the short name in its addresses' }),
    }),
    query: Type.Object({ topics: Topics }),
    async run(ctx: Ctx, { params, query, request }) {
      const organization = await publicOrganization(ctx, params.organization);
      if (!organization) return refuse('http.not_found');
      const asked = wanted(ctx, query.topics);
      if (!asked.ok) return asked;
      return openStream(ctx, {
        organizationId: organization.id,
        wants: (topic, id) => asked.data(topic, id) && ctx.services.realtime?.topics.get(topic) === 'public',
        lastEventId: lastEventId(request.headers),
      });
    },
  }),
];
