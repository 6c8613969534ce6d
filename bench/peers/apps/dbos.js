// The measured work as DBOS workflows behind the HTTP front that a DBOS application has: node apps/dbos.js <port> <url to call> <database>
import http from 'node:http';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { post } from './calls.js';

const [port, target, database] = process.argv.slice(2);
const ledger = new URL(target);
const hour = 3_600_000;
const steps = ['one', 'two', 'three'];

const noop = DBOS.registerWorkflow(async () => {
  for (const name of steps) {
    await DBOS.runStep(async () => {}, { name });
  }
  return 'done';
}, { name: 'noop' });

const calls = DBOS.registerWorkflow(async () => {
  for (const name of steps) {
    await DBOS.runStep(() => post(ledger, `${DBOS.workflowID}-${name}`), { name });
  }
  return 'done';
}, { name: 'calls' });

const sleep = DBOS.registerWorkflow(async () => {
  await DBOS.sleep(hour);
  return 'done';
}, { name: 'sleep' });

const approval = DBOS.registerWorkflow(async () => {
  await DBOS.recv('go', { timeoutSeconds: 3_600 });
  return 'done';
}, { name: 'approval' });

// The handle of a workflow that this process runs knows its end; one that is looked up by id asks the database once a second.
const approvals = new Map();

const routes = {
  'POST /noop': () => noop(),
  'POST /calls': () => calls(),
  'POST /sleep': async () => {
    await DBOS.startWorkflow(sleep)();
    return 'started';
  },
  'POST /approval': async (id) => {
    approvals.set(id, await DBOS.startWorkflow(approval, { workflowID: id })());
    return 'started';
  },
  'POST /approval/go': async (id) => {
    await DBOS.send(id, 'go', 'go');
    return 'sent';
  },
  'GET /approval': async (id) => {
    const result = await approvals.get(id).getResult();
    approvals.delete(id);
    return result;
  },
};

async function handle(request, response) {
  const url = new URL(request.url, 'http://localhost');
  request.resume();
  try {
    answer(response, 200, await routes[`${request.method} ${url.pathname}`](url.searchParams.get('id')));
  } catch (error) {
    answer(response, 500, `${error}`);
  }
}

function answer(response, status, text) {
  response.writeHead(status, { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

DBOS.setConfig({
  name: 'peers',
  applicationVersion: '1',
  systemDatabaseUrl: database,
  systemDatabasePoolSize: 32,
  logLevel: 'warn',
});
await DBOS.launch();
http.createServer(handle).listen(Number(port), '127.0.0.1');
