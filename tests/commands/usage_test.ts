import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import configuration from "../../deno.json" with { type: "json" };
import { ServiceModule } from "../servers/_service_module.ts";
import { run } from "./_command_line.ts";
import { runHere } from "./_run_here.ts";

Deno.test("--help tells of every command and of the flags of run", async () => {
  for (const flag of ["--help", "-h", "help"]) {
    const { code, stdout, stderr } = await run([flag]);
    assertEquals([code, stderr], [0, ""]);
    for (const word of ["run", "serve", "--num-requests", "--json", "-o"]) {
      assertStringIncludes(stdout, word);
    }
  }
});

Deno.test("run, serve and profile --help tell of their flags", async () => {
  const ofRun = await runHere(["run", "--help"]);
  assertEquals([ofRun.code, ofRun.stderr], [0, ""]);
  for (
    const flag of [
      "--rpc-host",
      "--rpc-port",
      "--http-host",
      "--http-port",
      "--skip-rpc-threaded",
      "--skip-rpc-forking",
      "--skip-http",
      "--num-connections, --num-serial-connections",
      "--num-requests",
      "--num-concurrent-clients, --num-parallel-clients",
      "--requests-per-client",
      "--test-binary-transfer",
      "--binary-file-sizes",
      "--binary-chunk-size",
      "--binary-iterations",
      "--service",
      "--quick",
      "--output, -o",
      "--quiet, -q",
      "--json",
    ]
  ) assertStringIncludes(ofRun.stdout, flag);
  const ofServe = await runHere(["serve", "--help"]);
  assertEquals([ofServe.code, ofServe.stderr], [0, ""]);
  for (const flag of ["--mode", "--host", "--port", "--service"]) {
    assertStringIncludes(ofServe.stdout, flag);
  }
  const ofProfile = await runHere(["profile", "--help"]);
  assertEquals([ofProfile.code, ofProfile.stderr], [0, ""]);
  for (const flag of ["--tree", "--slow N", "--trace FILE", "--allow"]) {
    assertStringIncludes(ofProfile.stdout, flag);
  }
});

Deno.test("--version tells the version, from cli.ts and from mod.ts", async () => {
  const stdout = `rpcbench ${configuration.version}\n`;
  const program = fileURLToPath(import.meta.resolve("../../mod.ts"));
  const expected = { code: 0, stdout, stderr: "" };
  assertEquals(await run(["--version"]), expected);
  assertEquals(await run(["-V"]), expected);
  assertEquals(await run(["--version"], { program }), expected);
});

/** Command lines that are wrong, and what must be said of each. */
const WRONG: readonly { args: readonly string[]; says: string }[] = [
  { args: ["rnu"], says: `unknown command "rnu"; did you mean run?` },
  { args: ["server"], says: `unknown command "server"; did you mean serve?` },
  { args: ["constructor"], says: `unknown command "constructor"` },
  {
    args: ["--num-request", "5"],
    says: "unknown flag --num-request; did you mean --num-requests?",
  },
  {
    args: ["compare", "a.json", "b.json", "--fail"],
    says: "unknown flag --fail; did you mean --fail-on?",
  },
  { args: ["--qiuck"], says: "unknown flag --qiuck; did you mean --quick?" },
  { args: ["--jsno=1"], says: "unknown flag --jsno; did you mean --json?" },
  { args: ["-x"], says: "unknown flag -x" },
  { args: ["-qx"], says: "unknown flag" },
  { args: ["--constructor"], says: "unknown flag --constructor" },
  { args: ["run", "fast"], says: `unexpected argument "fast"` },
  { args: ["run", "--", "fast"], says: `unexpected argument "fast"` },
  {
    args: ["--num-requests", "many"],
    says: `--num-requests got "many"; it takes a whole number of at least 1`,
  },
  {
    args: ["--num-requests=0"],
    says: `--num-requests got "0"; it takes a whole number of at least 1`,
  },
  { args: ["--num-requests=-5"], says: `--num-requests got "-5"; it takes` },
  {
    args: ["--num-requests", "-5", "--quick"],
    says: `--num-requests got "-5"; it takes`,
  },
  { args: ["--num-requests=1.5"], says: `--num-requests got "1.5"; it takes` },
  { args: ["--num-requests=1e3"], says: `--num-requests got "1e3"; it takes` },
  { args: ["--num-requests=NaN"], says: `--num-requests got "NaN"; it takes` },
  {
    args: [`--num-requests=${"9".repeat(20)}`],
    says: `--num-requests got "99999999999999999999"; it takes`,
  },
  { args: ["--num-requests="], says: "--num-requests has no value; it takes" },
  { args: ["--num-requests"], says: "--num-requests has no value; it takes" },
  {
    args: ["--num-requests", "--quick"],
    says: "--num-requests has no value; it takes",
  },
  { args: ["--num-serial-connections=x"], says: `got "x"; it takes` },
  { args: ["--num-parallel-clients=x"], says: `got "x"; it takes` },
  {
    args: ["--rpc-port=70000"],
    says: `--rpc-port got "70000"; it takes a whole number from 0 to 65535`,
  },
  { args: ["--http-port=-1"], says: `--http-port got "-1"; it takes` },
  { args: ["--rpc-host="], says: "--rpc-host has no value; it takes a host" },
  {
    args: ["--binary-file-sizes=1,,2"],
    says: `--binary-file-sizes got ""; it takes`,
  },
  {
    args: ["--binary-file-sizes=1,big"],
    says: `--binary-file-sizes got "big"; it takes`,
  },
  { args: ["--binary-chunk-size=0"], says: `--binary-chunk-size got "0"` },
  { args: ["--service="], says: "--service has no value; it takes a module" },
  {
    args: ["--service", "./not_here.ts"],
    says: `--service got "./not_here.ts"; there is no such file`,
  },
  { args: ["--service", "."], says: `--service got "."; it takes a file` },
  {
    args: ["--service-allow=nonsense"],
    says: `--service-allow got "nonsense"; it takes`,
  },
  {
    args: ["--service-allow="],
    says: "--service-allow has no value; it takes",
  },
  { args: ["--output"], says: "--output has no value; it takes a file" },
  { args: ["--quick=maybe"], says: `--quick got "maybe"; it takes no value` },
  { args: ["--json", "--quiet"], says: "--quiet and --json contradict" },
  {
    args: ["--skip-rpc-threaded", "--skip-rpc-forking", "--skip-http"],
    says: "leave nothing to run",
  },
  { args: ["profile"], says: "profile takes a script" },
  {
    args: ["profile", "./not_here.ts"],
    says: `profile got "./not_here.ts"; there is no such file`,
  },
  { args: ["profile", "."], says: `profile got "."; it takes a file` },
  {
    args: ["profile", "--tracee=x", "cli.ts"],
    says: "unknown flag --tracee; did you mean --trace?",
  },
  {
    args: ["profile", "--slow-threshold=soon", "cli.ts"],
    says: `--slow-threshold got "soon"; it takes a number of seconds`,
  },
  {
    args: ["profile", "--slow-threshold", "-1", "cli.ts"],
    says: `--slow-threshold got "-1"; it takes a number of seconds`,
  },
  {
    args: ["profile", "--deno-flag=inspect", "cli.ts"],
    says: `--deno-flag got "inspect"; it takes a flag of deno run`,
  },
  {
    args: ["profile", "--trace=/dev/null/x", "cli.ts"],
    says: `--trace got "/dev/null/x"; it takes a file that can be written`,
  },
  { args: ["diagnose"], says: "diagnose takes the files of result documents" },
  {
    args: ["diagnose", "not_here.json"],
    says: 'diagnose got "not_here.json"; there is no such file',
  },
  { args: ["diagnose", "."], says: 'diagnose got "."; it takes the file' },
  {
    args: ["diagnose", "deno.json"],
    says: 'diagnose got "deno.json"; ',
  },
  {
    args: ["diagnose", "--sever=x", "a.json"],
    says: "unknown flag --sever; did you mean --server?",
  },
  {
    args: ["--diagnose=yes"],
    says: '--diagnose got "yes"; it takes no value',
  },
  { args: ["serve"], says: "serve takes rpc or http" },
  { args: ["serve", "ftp"], says: `serve got "ftp"; it takes rpc or http` },
  { args: ["serve", "rpc", "http"], says: `unexpected argument "http"` },
  {
    args: ["serve", "rpc", "--mode=spoon"],
    says: `--mode got "spoon"; it takes threaded or forking`,
  },
  { args: ["serve", "rpc", "--port=x"], says: `--port got "x"; it takes` },
  {
    args: ["serve", "http", "--mode=forking"],
    says: "--mode is for serve rpc only",
  },
  {
    args: ["serve", "http", "--service-allow=env"],
    says: "--service-allow is for serve rpc only",
  },
  {
    args: ["serve", "http", "--compression=zstd"],
    says: "--compression is for serve rpc only",
  },
  {
    args: ["serve", "rpc", "--compression=zstd,gzip"],
    says:
      '--compression got "gzip"; it takes deflate, snappy, zstd, with commas',
  },
  {
    args: ["serve", "rpc", "--scheduler=fifo"],
    says: '--scheduler got "fifo"; it takes exit_ordered or key_serialized',
  },
  {
    args: ["serve", "rpc", "--num-requests=5"],
    says: "unknown flag --num-requests",
  },
];

Deno.test("a wrong command line is told in one line, with exit code 2", async () => {
  const problems: string[] = [];
  for (const { args, says } of WRONG) {
    const { code, stdout, stderr } = await runHere(args);
    const right = code === 2 && stdout === "" &&
      stderr.startsWith("rpcbench: ") && stderr.includes(says) &&
      stderr.indexOf("\n") === stderr.length - 1;
    if (!right) problems.push(`${args.join(" ")}: ${code} ${stdout}${stderr}`);
  }
  assertEquals(problems, []);
});

Deno.test("a wrong command line is all that a process says", async () => {
  assertEquals(await run(["--qiuck"]), {
    code: 2,
    stdout: "",
    stderr: "rpcbench: unknown flag --qiuck; did you mean --quick?\n",
  });
});

Deno.test("an output that cannot be written is told before any server starts", async () => {
  await using files = await ServiceModule.write("");
  for (
    const output of [
      files.folder,
      `${files.folder}/`,
      `${files.path}/below_a_file.json`,
    ]
  ) {
    const { code, stdout, stderr } = await runHere(["--quick", "-o", output]);
    assertEquals([code, stdout], [2, ""]);
    assertStringIncludes(
      stderr,
      `rpcbench: --output got "${output}"; it takes a file that can be written`,
    );
    assertEquals(stderr.trimEnd().split("\n").length, 1);
    assert(!/taken/.test(stderr), stderr);
  }
});
