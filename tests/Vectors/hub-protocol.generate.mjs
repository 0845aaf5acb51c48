// Writes hub-protocol.json with the official protocol package: node tests/Vectors/hub-protocol.generate.mjs
// (after npm ci in tests/Shared.Tests/Wire/official-client). Run once; the vectors are kept, so that a change of
// ours shows as a difference.
//
// A vector: { name, bytes (hex) | sha256 with length, message, same }. Values carry their type, as { type, value }.
// "same" says whether the C# side must write the very same bytes; where not, "why" says why not.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";

const require = createRequire(new URL("../Shared.Tests/Wire/official-client/package.json", import.meta.url));
const { MessagePackHubProtocol } = require("@microsoft/signalr-protocol-msgpack");
const { MessageType } = require("@microsoft/signalr");
const { encode } = createRequire(require.resolve("@microsoft/signalr-protocol-msgpack"))("@msgpack/msgpack");

const protocol = new MessagePackHubProtocol();
const vectors = [];

const v = (type, value, js = value) => ({ type, value, js });
const int = (value) => v("int", value);
const long = (value) => v("long", String(value), value);
const double = (value) => v("double", String(value), value);
const text = (value) => v("string", value);
const repeated = (unit, count) => v("repeated", { unit, count }, unit.repeat(count));
const bytes = (hex) => v("bytes", hex, Uint8Array.from(Buffer.from(hex, "hex")));
const manyBytes = (count) => v("counted", count, Uint8Array.from({ length: count }, (_, i) => i % 251));
const record = (type, value) => v(type, value);

const shown = (value) => value && { type: value.type, value: value.value };
const js = (value) => value?.js;

function add(name, message, written, why) {
  const { type, headers, invocationId, target, streamIds, error, sequenceId, allowReconnect } = message;
  const all = Buffer.from(written);
  vectors.push({
    name,
    ...(all.length <= 600 ? { bytes: all.toString("hex") } : { length: all.length, sha256: createHash("sha256").update(all).digest("hex") }),
    message: {
      type, headers, invocationId, target, streamIds, error, sequenceId, allowReconnect,
      arguments: message.arguments?.map(shown), item: shown(message.item), result: shown(message.result),
    },
    same: why === undefined, why,
  });
}

const write = (name, message, why) => add(name, message, protocol.writeMessage({
  ...message, arguments: message.arguments?.map(js), item: js(message.item), result: js(message.result),
}), why);

// What the official client never writes, only reads: framed here, and read by it before it counts.
function framed(name, message, array) {
  const body = encode(array);
  const all = Uint8Array.from([body.length, ...body]);
  const [read] = protocol.parseMessages(all.buffer, null);
  if (read.type !== message.type || read.error !== message.error || read.allowReconnect !== message.allowReconnect) {
    throw new Error(`The official client reads ${JSON.stringify(read)} from ${name}.`);
  }
  add(name, message, all);
}

const call = (...args) => ({ type: MessageType.Invocation, target: "Call", arguments: args, streamIds: [] });
const id = "3cfe05ea-0f2b-4d0c-9d7e-6a1a2f0e8b11";
const moment = "2026-11-21T08:09:10.1234567+00:00";

write("a call without arguments", call());
write("a call that wants an answer", { ...call(int(42)), invocationId: "xyz" });
write("a call with streams", { ...call(), invocationId: "1", streamIds: ["2", "3"] });
write("a call with headers", { ...call(), headers: { traceparent: "00-1", "名": "值" } });
write("a call from before there were streams", { ...call(int(1)), streamIds: undefined }, "we always write the list of streams");
for (const n of [0, 1, 127, 128, 255, 256, 65535, 65536, 2147483647, -1, -32, -33, -128, -129, -32768, -32769, -2147483648]) {
  write(`the number ${n}`, call(int(n)));
}
for (const n of [4294967295, 4294967296, Number.MAX_SAFE_INTEGER, -2147483649, Number.MIN_SAFE_INTEGER]) {
  write(`the long number ${n}`, call(long(n)));
}
for (const n of [0.5, -1.25e300, 5e-324, 0.1, 3]) {
  write(`the real number ${n}`, call(double(n)));
}
write("not a number", call(double(NaN)), "JSON has no such number, so it is written as a text");
write("infinity", call(double(-Infinity)), "JSON has no such number, so it is written as a text");
write("yes, no and nothing", call(v("bool", true), v("bool", false), v("null", null)));
write("an empty text", call(text("")));
for (const n of [31, 32, 255, 256, 65535, 65536]) {
  write(`a text of ${n} bytes`, call(repeated("x", n)));
}
write("text in many scripts", call(text("Grüße, 屏幕共享, שלום, 👩🏽‍💻, \u0000\u001f\"\\/\u2028<&>")));
write("no bytes", call(bytes("")));
write("some bytes", call(bytes("00ff80c0")));
for (const n of [255, 256, 65535, 65536, 1048576]) {
  write(`${n} bytes`, call(manyBytes(n)));
}
write("an enum", call(record("endReason", "stoppedByCustomer")));
write("an id", call(record("guid", id)));
write("a moment", call(record("moment", moment)));
write("a JavaScript date, whole seconds", call(v("moment", "2026-11-21T08:09:10+00:00", new Date("2026-11-21T08:09:10Z"))), "we write moments as text");
write("a JavaScript date, milliseconds", call(v("moment", "2026-11-21T08:09:10.5+00:00", new Date("2026-11-21T08:09:10.5Z"))), "we write moments as text");
write("a JavaScript date before 1970", call(v("moment", "1969-07-20T20:17:40.25+00:00", new Date("1969-07-20T20:17:40.25Z"))), "we write moments as text");
write("a record", call(record("joinRequest", { protocolVersion: 2, nameplate: "4829", agentVersion: "0.1.0", platform: "Linux X11" })));
write("records within a record", call(record("agentReport", {
  event: "allow", reason: null,
  grant: { session: id, scopes: ["view", "control"], technician: "李雷", organisation: "Example", grantedAt: moment, until: "2026-11-21T09:09:10+00:00" },
  fault: null, colleague: false,
})));
write("a record with nothing in it", call(record("sessionStatus", {
  session: id, state: "live", endReason: null, nameplate: null, codeHolder: null, codeEnd: null, codeExpires: null, triesLeft: 5,
  customerConnected: true, comeBackUntil: null, viewers: 2,
  since: moment, until: null, now: moment, people: null, logUnavailable: false,
})));
for (const n of [15, 16, 65536]) {
  write(`a list of ${n}`, call(v("strings", { unit: "a", count: n }, Array.from({ length: n }, () => "a"))));
}
write("a call that streams", { type: MessageType.StreamInvocation, invocationId: "7", target: "Call", arguments: [int(1)], streamIds: [] });
write("an item of bytes", { type: MessageType.StreamItem, invocationId: "7", item: bytes("0102") });
write("an item that is a number", { type: MessageType.StreamItem, invocationId: "7", item: int(-5) });
write("an item that is nothing", { type: MessageType.StreamItem, invocationId: "7", item: v("null", null) });
write("an end without a result", { type: MessageType.Completion, invocationId: "7" });
write("an end with a result", { type: MessageType.Completion, invocationId: "7", result: text("ok") });
write("an end with nothing as its result", { type: MessageType.Completion, invocationId: "7", result: v("null", null) });
write("an end with an error", { type: MessageType.Completion, invocationId: "7", error: "出错了" });
write("a cancelled stream", { type: MessageType.CancelInvocation, invocationId: "7", headers: { a: "b" } });
write("a ping", { type: MessageType.Ping });
write("an acknowledgement", { type: MessageType.Ack, sequenceId: 4294967296 });
write("a new sequence", { type: MessageType.Sequence, sequenceId: 12 });
write("a good-bye", { type: MessageType.Close }, "we also write whether to connect again");
framed("a good-bye in full", { type: MessageType.Close, error: null, allowReconnect: false }, [7, null, false]);
framed("a good-bye with an error", { type: MessageType.Close, error: "Connection closed", allowReconnect: true }, [7, "Connection closed", true]);

const lines = vectors.map((vector) => "  " + JSON.stringify(vector));
writeFileSync(new URL("hub-protocol.json", import.meta.url), `[\n${lines.join(",\n")}\n]\n`);
console.log(`${vectors.length} vectors`);
