import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const program = process.env.SLUICE_BIN ?? path.join(repository, "artifacts/bin/Sluice/release/sluice");
const logs = path.join(repository, "artifacts/test-logs");

const startWithinMs = 60_000;
const stopWithinMs = 30_000;

/**
 * Starts the built program on a free port with a data directory of its own, and stops it after the tests of the file.
 * What the program prints is kept in artifacts/test-logs/sluice-<name>.log.
 *
 * @param {string} name names the log
 * @param {string[]} [command] the command and its options, besides those for the address and the data
 * @returns {Promise<string>} the base URL, without a trailing slash
 */
export async function startSluice(name, command = ["serve"]) {
  const data = await mkdtemp(path.join(tmpdir(), "sluice-sdk-"));
  mkdirSync(logs, { recursive: true });
  const log = createWriteStream(path.join(logs, `sluice-${name}.log`));
  const child = spawn(program, [...command, "--listen", "127.0.0.1:0", "--data", data], { stdio: ["ignore", "pipe", "pipe"] });

  after(async () => {
    await stop(child);
    log.end();
    await rm(data, { recursive: true, force: true });
  });

  return await address(child, log);
}

function address(child, log) {
  return new Promise((resolve, reject) => {
    let printed = "";
    const fail = (reason) => reject(new Error(`${program} ${reason}. It printed:\n${printed}`));
    const deadline = setTimeout(() => fail("did not print its address in time"), startWithinMs);

    const read = (chunk) => {
      log.write(chunk);
      printed += chunk;
      const found = /https?:\/\/127\.0\.0\.1:([1-9]\d*)/.exec(printed);
      if (found) {
        clearTimeout(deadline);
        resolve(found[0]);
      }
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    child.once("error", (error) => fail(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => fail(`ended with ${signal ?? code} before it served`));
  });
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) {
    throw new Error(`${program} ended with ${child.signalCode ?? child.exitCode} while tests were using it.`);
  }

  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const deadline = setTimeout(() => child.kill("SIGKILL"), stopWithinMs);
  const [code, signal] = await exited;
  clearTimeout(deadline);
  if (code !== 0) {
    throw new Error(`${program} ended with ${signal ?? code} when asked to stop.`);
  }
}
