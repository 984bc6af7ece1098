import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusedAnonymous } from './user-agent.ts';

/**
 * The trouble for the next request: `slow_down` is S3's 503, `cut` closes the connection before, `cut_body` during the
 * answer.
 */
type S3Trouble = 'slow_down' | 'cut' | 'cut_body' | 'full';

export type FakeS3 = {
  endpoint: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** key → the stored object */
  objects: Map<string, { bytes: Buffer; type: string }>;
  /** uploads in parts that have not ended: id → parts by number */
  uploads: Map<string, Map<number, Buffer>>;
  /** id → which object, and since when */
  begun: Map<string, { key: string; at: string }>;
  /** Every request as `PUT /bucket/key`. */
  requests: string[];
  /** Troubles for the next requests, in order. */
  troubles: S3Trouble[];
  close(): Promise<void>;
};

/**
 * A small S3 over plain HTTP: PutObject, also in parts, GetObject (with Range), DeleteObject and ListObjectsV2,
 * path-style, on a free port. It checks the AWS4-HMAC-SHA256 signature with separate code, after
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export async function startFakeS3(): Promise<FakeS3> {
  const fake = {
    bucket: 'counterfoil',
    accessKeyId: 'test-access-key',
    secretAccessKey: 'test-secret-key',
    objects: new Map<string, { bytes: Buffer; type: string }>(),
    /** upload → its parts by number */
    uploads: new Map<string, Map<number, Buffer>>(),
    begun: new Map<string, { key: string; at: string }>(),
    requests: [] as string[],
    troubles: [] as S3Trouble[],
  };
  const server = createServer(async (request, response) => {
    if (refusedAnonymous(request, response)) return;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://s3');
    const pathname = decodeURIComponent(path);
    fake.requests.push(`${request.method} ${pathname}`);

    const trouble = fake.troubles.shift();
    if (trouble === 'cut') return void request.socket.destroy();
    if (trouble === 'slow_down') return fail(response, 503, 'SlowDown', 'Please reduce your request rate.');
    if (trouble === 'full')
      return fail(response, 507, 'XMinioStorageFull', 'Storage backend has reached its capacity.');
    if (!signed(request, body, fake)) return fail(response, 403, 'SignatureDoesNotMatch', 'The signature differs.');

    const [, bucket, ...rest] = pathname.split('/');
    const key = rest.join('/');
    if (bucket !== fake.bucket) return fail(response, 404, 'NoSuchBucket', 'The specified bucket does not exist');
    const upload = query.get('uploadId');
    if (request.method === 'GET' && query.has('uploads')) return listUploads(fake, response);
    if (upload || query.has('uploads')) return inParts(fake, key, upload, query, request.method ?? '', body, response);
    if (query.get('list-type') === '2') return list(fake, query.get('prefix') ?? '', response);
    if (request.method === 'PUT') {
      fake.objects.set(key, { bytes: body, type: request.headers['content-type'] ?? 'application/octet-stream' });
      return void response.writeHead(200, { etag: `"${createHash('md5').update(body).digest('hex')}"` }).end();
    }
    if (request.method === 'DELETE') {
      fake.objects.delete(key);
      return void response.writeHead(204).end();
    }
    const object = fake.objects.get(key);
    if (!object) return fail(response, 404, 'NoSuchKey', 'The specified key does not exist.');
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    const bytes = range ? object.bytes.subarray(Number(range[1]), Number(range[2]) + 1) : object.bytes;
    response.writeHead(range ? 206 : 200, { 'content-type': object.type, 'content-length': bytes.byteLength });
    if (trouble === 'cut_body') {
      response.write(bytes.subarray(0, bytes.byteLength / 2), () => request.socket.destroy());
    } else response.end(bytes);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return Object.assign(fake, {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  });
}

type Stored = Pick<FakeS3, 'objects' | 'uploads' | 'begun'>;

/** ListMultipartUploads: what was begun and neither completed nor aborted. */
function listUploads(fake: Stored, response: ServerResponse): void {
  const uploads = [...fake.uploads.keys()].map((id) => {
    const { key = '', at = '' } = fake.begun.get(id) ?? {};
    return `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${at}</Initiated></Upload>`;
  });
  const body = `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${uploads.join('')}</ListMultipartUploadsResult>`;
  response.writeHead(200, { 'content-type': 'application/xml' }).end(body);
}

/** An upload in parts: begun, each part, and its end; before that there is no object. */
function inParts(
  fake: Stored,
  key: string,
  id: string | null,
  query: URLSearchParams,
  method: string,
  body: Buffer,
  response: ServerResponse,
): void {
  const xml = (text: string) => {
    response.writeHead(200, { 'content-type': 'application/xml' }).end(text);
  };
  if (!id) {
    const made = String(fake.uploads.size + 1);
    fake.uploads.set(made, new Map());
    fake.begun.set(made, { key, at: new Date().toISOString() });
    xml(`<InitiateMultipartUploadResult><UploadId>${made}</UploadId></InitiateMultipartUploadResult>`);
    return;
  }
  const parts = fake.uploads.get(id) ?? new Map<number, Buffer>();
  if (method === 'PUT') {
    parts.set(Number(query.get('partNumber')), body);
    response.writeHead(200, { etag: `"${createHash('md5').update(body).digest('hex')}"` }).end();
    return;
  }
  fake.uploads.delete(id);
  if (method === 'DELETE') {
    response.writeHead(204).end();
    return;
  }
  const numbers = [...parts.keys()].sort((a, b) => a - b);
  const bytes = Buffer.concat(numbers.map((number) => parts.get(number) as Buffer));
  fake.objects.set(key, { bytes, type: 'application/octet-stream' });
  xml('<CompleteMultipartUploadResult><ETag>"whole"</ETag></CompleteMultipartUploadResult>');
}

function list(fake: Stored, prefix: string, response: ServerResponse): void {
  const found = [...fake.objects].filter(([key]) => key.startsWith(prefix));
  const items = found.map(([key, { bytes }]) => `<Contents><Key>${key}</Key><Size>${bytes.length}</Size></Contents>`);
  response
    .writeHead(200, { 'content-type': 'application/xml' })
    .end(`<ListBucketResult><IsTruncated>false</IsTruncated>${items.join('')}</ListBucketResult>`);
}

function fail(response: ServerResponse, status: number, code: string, message: string): void {
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

function signed(request: IncomingMessage, body: Buffer, keys: { accessKeyId: string; secretAccessKey: string }) {
  const header = request.headers.authorization ?? '';
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (!match) return false;
  const [, accessKeyId, day, region, names, signature] = match as unknown as string[];
  if (accessKeyId !== keys.accessKeyId) return false;
  const url = new URL(request.url ?? '/', 'http://s3');
  const bodyHash = String(request.headers['x-amz-content-sha256']);
  if (bodyHash !== 'UNSIGNED-PAYLOAD' && bodyHash !== sha256(body)) return false;
  const query = [...url.searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort();
  const headers = (names ?? '').split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const canonical = [request.method, url.pathname, query.join('&'), headers.join(''), names, bodyHash].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  let key: Buffer = Buffer.from(`AWS4${keys.secretAccessKey}`);
  for (const part of [day, region, 's3', 'aws4_request']) key = hmac(key, part as string);
  return timingSafeEqual(hmac(key, toSign), Buffer.from(signature as string, 'hex'));
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer, data: string) => createHmac('sha256', key).update(data).digest();
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
