import type { DataProvider, GetListParams, RaRecord } from 'react-admin';
import { api, currentOrganization, fetchPageAt, listQuery, request } from '../../kernel/ui/index.ts';

type Rows = RaRecord[];

/** 'name' DESC → '-name': the API names sort fields like its columns. Lists are newest first by default. */
function sortOf(sort: GetListParams['sort']): string | undefined {
  if (!sort?.field) return undefined;
  const field = sort.field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const order = sort.order === 'DESC' ? `-${field}` : field;
  return order === '-created_at' ? undefined : order;
}

async function getList(resource: string, params: GetListParams & { signal?: AbortSignal }) {
  const { page, perPage } = params.pagination ?? { page: 1, perPage: 25 };
  const query = { ...listQuery(params.filter), sort: sortOf(params.sort), limit: perPage };
  const key = JSON.stringify([currentOrganization(), resource, query]);
  const { data, ...pageInfo } = await fetchPageAt<RaRecord>(
    key,
    page,
    async (after) => {
      const reply = await request<Rows>(`/${resource}`, { query: { ...query, after }, signal: params.signal });
      return { data: reply.data, next: reply.page?.next ?? null };
    },
    sessionStorage,
  );
  return { data, pageInfo };
}

/** A resource's name is its path below /api/v1, so that react-admin's five verbs need no table. */
export const dataProvider = {
  getList,
  getOne: async (resource, { id }) => ({ data: await api.get<RaRecord>(`/${resource}/${id}`) }),
  getMany: async (resource, { ids }) => ({
    data: await Promise.all(ids.map((id) => api.get<RaRecord>(`/${resource}/${id}`))),
  }),
  getManyReference: (resource, params) =>
    getList(resource, { ...params, filter: { ...params.filter, [params.target]: params.id } }),
  create: async (resource, { data }) => ({ data: await api.post<RaRecord>(`/${resource}`, data) }),
  // Sends only changed fields, on condition that nobody else changed the record since it was read.
  update: async (resource, { id, data, previousData }) => {
    const before: Record<string, unknown> = previousData ?? {};
    const touched = Object.entries(data).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
    );
    const version = typeof before.version === 'string' ? before.version : undefined;
    return { data: await api.patch<RaRecord>(`/${resource}/${id}`, Object.fromEntries(touched), { version }) };
  },
  updateMany: async (resource, { ids, data }) => {
    await Promise.all(ids.map((id) => api.patch(`/${resource}/${id}`, data)));
    return { data: ids };
  },
  delete: async (resource, { id, previousData }) => {
    await api.delete(`/${resource}/${id}`);
    return { data: previousData ?? { id } };
  },
  deleteMany: async (resource, { ids }) => {
    await Promise.all(ids.map((id) => api.delete(`/${resource}/${id}`)));
    return { data: ids };
  },
} as DataProvider;
