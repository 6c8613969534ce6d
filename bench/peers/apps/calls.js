// The HTTP call that a step of both peers makes: the posting that a `send` stage makes, over connections that are kept.
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });

const posting = Buffer.from(JSON.stringify({
  postings: [{ source: 'world', destination: 'users:1', amount: 100, asset: 'USD/2' }],
  metadata: {},
}));

/**
 * @param {URL} url where the posting goes
 * @param {string} key what the receiver would recognize a repetition by
 * @returns {Promise<number>} the status of the answer
 */
export function post(url, key) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': posting.length, 'idempotency-key': key };
    const request = http.request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.on('error', reject);
      answer.on('end', () => (answer.statusCode === 200 ? resolve(answer.statusCode) : reject(new Error(`${answer.statusCode}`))));
      answer.resume();
    });
    request.on('error', reject);
    request.end(posting);
  });
}
