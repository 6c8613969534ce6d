import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertInOrder, ended } from "./support/assertions.js";
import { account, send, unique, workflow } from "./support/flows.js";
import { ledger, orchestration } from "./support/sdks.js";
import { startSluice } from "./support/sluice.js";
import { eventually } from "./support/waiting.js";

const url = await startSluice("histories");
const { call } = ledger(url);

async function newLedger(prefix) {
  const name = unique(prefix);
  await call("createLedger", { ledger: name, v2CreateLedgerRequest: {} });
  return name;
}

/** Gives an account money out of nowhere. */
const fund = (name, destination, amount) =>
  call("createTransaction", {
    ledger: name,
    v2PostTransaction: { metadata: {}, postings: [{ source: "world", destination, amount, asset: "USD/2" }] },
  });

const balances = async (name, address) =>
  (await call("getBalancesAggregated", { ledger: name, query: { $match: { address } } })).data;

const posting = (source, destination, amount) => ({ source, destination, amount, asset: "USD/2" });

for (const version of ["v1", "v2"]) {
  describe(`Histories in ${version}`, () => {
    const api = orchestration(url, version);
    const terminated = (id) => eventually(`instance ${id} ends`, () => api.getInstance(id), (instance) => instance.terminated);

    const attemptFailed = (id) =>
      eventually("an attempt fails", () => api.stageHistory(id, 0), ([activity]) => activity?.lastFailure !== undefined);

    async function runToEnd(stages, variables) {
      const { id } = await api.createWorkflow(workflow(...stages));
      return await api.runToEnd(id, variables);
    }

    async function start(...stages) {
      const { id } = await api.createWorkflow(workflow(...stages));
      return (await api.run(id)).id;
    }

    /** The transaction an ended CreateTransaction recorded; v1 and v2 declare different shapes of it. */
    function created({ output }) {
      const { data } = output.createTransaction;
      const { id, txid, timestamp, reverted, ...transaction } = version === "v1" ? data : data[0];
      assertInOrder(timestamp);
      assert.equal(version === "v1" ? reverted : false, false);
      return { ...transaction, id: id ?? txid };
    }

    /** An ended CreateTransaction entry with its output reduced to what was asked of the ledger. */
    function transaction(entry) {
      const { output, ...rest } = ended(entry);
      return { ...rest, transaction: created({ output }) };
    }

    test("a send within a ledger: the resolved stage, the call and the transaction it made", async () => {
      const main = await newLedger("main");
      await fund(main, "users:1", 500n);

      const { id, error } = await runToEnd([
        send({ id: "users:${user}", ledger: main }, { id: "bank", ledger: main }, "${amount}", {
          metadata: { invoice: "i-1" },
          timestamp: "2024-05-01T10:00:00Z",
        }),
      ], { user: "1", amount: "100" });

      assert.equal(error, undefined);
      const timestamp = new Date("2024-05-01T10:00:00Z");
      assert.deepEqual((await api.history(id)).map(ended), [
        {
          name: "RunSend",
          terminated: true,
          input: {
            source: { account: account("users:1", main) },
            destination: { account: account("bank", main) },
            amount: { amount: 100n, asset: "USD/2" },
            metadata: { invoice: "i-1" },
            timestamp,
          },
        },
      ]);
      const postings = [posting("users:1", "bank", 100n)];
      const stage = await api.stageHistory(id, 0);
      assert.deepEqual(stage.map(transaction), [
        {
          name: "CreateTransaction",
          terminated: true,
          attempt: 1,
          input: { createTransaction: { ledger: main, data: { metadata: { invoice: "i-1" }, postings, timestamp } } },
          transaction: { id: created(stage[0]).id, metadata: { invoice: "i-1" }, postings },
        },
      ]);
      const { data } = await call("getTransaction", { ledger: main, id: created(stage[0]).id });
      assert.deepEqual(data.postings, postings);
      assert.deepEqual(data.timestamp, timestamp);
      assert.deepEqual(await balances(main, "bank"), { "USD/2": 100n });
    });

    test("a send between ledgers: out of the one and into the other, each saying where the money goes", async () => {
      const [here, there] = [await newLedger("here"), await newLedger("there")];
      await fund(here, "users:1", 500n);

      const { id, error } = await runToEnd([
        send({ id: "users:1", ledger: here, throughAccount: "bridge:out" }, { id: "users:2", ledger: there }, 75, { metadata: { k: "v" } }),
      ]);

      assert.equal(error, undefined);
      assert.deepEqual((await api.history(id)).map(ended), [
        {
          name: "RunSend",
          terminated: true,
          input: {
            source: { account: account("users:1", here, { throughAccount: "bridge:out" }) },
            destination: { account: account("users:2", there) },
            amount: { amount: 75n, asset: "USD/2" },
            metadata: { k: "v" },
          },
        },
      ]);
      const out = { metadata: { k: "v", "orchestration/move-to-ledger": there }, postings: [posting("users:1", "bridge:out", 75n)] };
      const into = { metadata: { k: "v", "orchestration/move-from-ledger": here }, postings: [posting("world", "users:2", 75n)] };
      const stage = await api.stageHistory(id, 0);
      assert.deepEqual(stage.map((entry) => ended(entry).input.createTransaction), [
        { ledger: here, data: out },
        { ledger: there, data: into },
      ]);
      assert.deepEqual(stage.map((entry) => ({ ...created(entry), id: undefined })), [
        { ...out, id: undefined },
        { ...into, id: undefined },
      ]);
      assert.ok(stage[0].terminatedAt <= stage[1].startedAt, "nothing arrives before it has left");
      assert.deepEqual(await balances(here, "users:1"), { "USD/2": 425n });
      assert.deepEqual(await balances(here, "bridge:out"), { "USD/2": 75n });
      assert.deepEqual(await balances(there, "users:2"), { "USD/2": 75n });
    });

    test("a send that may overdraw: the script as it was sent", async () => {
      const main = await newLedger("overdraft");
      const bank = await newLedger("bank");

      const user = { id: "users:1", ledger: main, allowOverdraft: true };
      const vault = { id: "vault", ledger: bank, throughAccount: "bridge", allowOverdraft: true };
      const { id, error } = await runToEnd([send(user, { id: "users:2", ledger: main }, 40), send(user, vault, 2)]);

      assert.equal(error, undefined);
      const script = (source, destination, amount) => ({
        plain: `send [USD/2 ${amount}] (\n  source = @${source} allowing unbounded overdraft\n  destination = @${destination}\n)`,
      });
      const [within] = await api.stageHistory(id, 0);
      assert.deepEqual(within.input.createTransaction, { ledger: main, data: { metadata: {}, script: script("users:1", "users:2", 40) } });
      assert.deepEqual(created(within).postings, [posting("users:1", "users:2", 40n)]);
      const between = await api.stageHistory(id, 1);
      assert.deepEqual(between.map((entry) => entry.input.createTransaction), [
        { ledger: main, data: { metadata: { "orchestration/move-to-ledger": bank }, script: script("users:1", "world", 2) } },
        { ledger: bank, data: { metadata: { "orchestration/move-from-ledger": main }, script: script("bridge", "vault", 2) } },
      ]);
      assert.equal((await api.history(id))[0].input.source.account.allowOverdraft, true);
      assert.deepEqual(await balances(main, "users:1"), { "USD/2": -42n });
      assert.deepEqual(await balances(bank, "bridge"), { "USD/2": -2n });
    });

    test("delays, waits, updates and no-ops each decode to what they are", async () => {
      const main = await newLedger("update");
      const until = new Date(Date.now() - 1000);
      const id = await start(
        { delay: { duration: "20ms" } },
        { delay: { until: until.toISOString() } },
        { wait_event: { event: "go" } },
        { update: { account: { id: "users:1", ledger: main, metadata: { state: "seen", other: "" } } } },
        { noop: {} },
      );
      await api.sendEvent(id, "go");

      assert.equal((await terminated(id)).error, undefined);
      const updated = { id: "users:1", ledger: main, metadata: { state: "seen", other: "" } };
      assert.deepEqual((await api.history(id)).map(ended), [
        { name: "RunDelay", terminated: true, input: { duration: "20ms" } },
        { name: "RunDelay", terminated: true, input: { until } },
        { name: "RunWaitEvent", terminated: true, input: { event: "go" } },
        { name: "RunUpdate", terminated: true, input: { account: updated } },
        { name: "RunNoop", terminated: true, input: {} },
      ]);
      for (const stage of [0, 1, 2, 4]) {
        assert.deepEqual(await api.stageHistory(id, stage), []);
      }
      assert.deepEqual((await api.stageHistory(id, 3)).map(ended), [
        { name: "AddAccountMetadata", terminated: true, attempt: 1, input: { addAccountMetadata: updated } },
      ]);
      const { data } = await call("getAccount", { ledger: main, address: "users:1" });
      assert.deepEqual(data.metadata, { state: "seen", other: "" });
    });

    test("an update goes to the ledger main unless told otherwise", async () => {
      await call("createLedger", { ledger: "main", v2CreateLedgerRequest: {} }).catch(() => {});

      const { id } = await runToEnd([{ update: { account: { id: unique("users"), metadata: {} } } }]);

      assert.equal((await api.history(id))[0].input.account.ledger, "main");
    });

    test("a call that is refused for good: one attempt, and the service's own words everywhere", async () => {
      const main = await newLedger("refused");

      const { id, error } = await runToEnd([send({ id: "world", ledger: main }, { id: "${to}", ledger: main }, 1), { noop: {} }], {
        to: "not an address",
      });

      const [stage] = await api.stageHistory(id, 0);
      const history = await api.history(id);
      assert.ok(error.length > 0);
      assert.deepEqual(ended(stage), {
        name: "CreateTransaction",
        terminated: true,
        attempt: 1,
        error,
        ...(stage.lastFailure === undefined ? {} : { lastFailure: error }),
        input: { createTransaction: { ledger: main, data: { metadata: {}, postings: [posting("world", "not an address", 1n)] } } },
      });
      assert.equal(stage.output, undefined);
      assert.deepEqual(history.map((entry) => ({ name: entry.name, error: entry.error })), [{ name: "RunSend", error }]);
      assert.deepEqual(history[0].input.destination, { account: account("not an address", main) });
      assert.deepEqual((await api.getInstance(id)).status.map((row) => row.error), [error]);
    });

    const unresolvable = {
      "a delay of no known length": { name: "RunDelay", stage: { delay: { duration: "${what}" } } },
      "a delay until no known time": { name: "RunDelay", stage: { delay: { until: "${what}" } } },
      "a wait for no event": { name: "RunWaitEvent", stage: { wait_event: { event: "${nothing}" } } },
      "an update of no account": { name: "RunUpdate", stage: { update: { account: { id: "${nothing}", metadata: {} } } } },
      "a send of no number": { name: "RunSend", stage: send({ id: "a" }, { id: "b" }, "${what}") },
      "a send from no account": { name: "RunSend", stage: send({ id: "${nothing}" }, { id: "b" }, 1) },
    };
    for (const [problem, { name, stage }] of Object.entries(unresolvable)) {
      test(`${problem}: an entry that decodes and has the error`, async () => {
        const { id, error } = await runToEnd([stage, { noop: {} }], { what: "whatever" });

        // The stage is shown as it was written, which no SDK has a shape for.
        const history = await api.history(id, { complete: false });

        assert.match(error, /\w/);
        assert.deepEqual(history.map(({ name, error, terminated }) => ({ name, error, terminated })), [{ name, error, terminated: true }]);
        assertInOrder(history[0].startedAt, history[0].terminatedAt);
        assert.deepEqual(await api.stageHistory(id, 0), []);
        const [{ input }] = (await (await fetch(`${url}/instances/${id}/history`)).json()).data;
        assert.deepEqual(input, Object.values(stage)[0]);
      });
    }

    test("a call that waits for money: what failed, when it is tried again, and that it came through", async () => {
      const main = await newLedger("pending");
      const id = await start(send({ id: "users:1", ledger: main }, { id: "bank", ledger: main }, 100));
      const [pending] = await attemptFailed(id);

      const { startedAt, nextExecution, attempt, lastFailure, ...rest } = pending;
      assert.deepEqual(rest, {
        name: "CreateTransaction",
        terminated: false,
        input: { createTransaction: { ledger: main, data: { metadata: {}, postings: [posting("users:1", "bank", 100n)] } } },
      });
      assert.match(lastFailure, /users:1.*insufficient fund/);
      assert.ok(attempt >= 2, "the attempt that comes next");
      assert.ok(nextExecution > startedAt);
      const [{ startedAt: _, ...stage }] = await api.history(id);
      assert.equal(stage.terminated, false);
      assert.equal(stage.terminatedAt, undefined);
      assert.equal(stage.error, undefined);

      await fund(main, "users:1", 100n);
      const instance = await terminated(id);

      assert.equal(instance.error, undefined);
      const [done] = await api.stageHistory(id, 0);
      assert.ok(done.attempt >= 2);
      assert.equal(done.terminated, true);
      assert.equal(done.error, undefined);
      assert.equal(done.nextExecution, undefined);
      assert.deepEqual(created(done).postings, [posting("users:1", "bank", 100n)]);
      assert.deepEqual(await balances(main, "bank"), { "USD/2": 100n });
    });

    test("an abort while a call waits for money: canceled, and nothing was moved", async () => {
      const main = await newLedger("aborted");
      const id = await start(send({ id: "users:1", ledger: main }, { id: "bank", ledger: main }, 100), { noop: {} });
      await attemptFailed(id);

      await api.abort(id);

      assert.equal((await terminated(id)).error, "canceled");
      const history = await api.history(id);
      assert.deepEqual(history.map((entry) => ({ name: entry.name, terminated: entry.terminated, error: entry.error })), [
        { name: "RunSend", terminated: true, error: "canceled" },
      ]);
      assertInOrder(history[0].startedAt, history[0].terminatedAt);
      const [activity] = await api.stageHistory(id, 0);
      assert.equal(activity.terminated, true);
      assert.equal(activity.error, "cancelled");
      assert.match(activity.lastFailure, /insufficient fund/);
      assert.equal(activity.output, undefined);
      await fund(main, "users:1", 100n);
      assert.deepEqual(await balances(main, "users:1"), { "USD/2": 100n });
    });

    test("an abort of a wait: canceled on the stage's entry", async () => {
      const id = await start({ wait_event: { event: "never" } });
      await eventually("the wait starts", () => api.history(id), (history) => history.length > 0);

      await api.abort(id);

      await terminated(id);
      assert.deepEqual((await api.history(id)).map(ended), [
        { name: "RunWaitEvent", terminated: true, error: "canceled", input: { event: "never" } },
      ]);
    });
  });
}
