// The measured work as Restate services: node apps/restate.js <port> <url to call>
import * as restate from '@restatedev/restate-sdk';
import { post } from './calls.js';

const [port, target] = process.argv.slice(2);
const ledger = new URL(target);
const hour = 3_600_000;

const work = restate.service({
  name: 'work',
  handlers: {
    noop: async (ctx) => {
      for (const step of ['one', 'two', 'three']) {
        await ctx.run(step, () => {});
      }
      return 'done';
    },
    calls: async (ctx) => {
      for (const step of ['one', 'two', 'three']) {
        await ctx.run(step, () => post(ledger, `${ctx.request().id}-${step}`));
      }
      return 'done';
    },
  },
});

const sleeper = restate.service({
  name: 'sleeper',
  // Suspends at once. With the server's default of a minute, a sleeper holds one of the 1,000 places of running handlers that long.
  options: { inactivityTimeout: 0 },
  handlers: {
    sleep: async (ctx) => {
      await ctx.sleep(hour);
      return 'done';
    },
  },
});

const approval = restate.workflow({
  name: 'approval',
  handlers: {
    run: async (ctx) => {
      await ctx.promise('go').get();
      return 'done';
    },
    go: restate.handlers.workflow.shared(async (ctx) => {
      await ctx.promise('go').resolve('go');
    }),
  },
});

restate.serve({ services: [work, sleeper, approval], port: Number(port) });
