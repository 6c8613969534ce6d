import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { assertInOrder, assertRefused, ended } from "./support/assertions.js";
import { send, unique, workflow } from "./support/flows.js";
import { ledger, orchestration } from "./support/sdks.js";
import { startSluice } from "./support/sluice.js";
import { eventually } from "./support/waiting.js";

const url = await startSluice("instances");
const hour = { delay: { duration: "1h" } };
const waitFor = (event) => ({ wait_event: { event } });

for (const version of ["v1", "v2"]) {
  describe(`Instances in ${version}`, () => {
    const api = orchestration(url, version);
    const terminated = (id) => eventually(`instance ${id} ends`, () => api.getInstance(id), (instance) => instance.terminated);
    const stageStarted = (id, stage) =>
      eventually(`stage ${stage} of ${id} starts`, () => api.getInstance(id), ({ status }) => status?.some((row) => row.stage === stage));

    test("a run without waiting answers while the instance still runs", async () => {
      const { id: workflowID } = await api.createWorkflow(workflow(hour));

      const started = await api.run(workflowID);

      assert.equal(started.workflowID, workflowID);
      assert.equal(started.terminated, false);
      assert.equal(started.terminatedAt, undefined);
      assert.equal(started.error, undefined);
      assertInOrder(started.createdAt, started.updatedAt);
    });

    test("a run that waits answers with the whole ended instance", async () => {
      const definition = await api.createWorkflow(workflow({ noop: {} }, { delay: { duration: "10ms" } }));

      const instance = await api.runToEnd(definition.id);

      assertInOrder(instance.createdAt, instance.terminatedAt);
      assert.deepEqual(instance, await api.getInstance(instance.id));
      assert.equal(instance.terminated, true);
      assert.equal(instance.error, undefined);
      assert.deepEqual(instance.workflow, definition);
      assert.deepEqual(instance.status.map(ended), [
        { stage: 0, instanceID: instance.id },
        { stage: 1, instanceID: instance.id },
      ]);
    });

    test("a failed run answers like any other, with the error on the stage and on the instance", async () => {
      const { id } = await api.createWorkflow(workflow({ noop: {} }, send({ id: "a" }, { id: "b" }, "${amount}"), { noop: {} }));

      const instance = await api.runToEnd(id);

      assert.equal(instance.terminated, true);
      assert.equal(instance.error, "amount must be specified");
      assert.deepEqual(instance.status.map(ended), [
        { stage: 0, instanceID: instance.id },
        { stage: 1, instanceID: instance.id, error: "amount must be specified" },
      ]);
    });

    test("variables reach amounts, accounts, ledgers and metadata", async () => {
      const name = unique("vars");
      await ledger(url).call("createLedger", { ledger: name, v2CreateLedgerRequest: {} });
      const { id } = await api.createWorkflow(
        workflow(
          send({ id: "world", ledger: "${ledger}" }, { id: "users:${user.id}:main", ledger: "${ledger}" }, "${amount}", {
            metadata: { note: "for ${user.id}, ${nobody}" },
          }),
        ),
      );

      const instance = await api.runToEnd(id, { ledger: name, "user.id": "42", amount: "1234" });

      assert.equal(instance.error, undefined);
      const { cursor } = await ledger(url).call("listTransactions", { ledger: name });
      assert.deepEqual(cursor.data[0].postings, [{ source: "world", destination: "users:42:main", amount: 1234n, asset: "USD/2" }]);
      assert.deepEqual(cursor.data[0].metadata, { note: "for 42, " });
    });

    test("many runs at once move the money once each", async () => {
      const name = unique("many");
      await ledger(url).call("createLedger", { ledger: name, v2CreateLedgerRequest: {} });
      const { id } = await api.createWorkflow(workflow(send({ id: "world", ledger: name }, { id: "bank", ledger: name }, "${amount}")));
      const amounts = Array.from({ length: 40 }, (_, index) => index + 1);

      const instances = await Promise.all(amounts.map((amount) => api.runToEnd(id, { amount: String(amount) })));

      assert.equal(new Set(instances.map((instance) => instance.id)).size, amounts.length);
      assert.deepEqual(instances.filter((instance) => !instance.terminated || instance.error !== undefined), []);
      const { data } = await ledger(url).call("getAccount", { ledger: name, address: "bank", expand: "volumes" });
      assert.equal(data.volumes["USD/2"].balance, 820n);
      assert.equal((await ledger(url).call("readStats", { ledger: name })).data.transactions, BigInt(amounts.length));
    });

    test("the list holds a workflow's instances, the oldest first, without their stages", async () => {
      const definition = await api.createWorkflow(workflow(waitFor("go")));
      const ended = await api.run(definition.id);
      const running = await api.run(definition.id);
      await api.sendEvent(ended.id, "go");
      await terminated(ended.id);

      const all = await api.listInstances({ workflowID: definition.id });
      const onlyRunning = await api.listInstances({ workflowID: definition.id, running: true });

      assert.deepEqual(all.map(({ id, terminated }) => ({ id, terminated })), [
        { id: ended.id, terminated: true },
        { id: running.id, terminated: false },
      ]);
      assert.deepEqual(all.map((row) => row.status), [undefined, undefined]);
      assert.deepEqual(all.map((row) => row.workflow), [definition, definition]);
      assert.deepEqual(onlyRunning.map((row) => row.id), [running.id]);
      assert.deepEqual(await api.listInstances({ workflowID: randomUUID() }), []);
    });

    test("an event moves the instance on", async () => {
      const { id: workflowID } = await api.createWorkflow(workflow(waitFor("approved-${who}")));
      const { id } = await api.run(workflowID, { who: "alice" });
      await stageStarted(id, 0);

      await api.sendEvent(id, "Approved-alice");
      await api.sendEvent(id, "approved-alice");

      const instance = await terminated(id);
      assert.equal(instance.error, undefined);
    });

    test("events that come before their stage, or in another order, are kept for it", async () => {
      const { id: workflowID } = await api.createWorkflow(workflow(waitFor("first"), waitFor("second"), waitFor("second")));
      const { id } = await api.run(workflowID);

      await api.sendEvent(id, "second");
      await api.sendEvent(id, "first");
      await stageStarted(id, 2);
      assert.equal((await api.getInstance(id)).terminated, false, "one event satisfies one stage");
      await api.sendEvent(id, "second");

      assert.equal((await terminated(id)).error, undefined);
    });

    test("events nobody can use are refused", async () => {
      const { id: workflowID } = await api.createWorkflow(workflow({ noop: {} }));
      const over = await api.runToEnd(workflowID);

      await assertRefused(api.sendEvent(over.id, "go"), { status: 400, code: "VALIDATION", message: "instance is terminated" });
      await assertRefused(api.sendEvent(randomUUID(), "go"), { status: 404, code: "NOT_FOUND" });
      await assertRefused(api.sendEvent((await api.run(workflowID)).id, ""), { status: 400, code: "VALIDATION" });
    });

    test("variables and mailboxes that are too large are refused by their bound", async () => {
      const { id: workflowID } = await api.createWorkflow(workflow(waitFor("never")));
      const { id } = await api.run(workflowID);

      await assertRefused(api.run(workflowID, { heavy: "x".repeat(70_000) }), { status: 413, code: "VALIDATION", message: /65536/ });
      await Promise.all(Array.from({ length: 1000 }, (_, index) => api.sendEvent(id, `event-${index}`)));
      await assertRefused(api.sendEvent(id, "one too many"), { status: 400, code: "VALIDATION", message: /1000/ });
    });

    test("an abort ends the instance at once and says so", async () => {
      const { id: workflowID } = await api.createWorkflow(workflow(hour, { noop: {} }));
      const { id } = await api.run(workflowID);
      await stageStarted(id, 0);

      await api.abort(id);

      const instance = await terminated(id);
      assert.equal(instance.error, "canceled");
      assert.deepEqual(instance.status.map(ended), [{ stage: 0, instanceID: id, error: "canceled" }]);
      await api.abort(id);
    });

    test("an abort of what ended by itself, or never was, is refused", async () => {
      const { id: workflowID } = await api.createWorkflow(workflow({ noop: {} }));
      const { id } = await api.runToEnd(workflowID);

      await assertRefused(api.abort(id), { status: 400, code: "VALIDATION", message: "instance is already terminated" });
      await assertRefused(api.abort(randomUUID()), { status: 404, code: "NOT_FOUND" });
    });

    test("an unknown instance is not found", async () => {
      const notFound = { status: 404, code: "NOT_FOUND", message: "Instance not found" };
      const { id: workflowID } = await api.createWorkflow(workflow(hour, { noop: {} }));
      const { id } = await api.run(workflowID);

      await assertRefused(api.getInstance(randomUUID()), notFound);
      await assertRefused(api.history(randomUUID()), notFound);
      await assertRefused(api.stageHistory(randomUUID(), 0), notFound);
      await assertRefused(api.stageHistory(id, 1), notFound);
    });
  });
}

test("v2 pages over instances forwards and backwards, keeping the filter", async () => {
  const api = orchestration(url, "v2");
  const { id: workflowID } = await api.createWorkflow(workflow(hour));
  const started = [];
  for (let i = 0; i < 5; i++) {
    started.push((await api.run(workflowID)).id);
    await api.runToEnd((await api.createWorkflow(workflow())).id);
  }

  const first = await api.pageOfInstances({ workflowID, running: true, pageSize: 2 });
  const second = await api.pageOfInstances({ cursor: first.next });
  const third = await api.pageOfInstances({ cursor: second.next });
  const back = await api.pageOfInstances({ cursor: third.previous });
  const start = await api.pageOfInstances({ cursor: back.previous });

  assert.deepEqual([first, second, third].map((page) => page.data.map((row) => row.id)), [
    started.slice(0, 2),
    started.slice(2, 4),
    started.slice(4),
  ]);
  assert.deepEqual([first, second, third].map((page) => page.hasMore), [true, true, false]);
  assert.deepEqual(back, second);
  assert.deepEqual(start, first);
  assert.equal(first.previous, undefined);
  assert.equal(third.next, undefined);
});
