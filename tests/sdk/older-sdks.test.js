import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { assertRefused, ended } from "./support/assertions.js";
import { send, unique, workflow } from "./support/flows.js";
import { ledger, orchestration } from "./support/sdks.js";
import { startSluice } from "./support/sluice.js";
import { eventually } from "./support/waiting.js";

const url = await startSluice("older-sdks");

for (const generation of ["4.6.1", "2.7.0"]) {
  for (const version of ["v1", "v2"]) {
    describe(`SDK ${generation}, ${version}`, () => {
      const api = orchestration(url, version, generation);

      test("a flow of every kind of stage can be created, run, followed and read", async () => {
        const main = unique("main");
        await ledger(url).call("createLedger", { ledger: main, v2CreateLedgerRequest: {} });
        const updated = { id: "users:1", ledger: main, metadata: { state: "seen" } };
        const definition = await api.createWorkflow(
          workflow(
            send({ id: "world", ledger: main }, { id: "users:1", ledger: main }, "${amount}", { metadata: { k: "v" } }),
            { delay: { duration: "10ms" } },
            { wait_event: { event: "go" } },
            { update: { account: updated } },
            { noop: {} },
          ),
        );

        const started = await api.run(definition.id, { amount: "100" });
        await api.sendEvent(started.id, "go");
        const instance = await eventually("the instance ends", () => api.getInstance(started.id), (state) => state.terminated);

        assert.match((await api.serverInfo()).version, /./);
        assert.deepEqual(await api.getWorkflow(definition.id), definition);
        assert.ok((await api.listWorkflows()).some((row) => row.id === definition.id));
        assert.deepEqual((await api.listInstances({ workflowID: definition.id })).map((row) => row.id), [started.id]);
        assert.equal(instance.error, undefined);
        assert.deepEqual(instance.status.map((row) => row.stage), [0, 1, 2, 3, 4]);
        const amount = { amount: 100n, asset: "USD/2" };
        assert.deepEqual((await api.history(started.id)).map(ended), [
          {
            name: "RunSend",
            terminated: true,
            input: {
              source: { account: { id: "world", ledger: main } },
              destination: { account: { id: "users:1", ledger: main } },
              amount,
              metadata: { k: "v" },
            },
          },
          { name: "RunDelay", terminated: true, input: { duration: "10ms" } },
          { name: "RunWaitEvent", terminated: true, input: { event: "go" } },
          { name: "RunUpdate", terminated: true, input: { account: updated } },
          { name: "RunNoop", terminated: true, input: {} },
        ]);
        const [sent] = await api.stageHistory(started.id, 0);
        const transaction = version === "v1" ? sent.output.createTransaction.data : sent.output.createTransaction.data[0];
        assert.deepEqual(transaction.postings, [{ source: "world", destination: "users:1", ...amount }]);
        assert.deepEqual(sent.input.createTransaction.data.postings, transaction.postings);
        assert.deepEqual((await api.stageHistory(started.id, 3)).map(ended), [
          { name: "AddAccountMetadata", terminated: true, attempt: 1, input: { addAccountMetadata: updated } },
        ]);
      });

      test("what failed, what waits for money and what was aborted can be read", async () => {
        const main = unique("main");
        await ledger(url).call("createLedger", { ledger: main, v2CreateLedgerRequest: {} });
        const poor = send({ id: "${from}", ledger: main }, { id: "bank", ledger: main }, 1);
        const { id: workflowID } = await api.createWorkflow(workflow(poor));

        const rejected = await api.runToEnd(workflowID, { from: "" });
        const refused = await api.runToEnd(workflowID, { from: "not an address" });
        const { id } = await api.run(workflowID, { from: "users:1" });
        const failed = ([activity]) => activity?.lastFailure !== undefined;
        const [pending] = await eventually("an attempt fails", () => api.stageHistory(id, 0), failed);
        await api.abort(id);
        await eventually("the instance ends", () => api.getInstance(id), (state) => state.terminated);

        assert.deepEqual((await api.history(rejected.id, { complete: false })).map((entry) => entry.error), [rejected.error]);
        assert.deepEqual((await api.history(refused.id)).map((entry) => entry.error), [refused.error]);
        assert.deepEqual((await api.stageHistory(refused.id, 0)).map((entry) => entry.error), [refused.error]);
        assert.equal(pending.terminated, false);
        assert.ok(pending.nextExecution > pending.startedAt);
        assert.deepEqual((await api.history(id)).map((entry) => entry.error), ["canceled"]);
        assert.deepEqual((await api.stageHistory(id, 0)).map((entry) => entry.error), ["cancelled"]);
      });

      test("a waiting run, an abort and a deletion work", async () => {
        const definition = await api.createWorkflow(workflow({ wait_event: { event: "never" } }));
        const done = await api.runToEnd((await api.createWorkflow(workflow({ noop: {} }))).id);
        const { id } = await api.run(definition.id);

        await api.abort(id);
        const aborted = await eventually("the instance ends", () => api.getInstance(id), (state) => state.terminated);
        await api.deleteWorkflow(definition.id);

        assert.equal(done.terminated, true);
        assert.equal(aborted.error, "canceled");
        assert.ok(!(await api.listWorkflows()).some((row) => row.id === definition.id));
      });

      test("refusals are typed", async () => {
        await assertRefused(api.getInstance(randomUUID()), { status: 404, code: "NOT_FOUND", message: "Instance not found" });
        await assertRefused(api.getWorkflow(randomUUID()), { status: 404, code: "NOT_FOUND", message: "Workflow not found" });
        await assertRefused(api.createWorkflow({ name: "mistaken", stages: [{ teleport: {} }] }), { status: 400, code: "VALIDATION" });
        await assertRefused(api.sendEvent(randomUUID(), "go"), { status: 404, code: "NOT_FOUND" });
      });
    });
  }
}
