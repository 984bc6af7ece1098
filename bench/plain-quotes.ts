/**
 * What a request for a quote costs at least, for `electricity.ts`: Fastify, and the statement of its bare SQL through a
 * pool, with no session, permission, working or anything else; and `/empty`, which only answers.
 *
 * Environment: DATABASE_URL, ORGANIZATION, QUOTE (the statement). Prints its port.
 */
import Fastify from 'fastify';
import pg from 'pg';

const { DATABASE_URL, ORGANIZATION, QUOTE = '' } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 16 });
const app = Fastify();
app.get('/empty', async () => ({ data: {} }));
app.get<{ Querystring: { meter: string } }>('/quote', async ({ query }) => {
  const { rows } = await pool.query({ name: 'quote', text: QUOTE, values: [ORGANIZATION, query.meter] });
  return { data: rows[0] };
});
await app.listen({ port: 0, host: '127.0.0.1' });
console.log(new URL(app.listeningOrigin).port);
