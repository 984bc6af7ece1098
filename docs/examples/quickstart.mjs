/**
 * From a key to a paid bill. Node 20 or newer, no packages:
 *
 *     URL=https://desk.example KEY=cf_… node quickstart.mjs
 */
const { URL: url, KEY: key } = process.env;

/** The answer's data. A write has a key of its own, so that trying again does nothing twice. */
async function ask(method, path, body, tries = 4) {
  const idempotencyKey = crypto.randomUUID();
  for (let attempt = 1; ; attempt++) {
    const reply = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body && { 'content-type': 'application/json' }),
        ...(method === 'POST' && { 'idempotency-key': idempotencyKey }),
      },
      ...(body && { body: JSON.stringify(body) }),
    }).catch((error) => ({ status: 0, error }));
    const again = [0, 429, 502, 503, 504].includes(reply.status) && attempt < tries;
    if (!again) {
      if (reply.error) throw reply.error;
      const answer = await reply.json();
      if (answer.ok) return answer;
      // `code` is for programs, `message` for people, `fields` says which field and why.
      throw Object.assign(new Error(answer.error.message), answer.error);
    }
    const seconds = Number(reply.headers?.get('retry-after') ?? 2 ** attempt);
    await new Promise((done) => setTimeout(done, seconds * 1000));
  }
}

const customer = { name: 'Asha Verma', email: 'asha@example.org', phone: '+919876543210' };
const { data: asha } = await ask('POST', '/exhibition/customers', customer);
console.log('registered', asha.code);

const bill = { amount: '12.50', description: 'tea' };
const { data: added } = await ask('POST', `/exhibition/customers/${asha.code}/bills`, bill);
console.log('added', added.bill.code, added.bill.amount, added.bill.state);

// A list comes in pages: `page.next` leads to the next one, null at the end.
let count = 0;
for (let after = ''; after !== null; ) {
  const { data, page } = await ask('GET', `/exhibition/bills?limit=50${after && `&after=${after}`}`);
  count += data.length;
  after = page.next;
}
console.log('bills', count);

try {
  await ask('POST', `/exhibition/customers/${asha.code}/bills`, { amount: 'twelve', description: 'tea' });
} catch (error) {
  console.log('refused', error.code, JSON.stringify(error.fields));
}
