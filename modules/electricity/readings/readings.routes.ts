import { Type } from 'typebox';
import { receiveFile } from '../../../kernel/files/index.ts';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { ownMeter } from '../customers/member.query.ts';
import { ByReference, Meter } from '../meters/contract.ts';
import { getMeter } from '../meters/meters.query.ts';
import {
  BalanceView,
  Entry,
  HandInput,
  OwnReading,
  OwnReadingInput,
  Photo,
  Reading,
  ReadingFilter,
  ReplaceInput,
  Report,
  ReportInput,
  ReviewInput,
  Usage,
  UsageQuery,
} from './contract.ts';
import { readingPhoto } from './photo.ts';
import { readByHand } from './read-by-hand.action.ts';
import { listReadings } from './readings.query.ts';
import { reportReadings } from './report-readings.action.ts';
import { replaceMeter, reviewReading } from './review-reading.action.ts';
import { balanceOf, entriesOf, usageOf } from './usage.query.ts';

const Pages = Type.Pick(NewestFirst, ['limit', 'after', 'sort']);

/** What a holder sees of a reading. */
const ownReading = ({ id, taken_at, register_wh, state }: Reading): OwnReading => ({
  id,
  taken_at,
  register_wh,
  state,
});

/** What staff see of a meter, and its holder under /electricity/my. */
const seenRoutes = (['', '/my'] as const).flatMap((own): Route[] => {
  const permission = own ? 'portal' : 'electricity.read';
  const older = (name: string) => {
    const path = `/api/v1/meters/{id}/${name}`;
    return { aliases: [own ? { path, forPortal: true as const } : path] };
  };
  return [
    route({
      method: 'GET',
      path: `/electricity${own}/meters/{id}/balance`,
      ...older('balance'),
      permission,
      summary: 'What a meter has left, what that is worth, and when it will be used up',
      params: ByReference,
      reply: BalanceView,
      run: async (ctx, { params }) => {
        const mine = own ? await ownMeter(ctx, params.id, 'see') : null;
        return mine && !mine.ok ? mine : balanceOf(ctx, params.id, mine?.data.meter.history);
      },
    }),
    route({
      method: 'GET',
      path: `/electricity${own}/meters/{id}/consumption`,
      ...older('consumption'),
      permission,
      summary: 'Consumption of a meter by hour, day or month',
      params: ByReference,
      query: UsageQuery,
      reply: Usage,
      run: async (ctx, { params, query }) => {
        const mine = own ? await ownMeter(ctx, params.id, 'see') : null;
        return mine && !mine.ok ? mine : usageOf(ctx, params.id, query, mine?.data.meter.history);
      },
    }),
    route({
      method: 'GET',
      path: `/electricity${own}/meters/{id}/readings`,
      ...older('readings'),
      permission,
      summary: 'Readings of a meter, newest first',
      params: ByReference,
      query: Type.Pick(NewestFirst, ['limit', 'after']),
      reply: Type.Array(own ? OwnReading : Reading),
      run: async (ctx, { params, query }) => {
        const mine = own ? await ownMeter(ctx, params.id, 'see') : null;
        if (mine && !mine.ok) return mine;
        const meter = mine ? ok(mine.data.meter) : await getMeter(ctx, params.id);
        if (!meter.ok) return meter;
        const page = await listReadings(ctx, {
          ...query,
          filter: { meter_id: meter.data.id },
          history: mine?.data.meter.history ?? null,
        });
        return page.ok && mine ? { ...page, data: page.data.map(ownReading) } : page;
      },
    }),
    route({
      method: 'GET',
      path: `/electricity${own}/meters/{id}/entries`,
      permission,
      summary: 'What changed a meter’s balance, newest first',
      params: ByReference,
      query: Pages,
      reply: Type.Array(Entry),
      run: async (ctx, { params, query }) => {
        const mine = own ? await ownMeter(ctx, params.id, 'see') : null;
        return mine && !mine.ok ? mine : entriesOf(ctx, params.id, query, mine?.data.meter.history);
      },
    }),
  ];
});

export const readingRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/electricity/meters/{id}/readings',
    aliases: ['/api/v1/meters/{id}/readings'],
    permission: 'electricity.report',
    quiet: true,
    summary: 'Readings of the caller’s own meter; each counts once, however often it is sent',
    params: ByReference,
    body: ReportInput,
    byParts: true,
    reply: Report,
    run: (ctx, { params, body }) => reportReadings(ctx, params.id, body),
  }),
  ...seenRoutes,
  route({
    method: 'POST',
    path: '/electricity/meters/{id}/manual-readings',
    permission: 'electricity.meter.write',
    summary: 'A reading by hand, with a photo',
    params: ByReference,
    body: HandInput,
    reply: Reading,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => readByHand(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/electricity/my/meters/{id}/photos',
    permission: 'portal',
    upload: Type.Object({}),
    summary: 'The photo of a counter, for a reading of one’s own (multipart/form-data)',
    params: ByReference,
    reply: Photo,
    status: 201,
    rateLimit: 10,
    run: async (ctx, { params, request }) => {
      const mine = await ownMeter(ctx, params.id, 'buy');
      if (!mine.ok) return mine;
      const stored = await receiveFile(ctx, request, readingPhoto);
      return stored.ok ? ok({ id: stored.data.id }) : stored;
    },
  }),
  route({
    method: 'POST',
    path: '/electricity/my/meters/{id}/readings',
    permission: 'portal',
    summary: 'A reading of one’s own meter, with a photo; staff look at it before it counts',
    params: ByReference,
    body: OwnReadingInput,
    reply: OwnReading,
    status: 201,
    idempotent: true,
    rateLimit: 10,
    run: async (ctx, { params, body }) => {
      const mine = await ownMeter(ctx, params.id, 'buy');
      if (!mine.ok) return mine;
      const read = await readByHand(ctx, mine.data.meter.id, body);
      return read.ok ? ok(ownReading(read.data)) : read;
    },
  }),
  route({
    method: 'POST',
    path: '/electricity/meters/{id}/replacement',
    permission: 'electricity.manage',
    summary: 'Another meter was put behind the number, and its counter begins here',
    params: ByReference,
    body: ReplaceInput,
    reply: Meter,
    idempotent: true,
    run: (ctx, { params, body }) => replaceMeter(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/electricity/readings',
    permission: 'electricity.read',
    summary: 'Readings in the order in which they came, newest first; those with the state flagged wait for staff',
    query: NewestFirst,
    filter: ReadingFilter,
    reply: Type.Array(Reading),
    run: (ctx, { query, filter }) => listReadings(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/electricity/readings/{id}/review',
    permission: 'electricity.meter.write',
    summary: 'Accept or dismiss a flagged reading',
    params: ById,
    body: ReviewInput,
    reply: Reading,
    run: (ctx, { params, body }) => reviewReading(ctx, params.id, body.accept),
  }),
];
