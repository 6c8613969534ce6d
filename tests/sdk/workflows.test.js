import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { assertInOrder, assertRefused } from "./support/assertions.js";
import { send, unique, workflow } from "./support/flows.js";
import { orchestration } from "./support/sdks.js";
import { startSluice } from "./support/sluice.js";

const url = await startSluice("workflows");

const everyStage = () => ({
  name: unique("every-stage"),
  stages: [
    send({ id: "users:1", ledger: "main" }, { id: "bank" }, 100, { metadata: { k: "v" }, timestamp: "2024-05-01T10:00:00Z" }),
    { delay: { duration: "10s" } },
    { delay: { until: "2030-01-01T00:00:00Z" } },
    { wait_event: { event: "go" } },
    { update: { account: { id: "users:1", ledger: "main", metadata: { state: "${state}" } } } },
    { noop: {} },
  ],
});

for (const version of ["v1", "v2"]) {
  describe(`Workflows in ${version}`, () => {
    const api = orchestration(url, version);

    test("the server tells its version", async () => {
      const info = await api.serverInfo();

      assert.match(info.version, /^\d+\.\d+\.\d+|^develop$/);
    });

    test("a definition is echoed as it was written, when created and when read", async () => {
      const config = everyStage();

      const created = await api.createWorkflow(config);
      const read = await api.getWorkflow(created.id);

      assert.deepEqual(created.config, config);
      assertInOrder(created.createdAt, created.updatedAt);
      assert.deepEqual(read, created);
    });

    test("a definition needs no name and no stage", async () => {
      const created = await api.createWorkflow({ stages: [] });
      const instance = await api.runToEnd(created.id);

      assert.deepEqual(created.config, { name: "", stages: [] });
      assert.equal(instance.terminated, true);
      assert.equal(instance.error, undefined);
    });

    test("a deleted workflow leaves the list, stays readable and no longer runs", async () => {
      const kept = await api.createWorkflow(workflow());
      const deleted = await api.createWorkflow(workflow({ noop: {} }));
      const instance = await api.runToEnd(deleted.id);

      await api.deleteWorkflow(deleted.id);
      await api.deleteWorkflow(deleted.id);

      const listed = (await listAll(api)).map((row) => row.id);
      assert.ok(listed.includes(kept.id));
      assert.ok(!listed.includes(deleted.id));
      assert.deepEqual((await api.getWorkflow(deleted.id)).config, deleted.config);
      assert.deepEqual(await api.listInstances({ workflowID: deleted.id }), []);
      assert.equal((await api.getInstance(instance.id)).workflow.id, deleted.id);
      await assertRefused(api.run(deleted.id), { status: 404, code: "NOT_FOUND", message: "Workflow not found" });
    });

    test("an unknown workflow is not found", async () => {
      const notFound = { status: 404, code: "NOT_FOUND", message: "Workflow not found" };

      await assertRefused(api.getWorkflow(randomUUID()), notFound);
      await assertRefused(api.deleteWorkflow(randomUUID()), notFound);
      await assertRefused(api.run(randomUUID()), notFound);
    });

    test("deleting by something that is not an id is refused", async () => {
      await assertRefused(api.deleteWorkflow("not-an-id"), { status: 400, code: "VALIDATION" });
    });

    const mistakes = {
      "no kind of stage": [{}],
      "two kinds of stage in one": [{ noop: {}, delay: { duration: "1s" } }],
      "an unknown kind of stage": [{ teleport: {} }],
      "a source that is text": [{ send: { source: "users:1", destination: { account: { id: "bank" } } } }],
      "no source": [{ send: { destination: { account: { id: "bank" } }, amount: { amount: 1, asset: "USD/2" } } }],
      "two sources": [
        {
          send: {
            source: { account: { id: "a" }, wallet: { id: "w" } },
            destination: { account: { id: "bank" } },
            amount: { amount: 1, asset: "USD/2" },
          },
        },
      ],
      "a fraction of a minor unit": [send({ id: "a" }, { id: "b" }, 1.5)],
      "a delay without a time": [{ delay: {} }],
      "a delay with two times": [{ delay: { duration: "1s", until: "2030-01-01T00:00:00Z" } }],
      "a delay of no known unit": [{ delay: { duration: "1 fortnight" } }],
      "a wait for no event": [{ wait_event: {} }],
      "an update of nothing": [{ update: {} }],
      "a payment sent to a payment": [
        { send: { source: { payment: { id: "p" } }, destination: { payment: { psp: "stripe" } }, amount: { amount: 1, asset: "USD/2" } } },
      ],
    };
    for (const [mistake, stages] of Object.entries(mistakes)) {
      test(`a definition with ${mistake} is refused`, async () => {
        await assertRefused(api.createWorkflow({ name: "mistaken", stages }), { status: 400, code: "VALIDATION" });
      });
    }
  });
}

describe("Definitions that are too large", () => {
  const api = orchestration(url, "v2");

  test("are refused by the bound they break", async () => {
    const noops = (count) => ({ name: "long", stages: Array(count).fill({ noop: {} }) });

    assert.equal((await api.createWorkflow(noops(100))).config.stages.length, 100);
    await assertRefused(api.createWorkflow(noops(101)), { status: 400, code: "VALIDATION", message: /100/ });
    const heavy = api.createWorkflow({ name: "x".repeat(300_000), stages: [] });
    await assertRefused(heavy, { status: 413, code: "VALIDATION", message: /262144/ });
  });
});

describe("Lists of workflows", () => {
  const v1 = orchestration(url, "v1");
  const v2 = orchestration(url, "v2");

  test("v1 lists all of them, the oldest first", async () => {
    const created = await createMany(20);

    const listed = await v1.listWorkflows();

    assert.deepEqual(listed.map((row) => row.id).filter((id) => created.includes(id)), created);
    assert.deepEqual(listed.map((row) => row.id), (await listAll(v2)).map((row) => row.id));
  });

  test("v2 pages forwards to the end and backwards to the start over the same rows", async () => {
    await createMany(8);
    const all = (await v1.listWorkflows()).map((row) => row.id);

    const forwards = [await v2.pageOfWorkflows({ pageSize: 3 })];
    while (forwards.at(-1).next) {
      forwards.push(await v2.pageOfWorkflows({ cursor: forwards.at(-1).next }));
    }
    const backwards = [forwards.at(-1)];
    while (backwards.at(-1).previous) {
      backwards.push(await v2.pageOfWorkflows({ cursor: backwards.at(-1).previous }));
    }

    assert.deepEqual(ids(forwards), all);
    assert.deepEqual(ids(backwards.toReversed()), all);
    assert.equal(forwards[0].previous, undefined);
    assert.deepEqual(forwards.map((page) => page.hasMore), forwards.map((_, index) => index < forwards.length - 1));
    assert.ok(forwards.every((page) => page.pageSize === 3));
    assert.ok(forwards.slice(0, -1).every((page) => page.data.length === 3));
  });

  test("a page has 15 rows unless asked otherwise, and never more than 100", async () => {
    await createMany(16);

    assert.equal((await v2.pageOfWorkflows({})).data.length, 15);
    assert.equal((await v2.pageOfWorkflows({})).pageSize, 15);
    assert.equal((await v2.pageOfWorkflows({ pageSize: 0 })).pageSize, 15);
    assert.equal((await v2.pageOfWorkflows({ pageSize: 1000 })).pageSize, 100);
  });

  test("a cursor and a page size that mean nothing are refused", async () => {
    const badCursor = { status: 400, code: "VALIDATION", message: "invalid 'cursor' query param" };
    const badSize = { status: 400, code: "VALIDATION", message: "invalid 'pageSize' query param" };

    await assertRefused(v2.pageOfWorkflows({ cursor: "garbage" }), badCursor);
    await assertRefused(v2.pageOfInstances({ cursor: "garbage" }), badCursor);
    await assertRefused(v2.pageOfWorkflows({ pageSize: -1 }), badSize);
    await assertRefused(v2.pageOfInstances({ pageSize: -1 }), badSize);
  });

  async function createMany(count) {
    const created = [];
    for (let i = 0; i < count; i++) {
      created.push((await v2.createWorkflow(workflow())).id);
    }
    return created;
  }

  const ids = (pages) => pages.flatMap((page) => page.data.map((row) => row.id));
});

/** Every workflow, over all pages where there are pages. */
async function listAll(api) {
  const first = await api.listWorkflows();
  if (first.length < 15) {
    return first;
  }

  const v2 = orchestration(url, "v2");
  const rows = [];
  for (let page = await v2.pageOfWorkflows({ pageSize: 100 }); ; page = await v2.pageOfWorkflows({ cursor: page.next })) {
    rows.push(...page.data);
    if (!page.next) {
      return rows;
    }
  }
}
