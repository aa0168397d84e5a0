// npm install graphql-ws graphql ws; node feed.mjs
import { readFileSync, writeFileSync, renameSync } from 'node:fs';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const { INSIGHTS_URL, INSIGHTS_KEY } = process.env;
const query = `subscription ($after: String) { feed(after: $after) {
  ... on FeedEvent { id cursor type gapNumber } ... on FeedHeartbeat { cursor } ... on ResyncRequired { code first last } } }`;

class Signed extends WebSocket {
  constructor(address, protocols) {
    super(address, protocols, { headers: { Authorization: `Bearer ${INSIGHTS_KEY}` } });
  }
}
const read = () => { try { return readFileSync('cursor', 'utf8'); } catch { return null; } };
const keep = cursor => { writeFileSync('cursor.new', cursor); renameSync('cursor.new', 'cursor'); };

// The client's own retries would repeat the first cursor, so each connection is a subscription of its own.
const client = createClient({ url: `${INSIGHTS_URL.replace('http', 'ws')}/graphql`, webSocketImpl: Signed, retryAttempts: 0 });
for (;;) {
  try {
    for await (const { data } of client.iterate({ query, variables: { after: read() } })) {
      const { feed } = data;
      if (feed.code) throw new Error(`${feed.code}: the feed holds ${feed.first} to ${feed.last}`);
      if (feed.type) console.log(JSON.stringify(feed)); // your work, done before the cursor is kept
      keep(feed.cursor);
    }
  } catch (fault) {
    console.error(fault.reason ?? fault.message ?? fault);
  }
  await new Promise(done => setTimeout(done, 2000));
}
