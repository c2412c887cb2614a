import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { formatCsvReport } from "../../reports/mod.ts";
import { EVERYTHING } from "./_everything.ts";
import {
  around,
  BARE,
  documentOf,
  FLOOR,
  fullResult,
} from "./_sample_document.ts";
import { sampleCase } from "./_sample_case.ts";
import { sampleLoad } from "./_sample_load.ts";
import { runsNamed } from "./_sections_of.ts";

Deno.test("each metric is a row, in base units, under its path in the document", () => {
  const rows = formatCsvReport(
    documentOf({ a: { ...BARE, success_rate: 0.5, latency: around(2) } }),
  );
  const run = "2026-01-02T03:04:05.678Z";
  assertEquals(
    rows.split("\r\n").slice(0, 11),
    [
      "run,server,metric,unit,value",
      `${run},,duration,s,12.3`,
      `${run},,warnings.count,count,0`,
      `${run},a,duration,s,1`,
      `${run},a,total_requests,count,0`,
      `${run},a,failed_requests,count,0`,
      `${run},a,success_rate,share,0.5`,
      `${run},a,latency.mean,s,2`,
      `${run},a,latency.median,s,2`,
      `${run},a,latency.min,s,1.8`,
      `${run},a,latency.max,s,2.2`,
    ],
  );
  assert(rows.endsWith("\r\n"));
});

Deno.test("lists have what tells their entries apart in their paths", () => {
  const rows = formatCsvReport(documentOf({
    a: {
      ...fullResult("a", 1),
      cases: [sampleCase(), sampleCase()],
      load: [sampleLoad()],
      metadata: { errors: [{ kind: "Error", count: 3, examples: [] }] },
    },
  }, { floor: FLOOR }));
  for (
    const row of [
      ",,floor.bandwidth,B/s,2000000000",
      ",a,bandwidth_by_size.1024.upload.count,count,3",
      ",a,binary_transfer.upload.1572864.throughput_mbps,Mbit/s,6291.456",
      ",a,binary_transfer.download_chunked.1572864.65536.duration.count,count,3",
      ",a,concurrent.success_rate,share,1",
      ',a,"cases.payload_size[clients=10,payload_size=64].total_requests",count,3000',
      // The same case, again.
      ',a,"cases.payload_size[clients=10,payload_size=64].total_requests#2",count,3000',
      ',a,"load[loop=open,kind=ramp,from=0,to=800,duration=8,connections=10,in_flight=1,threads=1].throughput",1/s,399',
      ",a,server_process.cpu_seconds,s,1.25",
      ",a,cpu_usage.mean,%,61.5",
      ",a,metadata.errors[Error].count,count,3",
    ]
  ) assertStringIncludes(rows, `${row}\r\n`);
});

Deno.test("every row has five fields, a unit and a number, and no path occurs twice", () => {
  const [, ...rows] = formatCsvReport(EVERYTHING).trimEnd().split("\r\n");
  const paths = rows.map((row) => {
    const [, path, value] =
      row.match(/^[^,]*,(\w*,(?:"[^"]*"|[^,"]*)),[^,]+,([^,]+)$/) ?? [];
    assert(Number.isFinite(Number(value)), row);
    return path;
  });
  assertEquals(new Set(paths).size, rows.length);
});

Deno.test("several runs follow each other under their names", () => {
  const document = documentOf({ a: BARE });
  const rows = formatCsvReport(
    runsNamed({ before: document, after: document }),
  );
  assertStringIncludes(rows, "\r\nbefore,a,duration,s,1\r\n");
  assertStringIncludes(rows, "\r\nafter,a,duration,s,1\r\n");
});

Deno.test("names are quoted, and are no formulas", () => {
  const rows = formatCsvReport(documentOf({
    '=HYPERLINK("https://evil.example")': BARE,
    "+1": BARE,
    "-1": BARE,
    "@SUM(A1)": BARE,
    "a,b\r\nc": BARE,
    "\u001b[31m=red": BARE,
  }));
  for (
    const field of [
      `"'=HYPERLINK(""https://evil.example"")"`,
      "'+1",
      "'-1",
      "'@SUM(A1)",
      '"a,b c"',
      "'=red",
    ]
  ) assertStringIncludes(rows, `,${field},duration,s,1\r\n`);
});

Deno.test("keys that every object has by birth, and lists of anything, are no metrics", () => {
  const strange = JSON.parse(`{
    "constructor": 5,
    "toString": [1, null],
    "__proto__": { "valueOf": 7 },
    "later": { "errors": [null, 3, "x"], "latency_by_size": [null] }
  }`);
  const plain = documentOf({ a: BARE });
  assertEquals(
    formatCsvReport(documentOf({ a: { ...strange, ...BARE } })),
    formatCsvReport(plain),
  );
});
