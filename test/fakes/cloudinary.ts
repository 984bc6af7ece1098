import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusedAnonymous } from './user-agent.ts';

type CloudinaryTrouble = 'busy' | 'cut' | 'short';

export type FakeCloudinary = {
  /** Base URL of its API. */
  apiRoot: string;
  /** For CLOUDINARY_URL. */
  url: string;
  /** public_id → bytes */
  files: Map<string, Buffer>;
  requests: string[];
  troubles: CloudinaryTrouble[];
  close(): Promise<void>;
};

const CLOUD = 'testcloud';
const KEY = '123456789012345';
const SECRET = 'test-secret';

/**
 * Cloudinary's upload, destroy and private download for raw authenticated files, over plain HTTP. It checks signatures
 * with separate code: SHA-1 of the sorted parameters and the secret
 * (https://cloudinary.com/documentation/authentication_signatures).
 */
export async function startFakeCloudinary(): Promise<FakeCloudinary> {
  const files = new Map<string, Buffer>();
  const requests: string[] = [];
  const troubles: CloudinaryTrouble[] = [];

  const server = createServer(async (request, response) => {
    if (refusedAnonymous(request, response)) return;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? '/', 'http://cloudinary');
    requests.push(`${request.method} ${url.pathname}`);
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

    const trouble = troubles.shift();
    if (trouble === 'cut') return void request.socket.destroy();
    if (trouble === 'busy') return answer(420, { error: { message: 'Rate Limit Exceeded' } });

    const action = new RegExp(`^/v1_1/${CLOUD}/raw/(upload|destroy|download)$`).exec(url.pathname)?.[1];
    if (!action) return answer(404, { error: { message: `Unknown path ${url.pathname}` } });
    const { fields, file } =
      action === 'download'
        ? { fields: Object.fromEntries(url.searchParams), file: null }
        : await readForm(String(request.headers['content-type']), Buffer.concat(chunks));
    if (!signatureHolds(fields)) return answer(401, { error: { message: `Invalid Signature ${fields.signature}` } });
    if (fields.type !== 'authenticated') return answer(400, { error: { message: 'Expected an authenticated file' } });

    const id = fields.public_id as string;
    if (action === 'upload') {
      const bytes = trouble === 'short' ? (file as Buffer).subarray(1) : (file as Buffer);
      files.set(id, bytes);
      return answer(200, { public_id: id, resource_type: 'raw', type: 'authenticated', bytes: bytes.byteLength });
    }
    if (action === 'destroy') return answer(200, { result: files.delete(id) ? 'ok' : 'not found' });
    const found = files.get(id);
    if (!found) return answer(404, { error: { message: `Resource not found - ${id}` } });
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(found);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    apiRoot: `http://127.0.0.1:${port}`,
    url: `cloudinary://${KEY}:${SECRET}@${CLOUD}`,
    files,
    requests,
    troubles,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function readForm(type: string, body: Buffer) {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const fields: Record<string, string> = {};
  let file: Buffer | null = null;
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value;
    else file = Buffer.from(await value.arrayBuffer());
  }
  return { fields, file };
}

function signatureHolds({ signature, api_key, ...signed }: Record<string, string>): boolean {
  const fresh = Math.abs(Date.now() / 1000 - Number(signed.timestamp)) < 3600;
  const text = Object.keys(signed)
    .filter((name) => signed[name] !== '')
    .sort()
    .map((name) => `${name}=${signed[name]?.replaceAll('&', '%26')}`)
    .join('&');
  return (
    fresh &&
    api_key === KEY &&
    signature ===
      createHash('sha1')
        .update(text + SECRET)
        .digest('hex')
  );
}
