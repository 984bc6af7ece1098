/**
 * Takes events of a webhook. Node 20 or newer, with the package `standardwebhooks`:
 *
 *     SECRET=whsec_… PORT=8080 node receiver.mjs
 */
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.SECRET);
const seen = new Set(); // in a program of yours: a table, since the same event may come twice

createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  let event;
  try {
    event = webhook.verify(Buffer.concat(parts).toString(), request.headers);
  } catch {
    response.writeHead(401).end(); // not ours, or changed on its way
    return;
  }
  // Answered first, worked afterwards: whoever takes longer than 15 seconds gets it again.
  response.writeHead(204).end();
  const id = request.headers['webhook-id'];
  if (seen.has(id)) return;
  seen.add(id);
  console.log(event.type, event.data.record?.code, event.data.record?.amount);
}).listen(Number(process.env.PORT ?? 8080), () => console.log('ready'));
