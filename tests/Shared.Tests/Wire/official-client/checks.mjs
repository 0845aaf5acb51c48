// Speaks to a hub with the official client, unchanged: node checks.mjs ADDRESS
// One line of JSON for each check: { name, error }, where a missing error means that it holds.
import { isDeepStrictEqual } from "node:util";
import { HubConnectionBuilder, HttpTransportType, LogLevel, Subject } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";

const address = process.argv[2];
const ping = 6;
const megabyte = 1024 * 1024;
const unicode = "屏幕共享 – Grüße, שלום, 👩🏽‍💻 \0\u2028\"\\";
const id = "3cfe05ea-0f2b-4d0c-9d7e-6a1a2f0e8b11";

class CountingProtocol extends MessagePackHubProtocol {
  pings = 0;
  pinged = () => {};

  parseMessages(input, logger) {
    const messages = super.parseMessages(input, logger);
    this.pings += messages.filter((message) => message.type === ping).length;
    this.pinged();
    return messages;
  }
}

async function connect(url = address, protocol = new MessagePackHubProtocol(), settle = () => {}) {
  const connection = new HubConnectionBuilder()
    .withUrl(url, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
    .withHubProtocol(protocol)
    .configureLogging(LogLevel.None)
    .build();
  settle(connection);
  await connection.start();
  return connection;
}

// This hub pings once a second, and either side bears three seconds of silence: five pings outlast that.
async function quiet() {
  const protocol = new CountingProtocol();
  const hub = await connect(address.replace("/hub", "/impatient/hub"), protocol, (connection) => {
    connection.keepAliveIntervalInMilliseconds = 250;
    connection.serverTimeoutInMilliseconds = 3000;
  });
  await new Promise((resolve, reject) => {
    hub.onclose((error) => reject(error ?? new Error("closed")));
    protocol.pinged = () => protocol.pings >= 5 && resolve();
  });
  equal(await hub.invoke("Add", 1, 1), 2);
  await hub.stop();
}

// By how much whoever only wants to go on now and then was late at most, ms.
function watchStandstill(beat = 50) {
  let [latest, before] = [0, performance.now()];
  const timer = setInterval(() => {
    const now = performance.now();
    [latest, before] = [Math.max(latest, now - before - beat), now];
  }, beat);
  return { latest: () => latest, stop: () => clearInterval(timer) };
}

const counted = (count) => Uint8Array.from({ length: count }, (_, i) => i % 251);
const plain = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function equal(actual, expected) {
  const [a, b] = [actual, expected].map((value) => (value instanceof Uint8Array ? plain(value) : value));
  if (!isDeepStrictEqual(a, b)) {
    throw new Error(`expected ${JSON.stringify(expected)?.slice(0, 300)}, got ${JSON.stringify(actual)?.slice(0, 300)}`);
  }
}

async function refused(promise, words) {
  const error = await promise.then(() => undefined, (reason) => reason);
  if (!error?.message.includes(words)) {
    throw new Error(`expected an error with "${words}", got ${error}`);
  }
}

const all = (stream) => new Promise((complete, error) => {
  const items = [];
  stream.subscribe({ next: (item) => items.push(item), complete: () => complete(items), error });
});

const checks = {
  "a result comes back": async (hub) => equal(await hub.invoke("Add", 20, 22), 42),
  // SignalR's server answers with the value null even here.
  "a method without a result ends": async (hub) => equal(await hub.invoke("Nothing"), null),
  "an error comes back with its words": (hub) => refused(hub.invoke("Fail"), "It did not work: 出错了"),
  "arguments that do not fit end the call only": async (hub) => {
    await refused(hub.invoke("Add", "twenty", 22), "Argument 1 does not fit Int32");
    await refused(hub.invoke("Add", 20), "takes 2 arguments");
    await refused(hub.invoke("NoSuchMethod"), "NoSuchMethod");
    equal(await hub.invoke("Add", 1, 2), 3);
  },
  "text keeps every character": async (hub) => equal(await hub.invoke("Text", unicode), unicode),
  "nothing stays nothing": async (hub) => {
    equal(await hub.invoke("Text", null), null);
    equal(await hub.invoke("Status", null), null);
  },
  "bytes come back": async (hub) => equal(await hub.invoke("Turned", new Uint8Array([0, 127, 128, 255])), new Uint8Array([255, 128, 127, 0])),
  "a megabyte goes there and comes back": async (hub) =>
    equal(await hub.invoke("Turned", counted(megabyte)), counted(megabyte).reverse()),
  "an enum is its word": async (hub) => equal(await hub.invoke("Reason", "stoppedByCustomer"), "stoppedByCustomer"),
  "an enum of another word or a number is refused": async (hub) => {
    await refused(hub.invoke("Reason", "bored"), "Argument 1 does not fit EndReason");
    await refused(hub.invoke("Reason", 3), "Argument 1 does not fit EndReason");
  },
  "an id is its text": async (hub) => equal(await hub.invoke("Id", id), id),
  "a moment is ISO 8601": async (hub) =>
    equal(Date.parse(await hub.invoke("Moment", "2026-11-21T08:09:10.123Z")), Date.UTC(2026, 10, 21, 8, 9, 10, 123)),
  "a JavaScript date is a moment": async (hub) => {
    const date = new Date(Date.UTC(2026, 10, 21, 8, 9, 10, 123));
    equal(Date.parse(await hub.invoke("Moment", date)), date.getTime());
  },
  "a record keeps its fields": async (hub) => {
    const report = {
      event: "allow", reason: null,
      grant: {
        session: id, scopes: ["view", "control"], technician: "李雷", organisation: "Example",
        grantedAt: "2026-11-21T08:09:10.123+00:00", until: "2026-11-21T09:09:10.123+00:00",
      },
      fault: null,
      colleague: false,
    };
    equal(await hub.invoke("Report", report), report);
  },
  "a record may leave out what has a default, and nothing else": async (hub) => {
    equal(await hub.invoke("Report", { event: "show" }), { event: "show", reason: null, grant: null, fault: null, colleague: false });
    await refused(hub.invoke("Report", { reason: "timeUp" }), "Argument 1 does not fit AgentReport");
  },
  "a stream of frames comes": async (hub) => {
    const frames = await all(hub.stream("Frames", 20, 70000));
    equal(frames.length, 20);
    frames.forEach((frame) => equal(frame, counted(70000)));
  },
  "a stream that breaks says so": (hub) => refused(all(hub.stream("Broken")), "The stream broke"),
  "a stream that is cancelled stops at the server": async (hub) => {
    await new Promise((first, error) => {
      const subscription = hub.stream("Endless").subscribe({ next: () => { subscription.dispose(); first(); }, complete: () => {}, error });
    });
    await hub.invoke("EndlessWasCancelled");
  },
  "a stream of frames goes": async (hub) => {
    const frames = new Subject();
    const sum = hub.invoke("Collect", frames);
    for (const size of [0, 1, 255, 256, 65535, 65536, megabyte]) {
      frames.next(counted(size));
    }
    frames.complete();
    equal(await sum, 1 + 255 + 256 + 65535 + 65536 + megabyte);
  },
  "the server calls": async (hub) => {
    const called = new Promise((resolve) => hub.on("called", (...args) => resolve(args)));
    await hub.invoke("CallBack");
    const [reason, bytes, status, nothing] = await called;
    equal(reason, "timeUp");
    equal(bytes, counted(300));
    equal(status.state, "live");
    equal(status.session, id);
    equal(status.nameplate, null);
    equal(nothing, null);
  },
  "the server asks and gets its answer": async (hub) => {
    hub.on("double", (number) => number * 2);
    equal(await hub.invoke("Ask", 21), 42);
  },
  "pings keep a quiet connection, both ways": async () => {
    // A machine that itself stood still for as long as a ping takes to come says nothing of pings. Where it does so each time, the last counts.
    for (let left = 3; ; left--) {
      const standstill = watchStandstill();
      try {
        await quiet();
        return;
      } catch (lost) {
        if (left === 0 || standstill.latest() < 1000) throw lost;
      } finally {
        standstill.stop();
      }
    }
  },
  "a server that says good-bye closes without an error": async () => {
    const hub = await connect();
    const closed = new Promise((resolve) => hub.onclose(resolve));
    await hub.send("Leave");
    equal(await closed, undefined);
  },
  "a server that refuses closes with its reason": async () => {
    const closed = new Promise((resolve) => {
      connect(`${address}?refuse=1`, undefined, (connection) => connection.onclose(resolve)).catch(resolve);
    });
    await refused(closed.then((error) => { throw error; }), "Not today");
  },
};

const hub = await connect();
for (const [name, check] of Object.entries(checks)) {
  let error;
  try {
    await check(hub);
  } catch (reason) {
    error = String(reason?.stack ?? reason);
  }
  console.log(JSON.stringify({ name, error }));
}
await hub.stop();
