import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { generations, orchestration } from "./support/sdks.js";

/**
 * The histories that the .NET tests record of every pair of sides, decoded by every SDK generation. They come from a server of
 * their own, so what is tested here is the shapes alone.
 */
const text = await readFile(new URL("../Sluice.Server.Tests/Stack/histories.txt", import.meta.url), "utf8");

const rows = text
  .trim()
  .split("\n\n")
  .map((row) => {
    const [name, stage, ...activities] = row.split("\n");
    const of = (version) => activities.filter((line) => line.startsWith(version) || line.startsWith("both")).map((line) => line.slice(5));
    return { name: name.slice(2), stage, v1: of("v1"), v2: of("v2") };
  });

const server = createServer((request, response) => {
  const [, version, number, stages] = /^\/api\/orchestration\/(v2\/)?instances\/(\d+)\/(stages)?/.exec(request.url) ?? [];
  const row = rows[Number(number)];
  const items = stages ? row[version ? "v2" : "v1"] : [row.stage];
  response.setHeader("content-type", "application/json").end(`{"data":[${items.join(",")}]}`);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
after(() => server.close());
const url = `http://127.0.0.1:${server.address().port}`;

test("there are histories", () => assert.ok(rows.length > 20));

for (const generation of Object.keys(generations)) {
  for (const version of ["v1", "v2"]) {
    describe(`SDK ${generation} decodes recorded histories in ${version}`, () => {
      const api = orchestration(url, version, generation);

      for (const [index, row] of rows.entries()) {
        test(row.name, async () => {
          const [stage] = await api.history(String(index));
          assert.equal(stage.name, JSON.parse(row.stage).name);
          const activities = await api.stageHistory(String(index), 0);
          assert.deepEqual(
            activities.map((activity) => activity.name),
            row[version].map((activity) => JSON.parse(activity).name),
          );
        });
      }
    });
  }
}
